import Glibc
import LocalFiles
package import MediaLibrary
package import SystemPackage

/// A program that is run for each text: it reads the text from standard input, and writes sound to the file `{out}` or to
/// standard output.
package struct CommandEngine: SpeechEngine {
    package let name: String
    package let isDraft: Bool
    private let command: [String]
    private let limits: SpeechLimits

    /// - Parameter command: the program, looked up on PATH, and its arguments, which may have placeholders.
    package init(_ command: [String], name: String, isDraft: Bool = false, limits: SpeechLimits = SpeechLimits()) {
        self.command = command
        self.name = name
        self.isDraft = isDraft
        self.limits = limits
    }

    package var identity: String { "command\0" + command.joined(separator: "\0") }

    /// Another program of the same name has another size or date.
    package var knownVersion: String {
        guard let program = Self.path(of: command.first ?? ""), let stamp = FileStamp(of: program) else { return "" }
        return "\(stamp.size) \(stamp.modified)"
    }

    package func version(for request: SpeechRequest) async throws(SpeechFault) -> String { knownVersion }

    package func speak(_ request: SpeechRequest, into file: FilePath) async throws(SpeechFault) {
        let command = command.map { Self.filled($0, request, file) }
        let output: OwnedDescriptor
        let writesItself = self.command.contains { $0.contains("{out}") }
        do throws(Errno) {
            output = OwnedDescriptor(
                try .opening(writesItself ? FilePath("/dev/null") : file, .writeOnly, .closeOnExec))
        } catch {
            throw .notStored(errno: error.rawValue)
        }
        let end = await run(command, request, into: file, output.descriptor)
        // A program that reports a full disk, or nothing at all, where it has reached its limit.
        if (FileStamp(of: file)?.size ?? 0) >= limits.bytes { throw .tooLarge(bytes: limits.bytes) }
        switch end {
        case .exited(.status(0), _): return
        case .exited(.status(let status), let messages):
            throw .exited(status: status, words: SpeechFault.words(messages))
        case .exited(.signal(let signal), _): throw .crashed(signal: signal)
        case .exited(nil, let messages): throw .exited(status: -1, words: SpeechFault.words(messages))
        case .tookTooLong: throw .tookTooLong(seconds: limits.seconds)
        case .wroteTooMuch: throw .tooLarge(bytes: limits.bytes)
        case .stopped: throw .stopped
        case .notStarted(.noSuchFileOrDirectory): throw .notInstalled(program: command.first ?? "")
        case .notStarted(let error): throw .exited(status: -1, words: error.reason)
        case .notStored(let error): throw .notStored(errno: error.rawValue)
        }
    }

    /// Runs the program, and ends it once its file is too large: the limit of the system holds for programs that it starts only if they
    /// start after it was set.
    private func run(
        _ command: [String], _ request: SpeechRequest, into file: FilePath, _ output: FileDescriptor
    ) async -> LimitedProgram.End {
        let limits = limits
        return await withTaskGroup(of: LimitedProgram.End?.self) { group in
            group.addTask {
                await LimitedProgram.run(
                    command, input: Array((request.text + "\n").utf8), scratch: file.folder, output: output,
                    atMost: limits.bytes,
                    limits: ChildLimits(
                        memory: limits.memory, processorSeconds: limits.seconds * 4, fileSize: limits.bytes,
                        time: .seconds(limits.seconds)))
            }
            group.addTask {
                while !Task.isCancelled, (FileStamp(of: file)?.size ?? 0) <= limits.bytes {
                    try? await Task.sleep(for: .milliseconds(200))
                }
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            _ = await group.next()
            return Task.isCancelled ? .stopped : .wroteTooMuch
        }
    }

    private static func filled(_ argument: String, _ request: SpeechRequest, _ file: FilePath) -> String {
        var result = argument
        for (placeholder, value) in [
            ("{voice}", request.voice ?? ""), ("{language}", request.language), ("{rate}", "\(request.rate)"),
            ("{words}", "\(Int((175 * request.rate).rounded()))"), ("{out}", file.string),
        ] {
            result.replace(placeholder, with: value)
        }
        return result
    }

    private static func path(of program: String) -> FilePath? {
        if program.contains("/") { return FilePath(program) }
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        return folders.split(separator: ":").lazy.map { FilePath(String($0)).appending(program) }
            .first { access($0.string, X_OK) == 0 }
    }
}

extension CommandEngine {
    /// espeak-ng: a draft voice in more than a hundred languages. 175 words a minute are its own speed.
    package static func espeak(limits: SpeechLimits = SpeechLimits()) -> CommandEngine {
        CommandEngine(
            ["espeak-ng", "-v", "{language}", "-s", "{words}", "-b", "1", "--stdin", "-w", "{out}"], name: "espeak",
            isDraft: true, limits: limits)
    }
}
