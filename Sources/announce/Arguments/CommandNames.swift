import ArgumentParser
import CallFlow
import Telephony

/// Finds misspelt subcommands, which the parser reports without a suggestion (and `help` not at all).
enum CommandNames {
    /// The error for the first word that should be a subcommand and is not one; nil if there is none.
    static func problem(in arguments: [String], of root: any ParsableCommand.Type) -> String? {
        var command = root
        var path = root.configuration.commandName ?? ""
        for word in arguments.prefix(while: { !$0.hasPrefix("-") }) {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty else { return nil }
            if word == "help" { continue }
            if let next = commands.first(where: { $0.configuration.commandName == word }) {
                command = next
                path += " \(word)"
                continue
            }
            let names = commands.filter { $0.configuration.shouldDisplay }.compactMap { $0.configuration.commandName }
            let meant = Suggestion.closest(to: word, among: names + ["help"])
            return "\(path) has no command \(word.printable)"
                + (meant.map { "; did you mean \($0)?" } ?? ". `\(path) --help` lists all commands.")
        }
        return nil
    }
}
