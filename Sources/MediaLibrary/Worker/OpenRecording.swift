import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio

/// A recording that is open, for a worker that is to decode it.
struct OpenRecording {
    /// Whether it is one of those that workers can open again by their descriptors.
    let isKnown: Bool
    private let source: ByteSource
    private let copy: UnnamedFile?

    init(_ input: RecordingInput, _ known: Set<FileIdentity>) throws(RecordingError) {
        let source = try input.open()
        let file = source.withDescriptor { $0 }
        do throws(Errno) {
            copy = try WorkerFiles.readableCopy(of: file, in: temporaryFolder())
        } catch {
            throw .system(errno: error.rawValue, action: .spool)
        }
        self.source = source
        isKnown = copy == nil && (try? FileIdentity(of: file)).map(known.contains) == true
    }

    /// As long as this value exists.
    var descriptor: FileDescriptor { copy?.descriptor ?? source.withDescriptor { $0 } }
}

/// The file for samples whose level is measured; none where the level is left alone.
struct ScratchFile {
    private let file: UnnamedFile?

    init(for recipe: Recipe, in folder: FilePath) throws(RecordingError) {
        do throws(Errno) {
            file = recipe.level.isNeutral ? nil : try UnnamedFile(in: folder, isForPublishing: false)
        } catch {
            throw .system(errno: error.rawValue, action: .spool)
        }
    }

    /// As long as this value exists.
    var files: [FileDescriptor] { [file].compactMap { $0?.descriptor } }
}
