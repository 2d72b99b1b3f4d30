import ArgumentParser
import CallFlow
import SharedState
import Telephony

struct ConfigurationHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the versions, newest first.",
        discussion: """
            One line per version: number, when it was made, by whom, how, whether it is in use, and what its author says of it. \
            Times are in the time zone of the configuration here, else in the system's.

            Exit status: 0; 1 the database cannot be used; 64 wrong usage.
            """)

    @Option(
        name: [.customShort("n"), .long], help: ArgumentHelp("Only the last versions, this many.", valueName: "count"))
    var last = 20

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var database: ConfigurationDatabaseOption

    func validate() throws {
        guard last > 0 else { throw ValidationError("-n \(last) is not a number of versions.") }
    }

    func run() throws {
        let store = try SharedStore(try database.required.description, name: "announce configuration")
        let zone = try source.zone()
        let versions = try store.versions(limit: last)
        let current = try store.overview().current
        TextTable(
            versions.map { version in
                let state =
                    version.number == current ? "in use" : version.number > current ?? 0 ? "waits" : ""
                return [
                    "\(version.number)", zone.localTime(at: version.made).description, version.author ?? "the owner",
                    version.origin?.rawValue ?? "", state, version.note ?? "",
                ]
            }
        ).print()
    }
}
