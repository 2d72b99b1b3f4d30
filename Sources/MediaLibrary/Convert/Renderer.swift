import FoundationEssentials
import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio

/// Turns one recording into one announcement in the store, in a process of its own under limits. Blocks.
struct Renderer: Sendable {
    let settings: LibrarySettings
    let store: MediaStore
    /// Hangs up when the library ends.
    let stop: StopPipe

    /// What one recording became.
    enum Outcome: Sendable {
        case rendered(StoredFile, RenderReport)
        case failed(RecordingFailure)
        /// It is no longer what was seen.
        case changed
        /// The library is ending.
        case stopped
    }

    /// The hash of a recording's content; nil where it is no longer what was seen.
    func read(_ sighting: Sighting) throws(RecordingFailure) -> String? {
        do {
            let hash = try ContentHash(ByteSource(path: sighting.file)).text
            return FileStamp(of: sighting.file) == sighting.stamp ? hash : nil
        } catch {
            guard case .system(let code, _) = error else { throw .unreadable(errno: EIO) }
            if code == ENOENT { return nil }
            throw .unreadable(errno: code)
        }
    }

    func convert(_ sighting: Sighting) -> Outcome {
        let target = store.newPath()
        defer { _ = target.withPlatformString { unlink($0) } }
        do {
            guard let report = try run(sighting.file, target) else { return .stopped }
            guard FileStamp(of: sighting.file) == sighting.stamp else { return .changed }
            return .rendered(try store.adopt(target, now: settings.now()), report)
        } catch {
            return FileStamp(of: sighting.file) == sighting.stamp ? .failed(error) : .changed
        }
    }

    private func run(_ recording: FilePath, _ target: FilePath) throws(RecordingFailure) -> RenderReport? {
        let child: ChildProcess
        let output: [UInt8]
        do throws(Errno) {
            child = try ChildProcess(
                settings.converter[0],
                arguments: settings.converter.dropFirst() + settings.recipe.options
                    + ["--", recording.string, target.string],
                limits: settings.limits, stop: FileDescriptor(rawValue: stop.descriptor))
            output = try child.read(atMost: Self.longestAnswer)
        } catch {
            throw .noConverter(errno: error.rawValue)
        }
        let exit = child.finish()
        switch child.interruption {
        case .stopped: return nil
        case .overtime, .stuck: throw .tookTooLong(seconds: Int(settings.limits.time.components.seconds))
        case nil: break
        }
        do throws(RecordingFailure) {
            return try judge(exit, output, String(decoding: child.messages, as: UTF8.self), child.peakMemory)
        } catch {
            // The name of a file in the making tells nobody anything.
            guard case .refused(let code, let message) = error else { throw error }
            throw .refused(code: code, message: message.replacing(target.string, with: "its announcement"))
        }
    }

    private func judge(
        _ exit: ChildProcess.Exit?, _ output: [UInt8], _ words: String, _ peak: Int
    ) throws(RecordingFailure) -> RenderReport {
        let answer = try? JSONDecoder().decode(Answer.self, from: Data(output))
        if exit == .status(0), answer?.status == "converted", let report = answer?.report { return report }
        let lines = words + (answer?.error?.message ?? "")
        let isShortOfMemory = ["annot allocate memory", "emory exhausted", "out of memory", "MemoryError", "bad_alloc"]
            .contains { lines.contains($0) }
        if isShortOfMemory || peak > settings.limits.memory / 4 * 3 {
            throw .usedTooMuchMemory(bytes: settings.limits.memory)
        }
        switch exit {
        case .signal(Int(SIGXCPU)): throw .tookTooLong(seconds: settings.limits.processorSeconds)
        case .signal(let number): throw .crashed(signal: number)
        default: break
        }
        if let error = answer?.error { throw .refused(code: error.code, message: error.message) }
        let status = if case .status(let status) = exit { status } else { -1 }
        let line = words.split(separator: "\n").first.map { String($0.prefix(200)) } ?? ""
        throw .unintelligible(status: status, words: line)
    }

    /// Bytes of the converter's answer at most; findings are few.
    private static let longestAnswer = 1 << 18
}

/// The object that `announce render-recording` prints, and `announce convert --json` for each recording.
private struct Answer: Decodable {
    let status: String
    let format: RenderReport.Format?
    let recordedSeconds: Double?
    let activeLevelDBm0: Double?
    let findings: [RecordingFinding]?
    let error: Refusal?

    struct Refusal: Decodable {
        let code: String
        let message: String
    }

    var report: RenderReport? {
        guard let format, let recordedSeconds else { return nil }
        return RenderReport(
            format: format, recordedSeconds: recordedSeconds, activeLevelDBm0: activeLevelDBm0, findings: findings ?? []
        )
    }
}

extension Recipe {
    /// As options of the command line. What is published is 16-bit PCM with a header, whatever the recipe says.
    var options: [String] {
        var options = ["--resampler=\(resampler.rawValue)"]
        if case .only(let channel) = channels { options.append("--channel=\(channel)") }
        if let target = level.target { options.append("--level=\(target)") }
        if level.highPass { options.append("--high-pass") }
        if level.trim { options.append("--trim") }
        if dither { options.append("--dither") }
        return options
    }
}
