import ArgumentParser
import Sipgate
import Telephony

extension AccountCommand {
    struct Contacts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "contacts",
            abstract: "List, create, change, delete, import and export contacts.",
            subcommands: [
                List.self, Create.self, Update.self, Delete.self, Import.self, Export.self,
            ])
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

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Export contacts to standard output.",
            discussion: """
                `announce account contacts import` reads all three formats again; CSV has no pictures.

                  announce account contacts export --format vcard > contacts.vcf
                  announce account contacts export --delimiter "|" > contacts.csv
                """)

        @Option(help: "Format to write; vcard is one file with all cards.")
        var format: ExportFormat = .csv

        @OptionGroup var separator: DelimiterOption

        @Option(help: "Only contacts of this scope.")
        var scope: ContactScope?

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                switch options.json ? .json : format {
                case .csv:
                    let text = try await client.contacts.exportCSV(scope?.scope, delimiter: separator.delimiter)
                    Console.write(text)
                case .vcard: Console.write(try await client.contacts.exportAddressBook(scope?.scope))
                case .json: Console.result(jsonText(try await client.contacts.list(scope?.scope).collect()))
                }
            }
        }
    }
}

enum ExportFormat: String, ExpressibleByArgument, CaseIterable { case csv, vcard, json }

/// The separator of the fields of a CSV file.
struct DelimiterOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Field separator of CSV: comma, semicolon, tab, or any single character (default: comma).",
            valueName: "separator"),
        completion: .list(["comma", "semicolon", "tab"]), transform: Self.read)
    var delimiter: CSVDelimiter = .comma

    @Sendable private static func read(_ text: String) throws -> CSVDelimiter {
        switch text {
        case "comma": .comma
        case "semicolon": .semicolon
        case "tab": .tab
        default: try CSVDelimiter.argument(text)
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
