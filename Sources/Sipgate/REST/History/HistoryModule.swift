/// Past calls, voicemails, SMS and faxes (`history`).
public struct HistoryModule: Sendable {
    let client: SipgateClient

    /// Lists the entries, newest first, page by page; a page has 1 to 1000 entries.
    ///
    /// The iteration throws `SipgateError.invalidHistoryFilter` among others.
    public func entries(
        _ filter: HistoryFilter = HistoryFilter(), pageSize: Int = 100
    ) -> Pages<HistoryEntry> {
        let client = client
        return Pages(limit: min(max(1, pageSize), 1000)) { (offset, limit) async throws(SipgateError) in
            let request = APIRequest(.get, "history", scope: "history:read")
                .query(filter.query + [("offset", String(offset)), ("limit", String(limit))])
                .meaning { $0.status == 400 ? .invalidHistoryFilter($0) : nil }
            let list = try await client.receive(request, as: ItemList<HistoryEntry>.self)
            return .init(items: list.items, total: list.totalCount)
        }
    }

    /// Returns one entry.
    ///
    /// - Throws: `SipgateError.historyEntryNotFound`, like all following methods.
    public func entry(_ id: HistoryEntry.ID) async throws(SipgateError) -> HistoryEntry {
        try await client.receive(Self.request(.get, id, scope: "history:read"))
    }

    /// Deletes one entry.
    public func delete(_ id: HistoryEntry.ID) async throws(SipgateError) {
        try await client.send(Self.request(.delete, id, scope: "history:write"))
    }

    /// Deletes entries, up to 150 per request.
    public func delete(_ ids: NonEmpty<HistoryEntry.ID>) async throws(SipgateError) {
        // A batch is never empty: a request without ids would delete everything.
        for batch in ids.elements.batches(of: Self.batchSize) {
            try await client.send(
                APIRequest(.delete, "history", scope: "history:write").query(batch.map { ("id", $0.text) }))
        }
    }

    /// Changes one entry.
    public func change(_ id: HistoryEntry.ID, _ change: HistoryChange) async throws(SipgateError) {
        try await client.send(Self.request(.put, id, scope: "history:write").body(change.body(nil)))
    }

    /// Changes entries in the same way, up to 150 per request. The API accepts notes for one entry at a time only.
    public func change(_ ids: NonEmpty<HistoryEntry.ID>, _ change: HistoryChange) async throws(SipgateError) {
        guard change.note == nil else {
            for id in ids { try await self.change(id, change) }
            return
        }
        for batch in ids.elements.batches(of: Self.batchSize) {
            try await client.send(
                APIRequest(.put, "history", scope: "history:write").body(batch.map { change.body($0) }))
        }
    }

    /// Returns the entries as CSV in the API's own format.
    ///
    /// - Parameters:
    ///   - filter: Its `number` is ignored.
    ///   - limit: The maximum number of entries; `nil` for the API's default.
    public func exportCSV(
        _ filter: HistoryFilter = HistoryFilter(), limit: Int? = nil
    ) async throws(SipgateError) -> String {
        var filter = filter
        filter.number = nil
        let page = limit.map { [(name: "limit", value: String($0))] } ?? []
        let request = APIRequest(.get, "history", "export", scope: "history:read").query(filter.query + page)
            .meaning { $0.status == 400 ? .invalidHistoryFilter($0) : nil }
        return String(decoding: try await client.send(request), as: UTF8.self)
    }

    /// The API's limit of entries per request.
    private static let batchSize = 150

    private static func request(
        _ method: APIRequest.Method, _ id: HistoryEntry.ID, scope: String
    ) -> APIRequest {
        APIRequest(method, "history", id.text, scope: scope).meaning {
            $0.status == 404 ? .historyEntryNotFound(id, $0) : nil
        }
    }
}

/// A change of an entry; `nil` properties stay unchanged.
public struct HistoryChange: Hashable, Sendable {
    /// Whether the entry is archived.
    public var isArchived: Bool?
    /// Whether the entry was read.
    public var isRead: Bool?
    /// Whether the entry is starred.
    public var isStarred: Bool?
    /// The note about the entry.
    public var note: String?

    /// Creates a change.
    public init(isArchived: Bool? = nil, isRead: Bool? = nil, isStarred: Bool? = nil, note: String? = nil) {
        self.isArchived = isArchived
        self.isRead = isRead
        self.isStarred = isStarred
        self.note = note
    }

    fileprivate struct Body: Encodable {
        var id: String?
        var archived: Bool?
        var read: Bool?
        var starred: Bool?
        var note: String?
    }

    fileprivate func body(_ id: HistoryEntry.ID?) -> Body {
        Body(id: id?.text, archived: isArchived, read: isRead, starred: isStarred, note: note)
    }
}
