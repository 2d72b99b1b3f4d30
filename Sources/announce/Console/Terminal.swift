import ArgumentParser
import Glibc
import SystemPackage
import Telephony

/// Asks questions at a terminal: they go to standard error, answers come from standard input.
struct Terminal {
    /// Nil if one of the two is not a terminal.
    init?() {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
    }

    /// Returns the line typed, trimmed; empty at the end of input.
    func ask(_ question: String) -> String {
        Console.write(question, to: .standardError)
        // A terminal in canonical mode returns one line per read.
        var line = [UInt8](repeating: 0, count: 4096)
        let count = line.withUnsafeMutableBytes { (try? FileDescriptor.standardInput.read(into: $0)) ?? 0 }
        return String(decoding: line.prefix(count), as: UTF8.self).trimmed
    }

    /// Asks without showing what is typed.
    ///
    /// - Throws: `ExitCode(130)` after Ctrl-C.
    func askSecretly(_ question: String) throws -> String {
        var shown = termios()
        guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return ask(question) }
        var hidden = shown
        // A signal that ended the program now would leave the terminal without echo. So Ctrl-C raises none; as VEOL, it
        // ends the line and arrives as a character.
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
        hidden.c_cc.11 = 3
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        let answer = ask(question)
        tcsetattr(STDIN_FILENO, TCSANOW, &shown)
        Console.write("\n", to: .standardError)
        guard !answer.contains("\u{3}") else { throw ExitCode(130) }
        return answer
    }

    /// Whether the answer is yes; everything else is no.
    func agrees(_ question: String) -> Bool {
        ["y", "yes"].contains(ask(question + " [y/N] ").lowercased())
    }
}
