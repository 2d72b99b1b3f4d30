import FoundationEssentials
package import Sipgate
package import Telephony

/// An entry of the account's history: an object as the API shows it, and a look at the fields that the account understands.
///
/// The API has kinds and fields that are not documented, so an entry may have any.
package struct HistoryItem: Hashable, Sendable {
    package typealias Kind = HistoryEntry.Kind
    package typealias Direction = HistoryEntry.Direction

    /// The documented ones.
    static let kinds: Set<Kind> = [.call, .voicemail, .sms, .fax]
    static let directions: Set<Direction> = [.incoming, .outgoing, .missedIncoming, .missedOutgoing]

    package internal(set) var fields: JSONObject

    /// An entry with these fields, unchecked.
    package init(_ fields: JSONObject) { self.fields = fields }

    /// An entry with the fields that the API has for all kinds, and the kind's own.
    ///
    /// - Parameter duration: Seconds.
    package init(
        id: String, kind: Kind, direction: Direction, source: String, target: String, created: Moment,
        duration: Int = 0, callID: String? = nil
    ) {
        let isMissed = direction == .missedIncoming || direction == .missedOutgoing
        fields = [
            "id": .text(id), "type": .text(kind.rawValue), "direction": .text(direction.rawValue),
            "source": .text(source), "target": .text(target), "sourceAlias": .text(source),
            "targetAlias": .text(target), "created": .text(SimulatedAccount.text(created)),
            "lastModified": .text(SimulatedAccount.text(created)), "connectionIds": .list([.text("p0")]),
            "endpoints": .list([]), "incoming": .flag(direction == .incoming || direction == .missedIncoming),
            "status": .text(isMissed ? "NOPICKUP" : "PICKUP"), "read": .flag(false), "archived": .flag(false),
            "starred": .flag(false), "note": .text(""), "labels": .list([]),
        ]
        switch kind {
        case .call, .voicemail:
            fields["duration"] = .whole(duration)
            fields["callStatus"] = .text(isMissed ? "MISSED" : "SUCCESS")
            fields["callId"] = callID.map { .text($0) } ?? .null
            fields["recordings"] = .list([])
        case .sms:
            fields["smsContent"] = .text("")
            fields["scheduled"] = .null
        default:
            fields["faxStatusType"] = .text("PENDING")
            fields["pageCount"] = .whole(1)
        }
    }

    package var id: String { fields.text("id") }
    package var kind: Kind { Kind(rawValue: fields.text("type")) }
    package var direction: Direction { Direction(rawValue: fields.text("direction")) }
    package var source: String { fields.text("source") }
    package var target: String { fields.text("target") }
    package var note: String { fields.text("note") }
    package var isArchived: Bool { fields["archived"]?.flag ?? false }
    package var isRead: Bool { fields["read"]?.flag ?? false }
    package var isStarred: Bool { fields["starred"]?.flag ?? false }
    /// The extensions that it went over.
    var lines: [String] { (fields["connectionIds"]?.list ?? []).compactMap(\.text) }
    /// When it began, in milliseconds since 1970; nil if that is not a time.
    var created: Int64? { SimulatedAccount.milliseconds(fields.text("created")) }
}

extension SimulatedAccount {
    /// `2026-11-21T15:00:00Z`
    static func text(_ moment: Moment) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds / 1000)).formatted(.iso8601)
    }

    /// ISO 8601, with or without a fraction of the second, in milliseconds since 1970.
    static func milliseconds(_ text: String) -> Int64? {
        let date =
            (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        return date.map { Int64($0.timeIntervalSince1970 * 1000) }
    }
}
