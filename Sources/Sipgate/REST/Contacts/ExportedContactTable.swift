import Telephony

/// A table that `ContactExport.csv` has written, to create its contacts again: with all their numbers, e-mail and postal addresses
/// and organizations, but without pictures. Ids are ignored; the API chooses new ones.
public struct ExportedContactTable: Hashable, Sendable {
    /// The contacts that can be created.
    public let rows: [Row]
    /// The lines of internal contacts, which the provider makes from the account's users, from 1.
    public let internalLines: [Int]
    /// The lines of contacts without a name, an organization, an address or a number, from 1.
    public let emptyLines: [Int]

    /// A contact to be created.
    public struct Row: Hashable, Sendable {
        /// The contact. Its whole name is its first name: the address book has no other.
        public let contact: NewContact
        /// Who can see it.
        public let visibility: ContactsModule.Visibility
    }

    /// Whether a text is such a table, by its first line.
    public static func isExport(_ text: String, delimiter: CSVDelimiter = .comma) -> Bool {
        let line = String(text.prefix { !$0.isNewline })
        guard let fields = try? CSV.records(in: line, delimiter: delimiter).first?.fields else { return false }
        let header = fields.map { $0.trimmed.lowercased() }
        return header.contains("name") && header.contains("numbers") && !header.contains("firstname")
    }

    /// Reads a table.
    ///
    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String, delimiter: CSVDelimiter = .comma) throws(SipgateError) {
        let table: NamedColumns
        do throws(ContactTable.ParseError) {
            table = try NamedColumns(
                text, delimiter: delimiter, required: ["name", "numbers"],
                optional: ["emails", "addresses", "organizations", "scope", "numbertypes", "emailtypes"])
        } catch {
            throw .invalid(.table(error))
        }
        var rows: [Row] = []
        var (`internal`, empty): ([Int], [Int]) = ([], [])
        for record in table.records {
            guard record["scope"].trimmed.uppercased() != Contact.Scope.internal.rawValue else {
                `internal`.append(record.line)
                continue
            }
            guard let contact = NewContact(record) else {
                empty.append(record.line)
                continue
            }
            let isShared = record["scope"].trimmed.uppercased() == Contact.Scope.shared.rawValue
            rows.append(Row(contact: contact, visibility: isShared ? .shared : .private))
        }
        (self.rows, internalLines, emptyLines) = (rows, `internal`, empty)
    }
}

extension NewContact {
    /// Returns `nil` for a contact with nothing to call it by.
    fileprivate init?(_ record: NamedColumns.Record) {
        func values(_ column: String) -> [[String]] { ContactCell.values(CSV.restored(record[column])) }
        func types(_ column: String, _ index: Int) -> [String] {
            let lines = values(column)
            return lines.indices.contains(index) ? lines[index].filter { !$0.isEmpty } : []
        }
        func texts(_ column: String) -> [(offset: Int, element: String)] {
            values(column).map { $0.joined(separator: ";") }.enumerated().filter { !$0.element.isEmpty }
        }
        self.init(
            name: CSV.restored(record["name"]),
            numbers: texts("numbers").map { .init($0.element, types: types("numbertypes", $0.offset)) },
            emails: texts("emails").map { .init($0.element, types: types("emailtypes", $0.offset)) },
            addresses: values("addresses").compactMap(Contact.Address.init(parts:)),
            organizations: values("organizations").filter { $0.contains { !$0.isEmpty } }, picture: nil)
    }
}
