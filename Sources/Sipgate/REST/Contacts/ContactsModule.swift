import FoundationEssentials

/// The account's address book (`contacts`).
///
/// The request that deletes all contacts at once (`DELETE contacts`) is never sent: what it takes with it depends on who is
/// signed in, and nothing brings it back. `deleteAll` looks first and deletes one by one.
public struct ContactsModule: Sendable {
    let client: SipgateClient

    /// Who may see a contact that is written.
    public enum Visibility: String, Hashable, Sendable, CaseIterable {
        /// The user alone.
        case `private` = "PRIVATE"
        /// Everybody in the account.
        case shared = "SHARED"

        var scope: Contact.Scope { Contact.Scope(rawValue: rawValue) }
    }

    /// The contacts, a page at a time.
    ///
    /// - Parameters:
    ///   - scope: nil is all.
    ///   - numbers: only contacts with one of these; empty is all.
    ///   - pageSize: how many a page holds; 1 to 5000.
    public func list(
        _ scope: Contact.Scope? = nil, numbers: [PhoneNumber] = [], pageSize: Int = 1000
    ) -> Pages<Contact> {
        let client = client
        let filter = numbers.map { (name: "phonenumbers", value: $0.description) }
        return Pages(limit: min(max(1, pageSize), 5000)) {
            scope == nil || $0.scope == scope
        } fetch: { (offset, limit) async throws(SipgateError) in
            let list = try await client.receive(
                APIRequest(.get, "contacts", scope: "contacts:read")
                    .query(filter + [("limit", String(limit)), ("offset", String(offset))]),
                as: ItemList<Contact>.self)
            return .init(items: list.items, total: list.totalCount)
        }
    }

    /// Makes a contact: of a form, or of a card (`VCard.contact`).
    public func create(_ contact: NewContact, _ visibility: Visibility) async throws(SipgateError) {
        try await client.send(
            APIRequest(.post, "contacts", scope: Self.write).body(contact.body(scope: visibility.scope)))
    }

    /// Replaces a contact, everything of it.
    public func update(_ contact: Contact) async throws(SipgateError) {
        try await client.send(APIRequest(.put, "contacts", contact.id.text, scope: Self.write).body(contact))
    }

    /// Deletes a contact.
    public func delete(_ contact: Contact.ID) async throws(SipgateError) {
        try await client.send(APIRequest(.delete, "contacts", contact.text, scope: Self.write))
    }

    /// Deletes contacts one after another; one that is gone already is no error.
    public func delete(_ contacts: NonEmpty<Contact.ID>) async throws(SipgateError) {
        for contact in contacts {
            do throws(SipgateError) {
                try await delete(contact)
            } catch .notFound {
                continue
            }
        }
    }

    /// Deletes every contact that only the user sees, or every one that all see.
    ///
    /// - Returns: how many.
    @discardableResult
    public func deleteAll(_ visibility: Visibility) async throws(SipgateError) -> Int {
        let all = try await list(visibility.scope).collect()
        guard let ids = NonEmpty(elements: all.map(\.id)) else { return 0 }
        try await delete(ids)
        return ids.count
    }

    /// Makes a contact of each row of a table. The API says nothing of rows it does not like.
    ///
    /// - Throws: `SipgateError.unreadableCSV` among others.
    public func importCSV(_ table: ContactTable) async throws(SipgateError) {
        let content = Data(table.csv.utf8).base64EncodedString()
        try await client.send(
            APIRequest(.post, "contacts", "import", "csv", scope: Self.write).body(["base64Content": content])
                .meaning { $0.status == 500 ? .unreadableCSV($0) : nil })
    }

    /// The contacts as a table, see `ContactExport.csv`.
    public func exportCSV(
        _ scope: Contact.Scope? = nil, delimiter: CSVDelimiter = .comma
    ) async throws(SipgateError) -> String {
        ContactExport.csv(try await list(scope).collect(), delimiter: delimiter)
    }

    /// The contacts as cards, one each, see `ContactExport.vCard`.
    public func exportVCards(_ scope: Contact.Scope? = nil) async throws(SipgateError) -> [String] {
        try await list(scope).collect().map(ContactExport.vCard)
    }

    /// The contacts as one address book: all cards in one text.
    public func exportAddressBook(_ scope: Contact.Scope? = nil) async throws(SipgateError) -> String {
        try await exportVCards(scope).joined()
    }

    private static let write = "contacts:write"
}
