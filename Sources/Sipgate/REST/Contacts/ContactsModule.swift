import FoundationEssentials

/// The account's address book (`contacts`).
///
/// The request that deletes all contacts at once (`DELETE contacts`) is never sent: what it deletes depends on the
/// user, and it cannot be undone. `deleteAll` lists the contacts first and deletes them one by one.
public struct ContactsModule: Sendable {
    let client: SipgateClient

    /// Who can see a contact that is created or replaced.
    public enum Visibility: String, Hashable, Sendable, CaseIterable {
        /// The user only.
        case `private` = "PRIVATE"
        /// All users of the account.
        case shared = "SHARED"

        var scope: Contact.Scope { Contact.Scope(rawValue: rawValue) }
    }

    /// Lists the contacts, page by page.
    ///
    /// - Parameters:
    ///   - scope: `nil` for all.
    ///   - numbers: Only contacts with one of these numbers; empty for all.
    ///   - pageSize: The number of contacts per page, 1 to 5000.
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

    /// Returns the number of contacts of all scopes.
    ///
    /// - Parameter numbers: Only contacts with one of these numbers; empty for all.
    public func count(numbers: [PhoneNumber] = []) async throws(SipgateError) -> Int {
        let request = APIRequest(.get, "contacts", scope: "contacts:read")
            .query(numbers.map { ("phonenumbers", $0.description) } + [("limit", "1"), ("offset", "0")])
        guard let total = try await client.receive(request, as: ItemList<Contact>.self).totalCount else {
            throw .malformedAnswer(to: request.name, path: "totalCount", reason: "is missing")
        }
        return total
    }

    /// Creates a contact.
    public func create(_ contact: NewContact, _ visibility: Visibility) async throws(SipgateError) {
        try await client.send(
            APIRequest(.post, "contacts", scope: Self.write).body(contact.body(scope: visibility.scope)))
    }

    /// Replaces a contact with all its fields.
    public func update(_ contact: Contact) async throws(SipgateError) {
        try await client.send(APIRequest(.put, "contacts", contact.id.text, scope: Self.write).body(contact))
    }

    /// Deletes a contact.
    public func delete(_ contact: Contact.ID) async throws(SipgateError) {
        try await client.send(APIRequest(.delete, "contacts", contact.text, scope: Self.write))
    }

    /// Deletes contacts one by one. A contact that no longer exists is not an error.
    public func delete(_ contacts: NonEmpty<Contact.ID>) async throws(SipgateError) {
        for contact in contacts {
            do throws(SipgateError) {
                try await delete(contact)
            } catch .notFound {
                continue
            }
        }
    }

    /// Deletes every private contact, or every shared one.
    ///
    /// - Returns: The number of contacts deleted.
    @discardableResult
    public func deleteAll(_ visibility: Visibility) async throws(SipgateError) -> Int {
        let all = try await list(visibility.scope).collect()
        guard let ids = NonEmpty(elements: all.map(\.id)) else { return 0 }
        try await delete(ids)
        return ids.count
    }

    /// Creates a contact from each row of a table. The API silently skips rows that it does not accept. Sends nothing if the
    /// table has no rows.
    ///
    /// - Throws: `SipgateError.unreadableCSV` among others.
    public func importCSV(_ table: ContactTable) async throws(SipgateError) {
        guard !table.rows.isEmpty else { return }
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
