import ArgumentParser
import Dashboard
import Hosting
import LocalFiles

struct PasswordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Set the password of the dashboard.",
        discussion: """
            Asked for twice at a terminal; elsewhere it is the first line of standard input. Only its scrypt hash is kept, \
            in the state folder. A running server asks for the new one at once, and whoever is logged in is logged out. \
            On loopback addresses a password may be set; on any other the server does not start without.

            Exit status: 0 done; 1 it is too short, or cannot be kept; 64 wrong usage.
            """
    )

    @Flag(help: "Remove the password: whoever is on this machine sees the dashboard.")
    var remove = false

    @OptionGroup
    var place: StateOption

    func run() throws {
        let file = StateFiles(in: try place.folder().path).adminPassword
        guard !remove else {
            Console.note(try file.remove() ? "The password was removed." : "There was no password.")
            return
        }
        guard let password = PasswordInput.read() else { throw ExitCode(1) }
        try file.write(try PasswordHash(of: password))
        Console.note("The dashboard now asks for this password.")
    }
}

extension PasswordLengthError: ReportableError {
    var sentence: String {
        switch self {
        case .tooShort(let count):
            "\(count) characters are too few for a password: \(PasswordHash.shortest) are the least. A sentence is best."
        case .tooLong(let count):
            "\(count) bytes are too many for a password: \(PasswordHash.longest) are the most."
        }
    }
}
