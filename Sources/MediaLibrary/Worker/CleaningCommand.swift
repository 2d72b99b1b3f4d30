import Glibc
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

    /// Bytes read at once.
    private static let chunk = 1 << 16
    /// Characters shown of what it writes to standard error.
    private static let longestMessage = 200

    /// Runs it. Blocks.
    ///
    /// - Parameter output: a path where there is no file; there is one after success.
    /// - Returns: false if it was ended early.
    func run(
        on recording: FilePath, into output: FilePath, limits: ChildLimits, stop: StopPipe
    ) throws(CleaningFailure) -> Bool {
        let arguments = words.dropFirst().map {
            $0.replacing("{in}", with: recording.string).replacing("{out}", with: output.string)
        }
        let (takesPath, givesPath) = (words.contains { $0.contains("{in}") }, words.contains { $0.contains("{out}") })
        let child: ChildProcess
        let isWhole: Bool
        do throws(Errno) {
            let input = takesPath ? nil : OwnedDescriptor(try .reading(recording))
            let result = givesPath ? nil : OwnedDescriptor(try .creating(output))
            child = try ChildProcess(
                words[0], arguments: Array(arguments), limits: limits, stop: stop.reading, input: input?.descriptor)
            isWhole = try Self.copy(child, to: result?.descriptor, most: limits.fileSize)
        } catch {
            throw .notRun(errno: error.rawValue)
        }
        guard isWhole else { throw .tooMuch }
        let exit = child.finish()
        switch child.interruption {
        case .stopped: return false
        case .overtime, .stuck: throw .tookTooLong(seconds: Int(limits.time.components.seconds))
        case nil: break
        }
        guard exit == .status(0) else {
            let line = child.messages.split(separator: UInt8(ascii: "\n")).first ?? []
            let words = String(String(decoding: line, as: UTF8.self).prefix(Self.longestMessage))
            if case .signal(let number)? = exit { throw .ended(signal: number, words: words) }
            if case .status(let status)? = exit { throw .failed(status: status, words: words) }
            throw .failed(status: -1, words: words)
        }
        guard output.exists else { throw .unreadable }
        return true
    }

    /// - Returns: false if there is more than `most` bytes.
    private static func copy(
        _ child: ChildProcess, to file: FileDescriptor?, most: Int
    ) throws(Errno) -> Bool {
        var bytes = [UInt8](repeating: 0, count: chunk)
        var size = 0
        while true {
            let count: Int
            do {
                count = try bytes.withUnsafeMutableBytes { try child.readAvailable(into: $0) }
            } catch {
                throw error as? Errno ?? .ioError
            }
            if count == 0 { return true }
            size += count
            guard size <= most else { return false }
            try file?.writeWhole(bytes[..<count])
        }
    }
}
