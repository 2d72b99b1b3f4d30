public import FoundationEssentials

/// Selects entries of the history; by default all.
public struct HistoryFilter: Hashable, Sendable {
    /// Kinds; empty for all.
    public var kinds: [HistoryEntry.Kind]
    /// Directions; empty for all.
    public var directions: [HistoryEntry.Direction]
    /// Extensions; empty for all.
    public var connections: [Extension]
    /// Only archived or only other entries; `nil` for both.
    public var isArchived: Bool?
    /// Only starred or only other entries; `nil` for both.
    public var isStarred: Bool?
    /// The earliest time.
    public var from: Date?
    /// The latest time.
    public var to: Date?
    /// The number on either side.
    public var number: PhoneNumber?

    /// Creates a filter.
    public init(
        kinds: [HistoryEntry.Kind] = [], directions: [HistoryEntry.Direction] = [], connections: [Extension] = [],
        isArchived: Bool? = nil, isStarred: Bool? = nil, from: Date? = nil, to: Date? = nil,
        number: PhoneNumber? = nil
    ) {
        self.kinds = kinds
        self.directions = directions
        self.connections = connections
        self.isArchived = isArchived
        self.isStarred = isStarred
        self.from = from
        self.to = to
        self.number = number
    }

    /// The query; lists are repeated names.
    var query: [(name: String, value: String)] {
        var query: [(name: String, value: String)] = []
        query += connections.map { ("connectionIds", $0.text) }
        query += kinds.map { ("types", $0.rawValue) }
        query += directions.map { ("directions", $0.rawValue) }
        if let isArchived { query.append(("archived", String(isArchived))) }
        if let isStarred { query.append(("starred", isStarred ? "STARRED" : "UNSTARRED")) }
        if let from { query.append(("from", JSON.text(from))) }
        if let to { query.append(("to", JSON.text(to))) }
        if let number { query.append(("phonenumber", number.description)) }
        return query
    }
}
