import ArgumentParser

/// Asks at the terminal before something is changed that cannot be undone.
enum Confirmation {
    /// - Parameters:
    ///   - question: one that yes answers, without the answers.
    ///   - isGiven: whether the command line has answered it (`--yes`).
    /// - Throws: `ExitCode(1)` if the answer is no, or if there is no terminal to ask at.
    static func ask(_ question: String, isGiven: Bool) throws {
        guard !isGiven else { return }
        guard let terminal = Terminal() else {
            Console.error("Not a terminal, so nothing can be asked, and nothing was changed. Add --yes.")
            throw ExitCode(1)
        }
        guard terminal.agrees(question) else {
            Console.note("Nothing was changed.")
            throw ExitCode(1)
        }
    }
}
