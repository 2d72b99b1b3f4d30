import ArgumentParser
import LocalFiles
import Sipgate
import SystemPackage
import Telephony

extension AccountCommand {
    struct Contacts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "contacts",
            abstract: "List, import and export contacts.",
            subcommands: [List.self, Import.self, Export.self])
    }
}

extension AccountCommand.Contacts {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List contacts.")

        @Option(help: "Only contacts of this scope; internal contacts are the account's users.")
        var scope: ContactScope?

        @Option(
            help: ArgumentHelp("Only contacts with this number.", valueName: "number"), transform: PhoneNumber.argument)
        var number: PhoneNumber?

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let contacts = try await client.contacts.list(scope?.scope, numbers: number.map { [$0] } ?? [])
                    .collect()
                options.print(contacts, object: { $0 }) { contact in
                    [
                        contact.name, contact.numbers.map(\.number).joined(separator: ", "),
                        contact.scope.rawValue.lowercased(), contact.id.text,
                    ]
                }
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Import contacts from CSV or vCard.",
            discussion: """
                A CSV file (.csv, RFC 4180, UTF-8) has the columns firstname, lastname and number, in any order; other \
                columns are ignored. A vCard file (.vcf) may contain many cards of version 4.0, or 3.0 and 2.1 as \
                telephones export them; pictures are skipped. Rows and cards without a number are skipped. The whole file \
                is read first: if it has an error, nothing is imported.

                  announce account contacts import contacts.vcf --shared
                """)

        @Argument(
            help: ArgumentHelp("File to import, or - for standard input, which needs --format.", valueName: "file"),
            completion: .file(extensions: ["csv", "vcf"]))
        var file: PathArgument

        @Option(help: "Format of the file (default: by its extension).")
        var format: ImportFormat?

        @Option(help: "Field separator of CSV.")
        var delimiter: CSVDelimiterArgument = .comma

        @Flag(help: "Share the contacts with the whole account (vCard only).")
        var shared = false

        @OptionGroup var options: AccountOptions

        func validate() throws {
            guard let format = chosenFormat else {
                throw ValidationError(
                    "The format of \(file.path.readable) is unknown: add --format csv or --format vcard.")
            }
            if shared, format == .csv {
                throw ValidationError(
                    "--shared works for vCard only; the provider chooses the scope of CSV imports.")
            }
        }

        func run() async throws {
            let input = try InputFile(file)
            switch chosenFormat {
            case .csv?: try await importTable(input)
            case .vcard?: try await importCards(input)
            case nil: return
            }
        }

        private var chosenFormat: ImportFormat? {
            if let format { return format }
            switch file.path.extension?.lowercased() {
            case "csv"?: return .csv
            case "vcf"?, "vcard"?: return .vcard
            default: return nil
            }
        }

        private func importTable(_ input: InputFile) async throws {
            let table: ContactTable
            do {
                table = try ContactTable(try input.text(), delimiter: delimiter.value)
            } catch let error as ContactTable.ParseError {
                Console.error("\(input.name): \(error.sentence) Nothing was imported.")
                throw ExitCode(1)
            }
            for line in table.incompleteLines {
                Console.note("\(input.name):\(line): warning: first name, last name or number is missing; skipped")
            }
            try await options.withClient { try await $0.contacts.importCSV(table) }
            report(table.rows.count, leftOut: table.incompleteLines.count)
        }

        private func importCards(_ input: InputFile) async throws {
            let cards = CardFile(try input.text()).cards
            var contacts: [NewContact] = []
            var skipped = 0
            var hasErrors = cards.isEmpty
            if cards.isEmpty { Console.error("\(input.name) contains no vCard: BEGIN:VCARD is missing.") }
            for card in cards {
                do throws(VCard.ParseError) {
                    contacts.append(try VCard(card.text).contact)
                } catch .noNumber, .emptyNumber {
                    Console.note("\(input.name):\(card.line): warning: the card has no telephone number; skipped")
                    skipped += 1
                } catch {
                    Console.note("\(input.name):\(card.line): error: \(error.sentence)")
                    hasErrors = true
                }
            }
            guard !hasErrors, !contacts.isEmpty else {
                Console.error("Nothing was imported.")
                throw ExitCode(1)
            }
            let visibility: ContactsModule.Visibility = shared ? .shared : .private
            try await options.withClient { client in
                for (index, contact) in contacts.enumerated() {
                    do {
                        try await client.contacts.create(contact, visibility)
                    } catch {
                        if index > 0 {
                            Console.note("\(index) of \(contacts.count) contacts were imported before the error.")
                        }
                        throw error
                    }
                }
            }
            report(contacts.count, leftOut: skipped)
        }

        private func report(_ count: Int, leftOut: Int) {
            if options.json {
                Console.result(jsonText(["imported": count, "leftOut": leftOut]))
            } else {
                Console.note("\(count) \(count == 1 ? "contact" : "contacts") imported.")
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Export contacts to standard output.",
            discussion: "  announce account contacts export --format vcard > contacts.vcf")

        @Option(help: "Format to write; vcard is one file with all cards.")
        var format: ExportFormat = .csv

        @Option(help: "Field separator of CSV.")
        var delimiter: CSVDelimiterArgument = .comma

        @Option(help: "Only contacts of this scope.")
        var scope: ContactScope?

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                switch options.json ? .json : format {
                case .csv:
                    let text = try await client.contacts.exportCSV(scope?.scope, delimiter: delimiter.value)
                    Console.write(text)
                case .vcard: Console.write(try await client.contacts.exportAddressBook(scope?.scope))
                case .json: Console.result(jsonText(try await client.contacts.list(scope?.scope).collect()))
                }
            }
        }
    }
}

enum ImportFormat: String, ExpressibleByArgument, CaseIterable { case csv, vcard }
enum ExportFormat: String, ExpressibleByArgument, CaseIterable { case csv, vcard, json }

enum CSVDelimiterArgument: String, ExpressibleByArgument, CaseIterable {
    case comma, semicolon, tab

    var value: CSVDelimiter {
        switch self {
        case .comma: .comma
        case .semicolon: .semicolon
        case .tab: .tab
        }
    }
}

enum ContactScope: String, ExpressibleByArgument, CaseIterable {
    case `private`, shared, `internal`

    var scope: Contact.Scope {
        switch self {
        case .private: .private
        case .shared: .shared
        case .internal: .internal
        }
    }
}
