public import FoundationEssentials

/// A past call, voicemail, SMS or fax.
public struct HistoryEntry: Hashable, Sendable, Identifiable {
    /// The id of an entry; for a fax, the `sessionId` from sending it.
    public typealias ID = Identifier<HistoryEntry>

    /// The id of the entry.
    public var id: ID
    /// `CALL`, `VOICEMAIL`, `SMS` or `FAX`, or something new.
    public var kind: Kind
    /// The direction.
    public var direction: Direction
    /// Whether it came to the account.
    public var isIncoming: Bool
    /// The sender or caller; usually E.164.
    public var source: String
    /// The recipient or callee; usually E.164.
    public var target: String
    /// The name of `source`; may be empty.
    public var sourceAlias: String
    /// The name of `target`; may be empty.
    public var targetAlias: String
    /// When it began; `nil` if the time cannot be parsed.
    public var created: Date?
    /// When it last changed; `nil` if the time cannot be parsed.
    public var lastModified: Date?
    /// `PICKUP`, `NOPICKUP`, `BUSY`, `FORWARD`, or something new; may be empty.
    public var status: String
    /// The extensions involved, for example `p0`.
    public var connectionIDs: [String]
    /// The endpoints that the call was routed or forwarded to, and the one that picked up.
    public var endpoints: [RoutedEndpoint]
    /// Whether the entry was read.
    public var isRead: Bool
    /// Whether the entry is archived.
    public var isArchived: Bool
    /// Whether the entry is starred.
    public var isStarred: Bool
    /// A note about the entry; may be empty.
    public var note: String
    /// The labels of the entry.
    public var labels: [String]
    /// Details that depend on the kind.
    public var details: Details

    /// A kind of entry. The documented ones have names.
    public struct Kind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The provider's name for it.
        public let rawValue: String
        /// Accepts any text: the provider may add new values.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A telephone call.
        public static let call = Kind(rawValue: "CALL")
        /// A message on a voicemail box.
        public static let voicemail = Kind(rawValue: "VOICEMAIL")
        /// An SMS.
        public static let sms = Kind(rawValue: "SMS")
        /// A fax.
        public static let fax = Kind(rawValue: "FAX")
        /// The provider's name for it.
        public var description: String { rawValue }
    }

    /// A direction. The documented ones have names.
    public struct Direction: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The provider's name for it.
        public let rawValue: String
        /// Accepts any text: the provider may add new values.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// To the account.
        public static let incoming = Direction(rawValue: "INCOMING")
        /// From the account.
        public static let outgoing = Direction(rawValue: "OUTGOING")
        /// To the account, not answered.
        public static let missedIncoming = Direction(rawValue: "MISSED_INCOMING")
        /// From the account, not answered.
        public static let missedOutgoing = Direction(rawValue: "MISSED_OUTGOING")
        /// The provider's name for it.
        public var description: String { rawValue }
    }
}

extension HistoryEntry: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, type, direction, incoming, source, target, sourceAlias, targetAlias, created, lastModified, status
        case connectionIds, endpoints, read, archived, starred, note, labels
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(ID.self, forKey: .id)
        kind = Kind(rawValue: try fields.text(.type))
        direction = Direction(rawValue: try fields.text(.direction))
        isIncoming =
            try fields.decodeIfPresent(Bool.self, forKey: .incoming)
            ?? [.incoming, .missedIncoming].contains(direction)
        source = try fields.text(.source)
        target = try fields.text(.target)
        sourceAlias = try fields.text(.sourceAlias)
        targetAlias = try fields.text(.targetAlias)
        created = try fields.time(.created)
        lastModified = try fields.time(.lastModified)
        status = try fields.text(.status)
        connectionIDs = try fields.list(.connectionIds)
        endpoints = try fields.list(.endpoints)
        isRead = try fields.flag(.read)
        isArchived = try fields.flag(.archived)
        isStarred = try fields.flag(.starred)
        note = try fields.text(.note)
        labels = try fields.list(.labels)
        details =
            switch kind {
            case .call: .call(try Call(from: decoder))
            case .voicemail: .voicemail(try VoicemailMessage(from: decoder))
            case .sms: .sms(try Message(from: decoder))
            case .fax: .fax(try Fax(from: decoder))
            default: .other
            }
    }
}
