import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio

/// The files of a conversion, open: a worker process has nothing else, and can open nothing by a name.
struct WorkerFiles {
    /// The numbers under which the worker finds them.
    enum Number {
        /// For reading.
        static let recording = FileDescriptor(rawValue: 3)
        /// For reading and writing, empty.
        static let announcement = FileDescriptor(rawValue: 4)
        /// The same, for samples whose level is measured before they are written.
        static let scratch = FileDescriptor(rawValue: 5)
    }

    /// In the order of the numbers.
    let descriptors: [FileDescriptor]
    /// Closes what only this object knows.
    private let owned: [AnyObject]

    /// - Parameters:
    ///   - recording: the path of the recording.
    ///   - output: the path of the announcement, which must not exist; it is created.
    /// - Throws: a failure that the worker would have reported if it opened the files itself.
    init(recording: FilePath, output: FilePath) throws(RecordingFailure) {
        let source: OwnedDescriptor
        do throws(Errno) {
            source = OwnedDescriptor(try .reading(recording))
        } catch {
            throw .refused(.system(errno: error.rawValue, action: .open))
        }
        let target: OwnedDescriptor
        do throws(Errno) {
            target = OwnedDescriptor(try .creating(output))
        } catch {
            throw .notWritten(.system(errno: error.rawValue, action: .create, path: output))
        }
        do throws(Errno) {
            let scratch = try UnnamedFile(in: output.folder, isForPublishing: false)
            let copy = try Self.readableCopy(of: source.descriptor, in: output.folder)
            descriptors = [copy?.descriptor ?? source.descriptor, target.descriptor, scratch.descriptor]
            owned = [source, target, scratch] + [copy].compactMap(\.self)
        } catch {
            throw .refused(.system(errno: error.rawValue, action: .spool))
        }
    }

    /// A copy of a recording that only root's capabilities can open: ffmpeg opens it again, and has none.
    static func readableCopy(of file: FileDescriptor, in folder: FilePath) throws(Errno) -> UnnamedFile? {
        guard geteuid() == 0, let status = try? file.stat(), status.userID.rawValue != 0,
            !status.permissions.contains(.otherRead)
        else { return nil }
        let copy = try UnnamedFile(in: folder, isForPublishing: false)
        try file.copyRest(to: copy.descriptor)
        return copy
    }
}
