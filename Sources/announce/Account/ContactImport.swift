import ArgumentParser
import LocalFiles
import Sipgate
import SystemPackage
import Telephony

extension AccountCommand.Contacts {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Import contacts from CSV, vCard or JSON.",
            discussion: """
                A CSV file (.csv, RFC 4180, UTF-8) has the columns firstname, lastname and number, in any order; other \
                columns are ignored. A vCard file (.vcf) may contain many cards of version 4.0, or 3.0 and 2.1 as \
                telephones export them, with several numbers each; fields that the address book does not have are named. \
                Rows and cards without a number are skipped. What `announce account contacts export` has written is read in \
                all its formats, and created as new contacts.

                The whole file is read first: if it has an error, nothing is imported.

                  announce account contacts import contacts.vcf --shared
                """)

        @Argument(
            help: ArgumentHelp("File to import, or - for standard input, which needs --format.", valueName: "file"),
            completion: .file(extensions: ["csv", "vcf", "json"]))
        var file: PathArgument

        @Option(help: "Format of the file (default: by its extension).")
        var format: ImportFormat?

        @OptionGroup var separator: DelimiterOption

        @Flag(help: "Share the contacts with the whole account (vCard only).")
        var shared = false

        @OptionGroup var options: AccountOptions

        func validate() throws {
            guard let format = chosenFormat else {
                throw ValidationError(
                    "The format of \(file.path.readable) is unknown: add --format csv, --format vcard or --format json."
                )
            }
            if shared, format == .csv {
                throw ValidationError(
                    "--shared works for vCard only; the provider chooses the scope of CSV imports.")
            }
            if shared, format == .json {
                throw ValidationError("--shared works for vCard only; JSON files state the scope of each contact.")
            }
        }

        func run() async throws {
            guard let format = chosenFormat else { return }
            let input = try InputFile(file)
            let text = try input.text()
            let contents = ContactFile(
                text, name: input.name, format, delimiter: separator.delimiter,
                visibility: shared ? .shared : .private)
            for warning in contents.warnings { Console.note(warning) }
            if let problem = contents.problem {
                Console.error(problem)
                throw ExitCode(1)
            }
            try await options.withClient { try await contents.send($0) }
            if options.json {
                Console.result(jsonText(["imported": contents.count, "leftOut": contents.leftOut]))
            } else {
                Console.note("\(Counted(contents.count, "contact", "contacts").words) imported.")
            }
        }

        private var chosenFormat: ImportFormat? {
            if let format { return format }
            switch file.path.extension?.lowercased() {
            case "csv"?: return .csv
            case "vcf"?, "vcard"?: return .vcard
            case "json"?: return .json
            default: return nil
            }
        }
    }
}

enum ImportFormat: String, ExpressibleByArgument, CaseIterable { case csv, vcard, json }

extension ContactFile {
    /// Creates the contacts; sends nothing if there are none.
    ///
    /// - Throws: `SipgateError`, after a note if some contacts were created before.
    fileprivate func send(_ client: SipgateClient) async throws {
        switch contacts {
        case .table(let table): try await client.contacts.importCSV(table)
        case .single(let contacts):
            for (index, (contact, visibility)) in contacts.enumerated() {
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
    }
}
