import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import SharedState
import SystemPackage

struct ConfigurationRollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Make an earlier version the one in use again.",
        discussion: """
            Makes a new version with the texts of an earlier one, of the version before the one in use if none is named. It is \
            validated again, and takes effect as any other; another rollback undoes it.

            Exit status: 0 in use; 1 no such version, one with errors, or the database cannot be used; 64 wrong usage.
            """)

    @Argument(
        help: ArgumentHelp(
            "Number of the version, as `announce configuration history` prints it.", valueName: "version"))
    var version: Int64?

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var database: ConfigurationDatabaseOption

    func run() throws {
        let delivery = try VersionDelivery(try database.required)
        let newest = try delivery.store.versions(limit: 1).first?.number
        guard let wanted = version ?? newest.map({ $0 - 1 }), wanted > 0 else {
            Console.error("There is no earlier version.")
            throw ExitCode(1)
        }
        let (number, content) = try delivery.store.named(wanted)
        if let newest, try delivery.store.content(of: newest) == content {
            Console.note("Version \(newest) is the same as version \(number).")
            return
        }
        let text = try content.text(in: source.path.absolute.removingLastComponent())
        let reading = text.readingWithAnyNames
        guard reading.configuration != nil else {
            ProblemReport(text).print(reading.problems)
            throw ExitCode(1)
        }
        try delivery.deliver(content, on: newest, origin: .rollback, note: "to version \(number)")
    }
}
