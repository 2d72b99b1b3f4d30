import LocalFiles
import SystemPackage

/// A program that takes noise out of recordings, in place of what is built in.
///
/// It gets the recording as an announcement is (WAV, 8 kHz, 16 bits, mono) on its standard input, and writes a WAV file of any format to its
/// standard output. Where an argument contains `{in}` or `{out}`, it gets or writes a file of that path instead. It has the limits of a
/// conversion, and the rights of this process.
package struct CleaningCommand: Hashable, Sendable, CustomStringConvertible {
    /// The program, which is looked up on PATH, and its arguments.
    package let words: [String]

    /// - Returns: nil without a program.
    package init?(_ words: [String]) {
        guard words.first?.isEmpty == false else { return nil }
        self.words = words
    }

    /// Equal for equal commands only.
    package var description: String { "\(words)" }

    /// Characters shown of what it writes to standard error.
    private static let longestMessage = 200

    /// Runs it. Blocks.
    ///
    /// - Parameter output: a path where there is no file; there is one after success.
    /// - Returns: false if it was ended early.
    func run(
        on recording: FilePath, into output: FilePath, limits: ChildLimits, stop: StopPipe
    ) throws(CleaningFailure) -> Bool {
        let command = words.map {
            $0.replacing("{in}", with: recording.string).replacing("{out}", with: output.string)
        }
        let (takesPath, givesPath) = (words.contains { $0.contains("{in}") }, words.contains { $0.contains("{out}") })
        let end: LimitedProgram.End
        do throws(Errno) {
            let input = takesPath ? nil : OwnedDescriptor(try .reading(recording))
            let result = givesPath ? nil : OwnedDescriptor(try .creating(output))
            end = LimitedProgram.run(
                command, input: input?.descriptor, output: result?.descriptor, atMost: limits.fileSize, limits: limits,
                stop: stop.reading)
        } catch {
            throw .notRun(errno: error.rawValue)
        }
        switch end {
        case .exited(.status(0), _): break
        case .exited(let exit, let messages):
            let line = messages.split(separator: UInt8(ascii: "\n")).first ?? []
            let words = String(String(decoding: line, as: UTF8.self).prefix(Self.longestMessage))
            switch exit {
            case .signal(let number): throw .ended(signal: number, words: words)
            case .status(let status): throw .failed(status: status, words: words)
            case nil: throw .failed(status: -1, words: words)
            }
        case .tookTooLong: throw .tookTooLong(seconds: Int(limits.time.components.seconds))
        case .wroteTooMuch: throw .tooMuch
        case .stopped: return false
        case .notStarted(let error), .notStored(let error): throw .notRun(errno: error.rawValue)
        }
        guard output.exists else { throw .unreadable }
        return true
    }
}
