import Glibc

/// Reads a new password from the terminal or from standard input.
enum PasswordInput {
    /// Prompts twice at a terminal, without echo; otherwise reads the first line of standard input. Returns nil after
    /// printing the reason there is none.
    ///
    /// - Throws: `ExitCode(130)` after Ctrl-C.
    static func read() throws -> String? {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine(), !line.isEmpty else {
                Console.error("Standard input has no password.")
                return nil
            }
            return line
        }
        guard let terminal = Terminal() else {
            Console.error("Standard error is not a terminal, so nothing can be asked. Pipe the password instead.")
            return nil
        }
        let password = try terminal.askSecretly("New password: ")
        guard !password.isEmpty, case let again = try terminal.askSecretly("Repeat it: "), !again.isEmpty else {
            Console.error("No password was entered, so nothing was changed.")
            return nil
        }
        guard password == again else {
            Console.error("The passwords differ, so nothing was changed.")
            return nil
        }
        return password
    }
}
