import ArgumentParser
import Glibc

/// Whoever sits at the keyboard. Questions go to standard error, answers come from standard input, both a terminal.
struct Terminal {
    /// Nil where nobody can be asked.
    init?() {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
    }

    /// Empty at the end of input.
    func ask(_ question: String) -> String {
        Talk.write(question, to: STDERR_FILENO)
        // In a terminal's usual mode one read is one line.
        var line = [UInt8](repeating: 0, count: 4096)
        var count = read(STDIN_FILENO, &line, line.count)
        while count < 0, errno == EINTR { count = read(STDIN_FILENO, &line, line.count) }
        return String(decoding: line.prefix(max(0, count)), as: UTF8.self).trimmed
    }

    /// What is typed is not shown.
    ///
    /// - Throws: `ExitCode(130)` after Ctrl-C.
    func askSecretly(_ question: String) throws -> String {
        var shown = termios()
        guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return ask(question) }
        var hidden = shown
        // No signal may end the program while nothing is shown, so Ctrl-C is a character that ends the line (VEOL).
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
        hidden.c_cc.11 = 3
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        let answer = ask(question)
        tcsetattr(STDIN_FILENO, TCSANOW, &shown)
        Talk.write("\n", to: STDERR_FILENO)
        guard !answer.contains("\u{3}") else { throw ExitCode(130) }
        return answer
    }

    /// Anything but yes is no.
    func agrees(_ question: String) -> Bool {
        ["y", "yes"].contains(ask(question + " [y/N] ").lowercased())
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
