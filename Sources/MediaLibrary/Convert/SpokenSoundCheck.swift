import LocalFiles
package import SystemPackage
import TelephoneAudio

/// Looks whether the sound of a text can be an announcement: converts it as a recording is, and drops the result.
package struct SpokenSoundCheck: Sendable {
    private let settings: LibrarySettings
    private let stop: StopPipe

    /// Seconds; a word takes longer.
    private static let shortestSpeech = 0.1

    /// - Throws: `Errno` if no more files can be opened.
    package init(_ settings: LibrarySettings) throws(Errno) { self.init(settings, stop: try StopPipe()) }

    init(_ settings: LibrarySettings, stop: StopPipe) { (self.settings, self.stop) = (settings, stop) }

    /// What is wrong with a file; nil if it can be published. Blocks.
    func look(at file: FilePath) -> SpeechFault? {
        let target = file.folder.appending(".\(file.stem ?? "")-check.wav")
        defer { target.removeQuietly() }
        let process = RenderProcess(command: settings.worker, limits: settings.limits, stop: stop)
        do throws(RecordingFailure) {
            let files = try WorkerFiles(recording: file, output: target)
            guard let report = try process.run(RenderRequest(recipe: settings.recipe), on: files) else {
                return .stopped
            }
            // Silence has no level of speech.
            return report.activeLevelDBm0 == nil || report.recordedSeconds < Self.shortestSpeech ? .silent : nil
        } catch {
            guard case .refused(let reason) = error else { return .notConverted(error) }
            switch reason {
            case .notAudio(let kind): return .notSound(words: kind ?? "unknown bytes")
            case .empty: return .notSound(words: "")
            case .noSamples: return .silent
            default: return .notConverted(error)
            }
        }
    }
}
