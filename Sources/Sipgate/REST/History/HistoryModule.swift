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

    /// Returns the number of entries that the filter selects.
    public func count(_ filter: HistoryFilter = HistoryFilter()) async throws(SipgateError) -> Int {
        let request = APIRequest(.get, "history", scope: "history:read")
            .query(filter.query + [("offset", "0"), ("limit", "1")])
            .meaning { $0.status == 400 ? .invalidHistoryFilter($0) : nil }
        guard let total = try await client.receive(request, as: ItemList<HistoryEntry>.self).totalCount else {
            throw .malformedAnswer(to: request.name, path: "totalCount", reason: "is missing")
        }
        return total
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

    /// Changes each entry in its own way. Entries for which `edit` returns `nil` or an empty change stay as they are.
    ///
    /// Sends up to 150 changes per request; changes of notes one by one, since the API accepts them for one entry only. Sends
    /// nothing if nothing changes.
    ///
    /// ```swift
    /// let entries = try await client.history.entries(missed).collect()
    /// try await client.history.change(entries) { HistoryChange(isArchived: true, isStarred: $0.note.isEmpty) }
    /// ```
    public func change(
        _ entries: some Sequence<HistoryEntry>, _ edit: (HistoryEntry) -> HistoryChange?
    ) async throws(SipgateError) {
        let changes = entries.compactMap { entry in edit(entry).map { (id: entry.id, change: $0) } }
            .filter { !$0.change.isEmpty }
        for (id, change) in changes where change.note != nil { try await self.change(id, change) }
        for batch in changes.filter({ $0.change.note == nil }).batches(of: Self.batchSize) {
            try await client.send(
                APIRequest(.put, "history", scope: "history:write").body(batch.map { $0.change.body($0.id) }))
        }
    }

    /// Returns entries as CSV in the API's own format, with a line of column names first.
    ///
    /// - Parameters:
    ///   - filter: Its `number` is ignored.
    ///   - offset: The number of entries to leave out, newest first.
    ///   - limit: The maximum number of entries, up to 1000; `nil` for the API's default.
    public func exportCSV(
        _ filter: HistoryFilter = HistoryFilter(), offset: Int = 0, limit: Int? = nil
    ) async throws(SipgateError) -> String {
        var filter = filter
        filter.number = nil
        var page: [(name: String, value: String)] = []
        if offset > 0 { page.append(("offset", String(offset))) }
        if let limit { page.append(("limit", String(limit))) }
        let request = APIRequest(.get, "history", "export", scope: "history:read").query(filter.query + page)
            .meaning { $0.status == 400 ? .invalidHistoryFilter($0) : nil }
        return String(decoding: try await client.send(request), as: UTF8.self)
    }

    /// Returns all entries as CSV in the API's own format, with one line of column names.
    ///
    /// Fetches 1000 entries at a time. Entries that are added meanwhile shift the following ones.
    ///
    /// - Parameter filter: Its `number` is ignored.
    public func exportAllCSV(_ filter: HistoryFilter = HistoryFilter()) async throws(SipgateError) -> String {
        var filter = filter
        filter.number = nil
        let total = try await count(filter)
        var whole = try await exportCSV(filter, limit: Self.exportSize)
        let header = String(whole.prefix { !$0.isNewline })
        for offset in stride(from: Self.exportSize, to: total, by: Self.exportSize) {
            let page = try await exportCSV(filter, offset: offset, limit: Self.exportSize)
            if whole.last?.isNewline == false { whole += "\n" }
            let rows = page.prefix { !$0.isNewline } == header ? page.dropFirst(header.count).dropFirst() : page[...]
            whole += rows
        }
        return whole
    }

    /// The API's limit of entries per page.
    private static let exportSize = 1000

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
