import Glibc

/// A password from whoever types or sends it.
enum PasswordInput {
    /// The same text twice from a terminal, without showing it, or the first line of what else standard input is. Nil where
    /// there is none, which has been told.
    static func read() -> String? {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine(), !line.isEmpty else {
                Talk.error("No password came on standard input.")
                return nil
            }
            return line
        }
        guard let password = ask("New password: "), let again = ask("The same again: ") else {
            Talk.error("No password was typed, so nothing was changed.")
            return nil
        }
        guard password == again else {
            Talk.error("The two are not the same, so nothing was changed.")
            return nil
        }
        return password
    }

    private static func ask(_ question: String) -> String? {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        // An interrupt in the middle would leave the terminal mute.
        let before = signal(SIGINT, SIG_IGN)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
            signal(SIGINT, before)
            Talk.note("")
        }
        Talk.write(question, to: STDERR_FILENO)
        guard let line = readLine(), !line.isEmpty else { return nil }
        return line
    }
}
