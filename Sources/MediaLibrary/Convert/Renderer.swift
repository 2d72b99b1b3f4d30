import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio

/// Turns one recording into one announcement in the store. Blocks.
struct Renderer: Sendable {
    let settings: LibrarySettings
    let store: MediaStore
    /// Ends conversions early.
    let stop: StopPipe

    /// Hashes a recording's content.
    ///
    /// - Returns: nil if the file is no longer the one that was seen.
    func read(_ recording: ScannedFile) throws(RecordingFailure) -> String? {
        do {
            let hash = try ContentHash(ByteSource(path: recording.file)).text
            return FileStamp(of: recording.file) == recording.stamp ? hash : nil
        } catch {
            guard case .system(let code, _) = error else { throw .unreadable(errno: EIO) }
            if code == ENOENT { return nil }
            throw .unreadable(errno: code)
        }
    }

    /// Converts a recording in a worker process and takes the result into the store once it is known to play.
    func convert(_ recording: ScannedFile) -> RenderOutcome {
        let target = store.newPath()
        defer { target.removeQuietly() }
        let request = RenderRequest(recipe: settings.recipe)
        let process = RenderProcess(command: settings.worker, limits: settings.limits, stop: stop)
        do {
            let files = try WorkerFiles(recording: recording.file, output: target)
            guard let report = try process.run(request, on: files) else { return .stopped }
            guard FileStamp(of: recording.file) == recording.stamp else { return .changed }
            return .rendered(RenderedFile(file: try store.adopt(target, now: settings.now()), report: report))
        } catch {
            return FileStamp(of: recording.file) == recording.stamp ? .failed(error) : .changed
        }
    }
}

/// How a conversion ended.
enum RenderOutcome: Sendable {
    case rendered(RenderedFile)
    case failed(RecordingFailure)
    /// The recording is no longer the one that was seen.
    case changed
    /// The library is ending.
    case stopped
}
