import FoundationEssentials
import Sipgate
import Telephony

/// The contacts of a file, read as a whole before anything is sent.
struct ContactFile {
    enum Contacts {
        /// Imported by the provider, in one request.
        case table(ContactTable)
        /// Created one by one.
        case single([(NewContact, ContactsModule.Visibility)])
    }

    private(set) var contacts = Contacts.single([])
    /// What was left out or is wrong, a line for each.
    private(set) var warnings: [String] = []
    /// How many contacts were left out.
    private(set) var leftOut = 0
    /// Why nothing may be imported; nil if nothing is wrong.
    private(set) var problem: String?

    private let name: String

    /// - Parameter visibility: of contacts whose file does not say it.
    init(
        _ text: String, name: String, _ format: ImportFormat, delimiter: CSVDelimiter,
        visibility: ContactsModule.Visibility
    ) {
        self.name = name
        do {
            switch format {
            case .csv where ExportedContactTable.isExport(text, delimiter: delimiter):
                read(try ExportedContactTable(text, delimiter: delimiter))
            case .csv: read(try ContactTable(text, delimiter: delimiter))
            case .vcard: readCards(text, visibility)
            case .json: read(try JSONDecoder().decode([Contact].self, from: Data(text.utf8)))
            }
        } catch SipgateError.invalid(.table(let reason)) {
            let option = if case .missingColumns = reason { " with --delimiter" } else { "" }
            problem = "\(name): \(reason.words)\(option). Nothing was imported."
        } catch {
            problem =
                "\(name) is not JSON as `announce account contacts export --format json` writes it. Nothing was imported."
        }
    }

    /// How many contacts are to be created.
    var count: Int {
        switch contacts {
        case .table(let table): table.rows.count
        case .single(let contacts): contacts.count
        }
    }

    private mutating func leaveOut(_ line: Int, _ reason: String) {
        warnings.append("\(name):\(line): warning: \(reason); skipped")
        leftOut += 1
    }

    private mutating func warnIfEmpty() {
        if count == 0 { warnings.append("\(name): warning: no contacts, so nothing is sent") }
    }

    private mutating func read(_ table: ContactTable) {
        contacts = .table(table)
        for line in table.incompleteLines { leaveOut(line, "first name, last name or number is missing") }
        warnIfEmpty()
    }

    private mutating func read(_ table: ExportedContactTable) {
        contacts = .single(table.rows.map { ($0.contact, $0.visibility) })
        for line in table.internalLines { leaveOut(line, Self.internalReason) }
        for line in table.emptyLines { leaveOut(line, Self.emptyReason) }
        warnIfEmpty()
    }

    private mutating func read(_ exported: [Contact]) {
        var single: [(NewContact, ContactsModule.Visibility)] = []
        for (index, contact) in exported.enumerated() {
            if contact.scope == .internal {
                leaveOut(index + 1, Self.internalReason)
            } else if let copy = NewContact(copying: contact) {
                single.append((copy, contact.scope == .shared ? .shared : .private))
            } else {
                leaveOut(index + 1, Self.emptyReason)
            }
        }
        contacts = .single(single)
        warnIfEmpty()
    }

    private static let internalReason = "an internal contact, which the provider makes from a user"
    private static let emptyReason = "the contact has no name, organization, e-mail address or number"

    private mutating func readCards(_ text: String, _ visibility: ContactsModule.Visibility) {
        let cards = CardFile(text).cards
        guard !cards.isEmpty else {
            problem = "\(name) contains no vCard: BEGIN:VCARD is missing. Nothing was imported."
            return
        }
        var single: [(NewContact, ContactsModule.Visibility)] = []
        var hasErrors = false
        var omitted: [String] = []
        for card in cards {
            do {
                let read = try VCard(card.text)
                single.append((read.contact, visibility))
                omitted += read.omitted.filter { !omitted.contains($0) }
            } catch .invalid(.vCard(.noNumber)), .invalid(.vCard(.emptyNumber)) {
                leaveOut(card.line, "the card has no telephone number")
            } catch {
                let words = if case .invalid(.vCard(let reason)) = error { reason.words } else { error.description }
                warnings.append("\(name):\(card.line): error: \(words)")
                hasErrors = true
            }
        }
        if !omitted.isEmpty {
            warnings.append(
                "\(name): warning: not imported, since the address book has no such fields: "
                    + omitted.map(\.printable).joined(separator: ", "))
        }
        contacts = .single(single)
        if hasErrors || single.isEmpty { problem = "Nothing was imported." }
    }
}
