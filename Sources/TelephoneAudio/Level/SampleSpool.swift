import LocalFiles
package import SystemPackage

/// Samples of an 8 kHz mono signal in an unnamed temporary file: memory stays constant however long the recording is, and
/// nothing is left behind however the process ends.
///
/// Several threads may write and read at once as long as their ranges are disjoint.
package final class SampleSpool: Sendable {
    private let descriptor: FileDescriptor
    /// Owns the descriptor, unless this object or the caller does.
    private let file: UnnamedFile?
    private let closes: Bool

    /// Where the samples of a conversion are kept while their level is measured.
    enum Place {
        /// On the file system of this folder.
        case folder(FilePath)
        /// In a file that is open for reading and writing, empty.
        case file(FileDescriptor)
    }

    /// Creates an empty spool.
    ///
    /// - Throws: `RecordingError.system` with `action: .spool`.
    convenience init(_ place: Place) throws(RecordingError) {
        switch place {
        case .folder(let folder): try self.init(in: folder)
        case .file(let descriptor): self.init(descriptor, closes: false)
        }
    }

    /// Creates an empty spool on the file system of `folder`.
    ///
    /// - Throws: `RecordingError.system` with `action: .spool`.
    package init(in folder: FilePath) throws(RecordingError) {
        do throws(Errno) {
            let file = try UnnamedFile(in: folder, isForPublishing: false)
            (self.file, descriptor, closes) = (file, file.descriptor, false)
        } catch {
            throw .system(errno: error.rawValue, action: .spool)
        }
    }

    /// Takes over an open descriptor and closes it at the end.
    convenience init(owning descriptor: FileDescriptor) {
        self.init(descriptor, closes: true)
    }

    private init(_ descriptor: FileDescriptor, closes: Bool) {
        (file, self.descriptor, self.closes) = (nil, descriptor, closes)
    }

    deinit {
        if closes { descriptor.closeQuietly() }
    }

    /// Stores `samples` from sample `index` on.
    ///
    /// - Throws: `RecordingError.system` with `action: .spool`, usually because the disk is full.
    package func write(_ samples: UnsafeBufferPointer<Float>, at index: Int) throws(RecordingError) {
        do throws(Errno) {
            try descriptor.writeWhole(UnsafeRawBufferPointer(samples), at: Self.offset(of: index))
        } catch {
            throw .system(errno: error.rawValue, action: .spool)
        }
    }

    /// Reads up to `samples.count` samples from sample `index` on, and returns how many; fewer only at the end.
    /// Samples that were never written read as silence.
    ///
    /// - Throws: `RecordingError.system` with `action: .spool`.
    package func read(at index: Int, into samples: UnsafeMutableBufferPointer<Float>) throws(RecordingError) -> Int {
        do throws(Errno) {
            let bytes = UnsafeMutableRawBufferPointer(samples)
            return try descriptor.readFully(at: Self.offset(of: index), into: bytes) / MemoryLayout<Float>.size
        } catch {
            throw .system(errno: error.rawValue, action: .spool)
        }
    }

    private static func offset(of index: Int) -> Int {
        index * MemoryLayout<Float>.size
    }
}
