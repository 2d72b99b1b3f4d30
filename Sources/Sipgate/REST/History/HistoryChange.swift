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

    /// Whether nothing is to be changed.
    public var isEmpty: Bool { self == HistoryChange() }

    struct Body: Encodable {
        var id: String?
        var archived: Bool?
        var read: Bool?
        var starred: Bool?
        var note: String?
    }

    func body(_ id: HistoryEntry.ID?) -> Body {
        Body(id: id?.text, archived: isArchived, read: isRead, starred: isStarred, note: note)
    }
}
