import ArgumentParser
import CallLog
import Dashboard
import Sipgate
import Telephony

extension AccountCommand {
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history",
            abstract: "List, export, change and delete past calls, voicemails, SMS and faxes.",
            discussion: """
                  announce account history --direction missed-incoming --since yesterday
                  announce account history export --since 2026-01-01 > history.csv
                  announce account history delete --kind fax --until 2026-01-01
                """,
            subcommands: [List.self, Export.self, Change.self, Delete.self],
            defaultSubcommand: List.self)
    }
}

extension AccountCommand.History {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List entries, newest first.")

        @Option(help: ArgumentHelp("Maximum number of entries.", valueName: "count"))
        var limit = 20

        @OptionGroup(title: "Filter") var filter: HistoryFilterOptions
        @OptionGroup var options: AccountOptions

        func validate() throws {
            guard (1...100_000).contains(limit) else { throw ValidationError("--limit must be between 1 and 100000.") }
        }

        func run() async throws {
            let times = LogTimes(zone: try filter.source.zone())
            let filter = try filter.filter()
            try await options.withClient { client in
                var entries: [HistoryEntry] = []
                for try await entry in client.history.entries(filter, pageSize: min(limit, 100)) {
                    entries.append(entry)
                    if entries.count == limit { break }
                }
                options.print(entries, object: HistoryObject.init) { entry in
                    [
                        entry.created.map { times.text(Moment($0)) } ?? "-", entry.kind.rawValue.lowercased(),
                        entry.direction.rawValue.lowercased().replacing("_", with: " "),
                        "\(LoggedCall.words(entry.source)) > \(LoggedCall.words(entry.target))", entry.note,
                        entry.id.text,
                    ]
                }
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Print all entries as the provider's CSV, or as JSON.",
            discussion: """
                The columns are the provider's. Text that a spreadsheet would take for a formula gets an apostrophe before \
                it. The provider cannot filter its CSV by number; use --json with --number.

                  announce account history export --since 2026-01-01 > history.csv
                """)

        @OptionGroup(title: "Filter") var filter: HistoryFilterOptions
        @OptionGroup var options: AccountOptions

        func validate() throws {
            if filter.number != nil, !options.json {
                throw ValidationError("The provider cannot filter its CSV by number: add --json.")
            }
        }

        func run() async throws {
            let filter = try filter.filter()
            try await options.withClient { client in
                if options.json {
                    let entries = try await client.history.entries(filter, pageSize: 1000).collect()
                    return Console.result(jsonText(entries.map(HistoryObject.init)))
                }
                Console.write(SpreadsheetText.harmless(try await client.history.exportAllCSV(filter)))
            }
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change",
            abstract: "Archive entries, mark them as read or with a star, or write a note.",
            discussion: """
                  announce account history change 100001234 --star --note "call back"
                  announce account history change --kind voicemail --until yesterday --read --archive
                """)

        @Flag(inversion: .prefixedNo, help: "Archive the entries, or take them out of the archive.")
        var archive: Bool?

        @Flag(inversion: .prefixedNo, help: "Mark the entries as read or unread.")
        var read: Bool?

        @Flag(inversion: .prefixedNo, help: "Mark the entries with a star, or remove it.")
        var star: Bool?

        @Option(help: ArgumentHelp("Note about the entries; empty to remove it.", valueName: "text"))
        var note: String?

        @OptionGroup var selection: HistorySelection
        @OptionGroup var options: AccountOptions

        private var change: HistoryChange {
            HistoryChange(isArchived: archive, isRead: read, isStarred: star, note: note)
        }

        func validate() throws {
            if change.isEmpty { throw ValidationError("Say what to change: --archive, --read, --star or --note.") }
        }

        func run() async throws {
            try await options.withClient { client in
                let ids = try await selection.entries(client)
                if let ids { try await client.history.change(ids, change) }
                Counted(ids?.count ?? 0, "entry", "entries").report("changed", options)
            }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Delete entries for good.",
            discussion: """
                  announce account history delete 100001234
                  announce account history delete --kind fax --until 2026-01-01
                """)

        @Flag(name: .shortAndLong, help: "Skip the confirmation.") var yes = false
        @OptionGroup var selection: HistorySelection
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let ids = try await selection.entries(client)
                let count = Counted(ids?.count ?? 0, "entry", "entries")
                if let ids {
                    try Confirmation.ask("Delete \(count.words) of the history for good?", isGiven: yes)
                    try await client.history.delete(ids)
                }
                count.report("deleted", options)
            }
        }
    }
}
