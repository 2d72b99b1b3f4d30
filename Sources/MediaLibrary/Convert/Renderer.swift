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
        do throws(RecordingFailure) {
            let made =
                if let cleaner = settings.cleaner {
                    try clean(recording.file, into: target, by: cleaner)
                } else { try convert(recording.file, into: target, settings.recipe) }
            guard let report = made else { return .stopped }
            guard FileStamp(of: recording.file) == recording.stamp else { return .changed }
            return .rendered(RenderedFile(file: try store.adopt(target, now: settings.now()), report: report))
        } catch {
            return FileStamp(of: recording.file) == recording.stamp ? .failed(error) : .changed
        }
    }

    /// - Returns: nil if it was ended early.
    private func convert(
        _ recording: FilePath, into target: FilePath, _ recipe: Recipe
    ) throws(RecordingFailure) -> RenderReport? {
        let process = RenderProcess(command: settings.worker, limits: settings.limits, stop: stop)
        return try process.run(
            RenderRequest(recipe: recipe), on: try WorkerFiles(recording: recording, output: target))
    }

    /// Converts a recording, has a command clean it, and converts that with all that is done to the level. What the command makes is a
    /// stranger's file as well.
    private func clean(
        _ recording: FilePath, into target: FilePath, by cleaner: CleaningCommand
    ) throws(RecordingFailure) -> RenderReport? {
        let (noisy, cleaned) = (store.newPath(), store.newPath())
        defer { for path in [noisy, cleaned] { path.removeQuietly() } }
        let first = Recipe(
            channels: settings.recipe.channels, resampler: settings.recipe.resampler, reading: settings.recipe.reading)
        guard let before = try convert(recording, into: noisy, first) else { return nil }
        do throws(CleaningFailure) {
            guard try cleaner.run(on: noisy, into: cleaned, limits: settings.limits, stop: stop) else { return nil }
        } catch {
            throw .notCleaned(error)
        }
        var second = settings.recipe
        second.channels = .mix
        second.reading = ReadingOptions(longest: settings.recipe.reading.longest)
        second.level.clean = false
        let after: RenderReport?
        do throws(RecordingFailure) {
            after = try convert(cleaned, into: target, second)
        } catch .refused(let error) {
            if case .system = error { throw .refused(error) }
            throw .notCleaned(.unreadable)
        }
        guard let after else { return nil }
        let difference = abs(after.recordedSeconds - before.recordedSeconds)
        guard difference <= max(0.01 * before.recordedSeconds, 0.02) else {
            throw .notCleaned(.otherLength(after.recordedSeconds, expected: before.recordedSeconds))
        }
        guard !after.findings.contains(.silent) || before.findings.contains(.silent) else {
            throw .notCleaned(.silent)
        }
        return before.with(after)
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
