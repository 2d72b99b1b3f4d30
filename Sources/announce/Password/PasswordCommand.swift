import ArgumentParser
import Dashboard
import Hosting
import LocalFiles
import Telephony

struct PasswordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Set the dashboard password.",
        discussion: """
            Prompts twice on a terminal; otherwise reads the first line of standard input. Only the scrypt hash is stored, \
            in the state folder. Takes effect at once; existing sessions are logged out. Optional on loopback addresses; \
            required on any other.

            Exit status: 0 done; 1 the password is too short, or cannot be stored; 64 wrong usage; 130 Ctrl-C.
            """
    )

    @Flag(help: "Remove the password; anyone on this machine can then open the dashboard.")
    var remove = false

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var database: ConfigurationDatabaseOption

    @OptionGroup
    var place: StateOption

    func run() throws {
        let files = StateFiles(in: try place.folder(of: source).path, sharedBy: try database.url)
        let file = files.adminPassword
        guard !remove else {
            guard try file.remove() else { return Console.note("No password was set.") }
            Console.note("Password removed.")
            return CommandAudit(files: files).record("password", ["removed": "yes"], at: .now)
        }
        guard let password = try PasswordInput.read() else { throw ExitCode(1) }
        try file.write(try PasswordHash(of: password))
        Console.note("The dashboard now requires this password.")
        CommandAudit(files: files).record("password", [:], at: .now)
    }
}

extension PasswordLengthError: ReportableError {
    var sentence: String {
        switch self {
        case .tooShort(let count):
            "The password has \(count) characters; use at least \(PasswordHash.shortest). A sentence works best."
        case .tooLong(let count):
            "The password has \(count) bytes; use at most \(PasswordHash.longest)."
        }
    }
}
