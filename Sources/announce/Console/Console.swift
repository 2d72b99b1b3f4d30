import ArgumentParser
import Glibc
import LocalFiles
import Synchronization
import SystemPackage
import Telephony

/// The two outputs of a command: results go to standard output, everything else that people read to standard error.
///
/// A reader that closed the pipe is ignored: the command ends with the status it would have had. Any other failure to write
/// results is reported when the process ends (`exit(_:)`), and makes a success a failure.
enum Console {
    /// The first error that kept results from being written.
    private static let failure = Mutex<Errno?>(nil)

    /// Prints a line on standard output. What would steer the terminal is replaced (`safe(_:)`).
    static func result(_ line: String) {
        write(safe(line) + "\n")
    }

    /// Prints a line on standard error. On a terminal its `error:` and `warning:` are coloured, and what would steer the
    /// terminal is replaced (`safe(_:)`).
    static func note(_ line: String) {
        write(marked(safe(line), on: .standardError) + "\n", to: .standardError)
    }

    /// Prints why a command failed on standard error.
    static func error(_ sentence: String) {
        note("Error: " + sentence)
    }

    /// Text whose every part may come from files, callers and the provider, fit for a terminal: characters that steer it or
    /// change the order of text are replaced, whichever command has printed them. Line breaks, tabs and the colours of
    /// `TextStyle` stay.
    static func safe(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { !$0.steersText || $0 == "\n" || $0 == "\t" }
        guard !isPlain else { return text }
        var safe = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            let isColour =
                scalar == "\u{1B}" && rest.first == "[" && rest.dropFirst().first { !("0"..."9").contains($0) } == "m"
            safe.append(!scalar.steersText || scalar == "\n" || scalar == "\t" || isColour ? scalar : "\u{FFFD}")
        }
        return String(safe)
    }

    /// Writes text as it is, without a line break.
    static func write(_ text: String, to output: FileDescriptor = .standardOutput) {
        do throws(Errno) {
            try output.writeWhole(text.utf8)
        } catch {
            guard output == .standardOutput, error != .brokenPipe else { return }
            failure.withLock { $0 = $0 ?? error }
        }
    }

    /// Whether results could not be written, so that a command that goes on printing had better end.
    static var hasFailed: Bool { failure.withLock { $0 != nil } }

    /// Ends the process.
    ///
    /// Where results could not be written, prints the reason; success then becomes a failure.
    static func exit(_ status: ExitCode = .success) -> Never {
        // Some file systems report a full disk only when the file is closed.
        let closing: Errno? = close(STDOUT_FILENO) == 0 || errno == EBADF ? nil : .last
        guard let reason = failure.withLock({ $0 }) ?? closing else { Glibc.exit(status.rawValue) }
        error("Standard output could not be written: \(reason.reason).")
        Glibc.exit(status == .success ? ExitCode.failure.rawValue : status.rawValue)
    }
}
