import Glibc
import SystemPackage

/// Reads a new password from the terminal or from standard input.
enum PasswordInput {
    /// Asks for the password twice at a terminal, without showing it; elsewhere reads the first line of standard input.
    /// Returns nil after printing why there is none.
    static func read() -> String? {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine(), !line.isEmpty else {
                Console.error("No password came on standard input.")
                return nil
            }
            return line
        }
        guard let password = ask("New password: "), let again = ask("The same again: ") else {
            Console.error("No password was typed, so nothing was changed.")
            return nil
        }
        guard password == again else {
            Console.error("The two are not the same, so nothing was changed.")
            return nil
        }
        return password
    }

    private static func ask(_ question: String) -> String? {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        // An interrupt here would leave the terminal without echo.
        let before = signal(SIGINT, SIG_IGN)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
            signal(SIGINT, before)
            Console.note("")
        }
        Console.write(question, to: .standardError)
        guard let line = readLine(), !line.isEmpty else { return nil }
        return line
    }
}
