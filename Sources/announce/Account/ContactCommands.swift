import ArgumentParser
import LocalFiles
import Sipgate
import SystemPackage
import Telephony

extension AccountCommand {
    struct Contacts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "contacts",
            abstract: "The address book: list, import, export.",
            subcommands: [List.self, Import.self, Export.self])
    }
}

extension AccountCommand.Contacts {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "The contacts.")

        @Option(help: "Only these: private, shared, or internal, which the provider makes of the account's users.")
        var scope: ContactScope?

        @Option(help: ArgumentHelp("Only those with this number.", valueName: "number"))
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
            abstract: "Make contacts of a table or of cards.",
            discussion: """
                A table (.csv, RFC 4180, UTF-8) has the columns firstname, lastname and number, in any order, among others. \
                Cards (.vcf, vCard 4.0) may be many in one file. Everything is read before anything is sent: a file with a \
                mistake changes nothing.
                """)

        @Argument(help: ArgumentHelp("The file; - is standard input, which needs --format.", valueName: "file"))
        var file: PathArgument

        @Option(help: "csv or vcard; without it the file's name tells.")
        var format: ImportFormat?

        @Option(help: "What is between two fields of a table: comma, semicolon or tab.")
        var delimiter: CSVDelimiterArgument = .comma

        @Flag(help: "Everybody in the account sees the contacts; cards only.")
        var shared = false

        @OptionGroup var options: AccountOptions

        func validate() throws {
            guard let format = chosenFormat else {
                throw ValidationError("What \(file.path.readable) is cannot be told by its name: add --format.")
            }
            if shared, format == .csv {
                throw ValidationError(
                    "The provider decides who sees the contacts of a table, so --shared is for cards.")
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
                Console.note("\(input.name):\(line): warning: first name, last name or number is missing; left out")
            }
            try await options.withClient { try await $0.contacts.importCSV(table) }
            report(table.rows.count, leftOut: table.incompleteLines.count)
        }

        private func importCards(_ input: InputFile) async throws {
            let cards = CardFile(try input.text()).cards
            var contacts: [NewContact] = []
            var hasMistakes = cards.isEmpty
            if cards.isEmpty { Console.error("\(input.name) holds no card: there is no BEGIN:VCARD in it.") }
            for card in cards {
                do throws(VCard.ParseError) {
                    contacts.append(try VCard(card.text).contact)
                } catch {
                    Console.note("\(input.name):\(card.line): error: \(error.sentence)")
                    hasMistakes = true
                }
            }
            guard !hasMistakes else {
                Console.error("Nothing was imported.")
                throw ExitCode(1)
            }
            let visibility: ContactsModule.Visibility = shared ? .shared : .private
            try await options.withClient { client in
                for (index, contact) in contacts.enumerated() {
                    do {
                        try await client.contacts.create(contact, visibility)
                    } catch {
                        if index > 0 { Console.note("The first \(index) of \(contacts.count) cards were imported.") }
                        throw error
                    }
                }
            }
            report(contacts.count, leftOut: 0)
        }

        private func report(_ count: Int, leftOut: Int) {
            if options.json {
                Console.result(jsonText(["imported": count, "leftOut": leftOut]))
            } else {
                Console.note("\(count) \(count == 1 ? "contact was" : "contacts were") handed over.")
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write the contacts to standard output.",
            discussion: "announce account contacts export --format vcard > contacts.vcf")

        @Option(help: "csv, vcard (one address book), or json.")
        var format: ExportFormat = .csv

        @Option(help: "What is between two fields of a table: comma, semicolon or tab.")
        var delimiter: CSVDelimiterArgument = .comma

        @Option(help: "Only these: private, shared or internal.")
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
