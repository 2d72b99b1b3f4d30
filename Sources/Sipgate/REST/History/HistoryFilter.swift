public import FoundationEssentials

/// Which entries of the history are wanted; without arguments all.
public struct HistoryFilter: Hashable, Sendable {
    /// Of these kinds; empty is all.
    public var kinds: [HistoryEntry.Kind]
    /// Of these directions; empty is all.
    public var directions: [HistoryEntry.Direction]
    /// Of these extensions; empty is all.
    public var connections: [Extension]
    /// Only archived ones or only others; nil is both.
    public var isArchived: Bool?
    /// Only marked ones or only others; nil is both.
    public var isStarred: Bool?
    /// Not before.
    public var from: Date?
    /// Not after.
    public var to: Date?
    /// With this number on either side.
    public var number: PhoneNumber?

    /// A filter.
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

    /// Lists are repeated names.
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
