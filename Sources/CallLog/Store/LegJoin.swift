import GRDB
import Telephony

/// Finds the telephone call that a leg belongs to, and joins it.
///
/// A transfer or a forwarding begins a new leg with an id of its own. What connects it to the first one, in this order:
///
/// 1. `origCallId`, the id of the first leg. If it is the leg's own id, the provider says that the leg is a call of its own.
/// 2. An equal `xcid` of a leg that is in progress or has just ended.
/// 3. A `diversion` that is the number called in an earlier leg, or the one that answered it, with the same caller: the
///    earlier leg is in progress (a transfer) or was just reported as forwarded.
///
/// **Wrong joins are worse than none.** 2 and 3 join only if exactly one telephone call comes into question. 3 needs a caller
/// with a whole number: all anonymous callers look the same, and so do numbers whose end the log masks. A leg that ended in
/// any other way than `forwarded` is never continued, so who calls again within seconds has called twice. Without `origCallId`
/// and `xcid`, two calls at once from one number to another are not told apart, and neither is continued.
///
/// Every search is a range of an index and reads at most `most` rows: however busy the switchboard, joining takes constant
/// time.
struct LegJoin {
    let call: CallRow
    let db: Database

    /// The longest time, in milliseconds, between the beginnings of the first leg and a further one.
    private static let longestCall: Int64 = 24 * 3_600_000
    /// More legs than this with one `xcid` or caller at a time tell nothing.
    private static let most = 32

    /// Joins the leg to the call it belongs to, and to the leg those that came before it and name it.
    func run(_ call: inout CallRow) throws {
        if let first = try firstLeg() {
            try Self.join(call.id, to: first, db)
            call.firstLeg = first
            (call.furtherLegs, call.textCount) = (0, 0)
            return
        }
        let legs = try legsNamingThis()
        guard !legs.isEmpty else { return }
        for leg in legs { try Self.join(leg, to: call.id, db) }
        let row = try Row.fetchOne(db, sql: "SELECT texts, furtherLegs FROM call WHERE id = ?", arguments: [call.id])
        if let row { (call.textCount, call.furtherLegs) = (row["texts"], row["furtherLegs"]) }
    }

    /// The first leg of the telephone call that this leg belongs to; `nil` if it belongs to none, as far as anyone can tell.
    private func firstLeg() throws -> Int64? {
        let original = call.identity.originalCallID
        let isOwnCall = original == call.callID
        if let original, !isOwnCall, let first = try firstLeg(named: original) { return first }
        if let xcid = call.identity.xcid, let first = try firstLeg(withXcid: xcid) { return first }
        if let diversion = call.identity.diversion, !isOwnCall { return try firstLeg(divertedFrom: diversion) }
        return nil
    }

    // MARK: By ids

    /// The latest call with an id, or with legs that name it: the first leg itself may not be in the log.
    private func firstLeg(named original: String) throws -> Int64? {
        for column in ["callID", "originalCallID"] {
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT id, firstLeg FROM call WHERE \(column) = ? AND isTrial = ? AND id <> ? AND id BETWEEN ? AND ?
                        ORDER BY id DESC LIMIT 1
                        """),
                arguments: [original, call.isTrial, call.id, earliest(Self.longestCall), latest])
            if let row, let first = first(row["firstLeg"] ?? row["id"]) { return first }
        }
        return nil
    }

    /// Legs that named this one before its first event arrived.
    private func legsNamingThis() throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id FROM call WHERE originalCallID = ? AND isTrial = ? AND id <> ? AND firstLeg IS NULL
                        AND id BETWEEN ? AND ? LIMIT \(Self.most)
                    """),
            arguments: [call.callID, call.isTrial, call.id, earliest(EarlierLeg.pause), latest])
    }

    private func firstLeg(withXcid xcid: String) throws -> Int64? {
        let legs = try earlierLegs("xcid", xcid, within: Self.longestCall)
        return only(legs.filter { isPlausible($0) && ($0.isInProgress(at: began) || $0.hasJustEnded(at: began)) })
    }

    /// Whether a leg with the same `xcid` may belong to the same call: not if its caller is another one or none, or if the
    /// same caller dialled the same number again, whatever the ids say.
    private func isPlausible(_ leg: EarlierLeg) -> Bool {
        // Both halves of a call that was started by a click.
        if let one = leg.direction, let other = call.identity.direction, one != other { return true }
        guard let caller = leg.caller, !caller.isEmpty, caller == call.identity.caller else { return false }
        return leg.called != call.identity.called || call.identity.diversion != nil
    }

    // MARK: By numbers

    private func firstLeg(divertedFrom diversion: String) throws -> Int64? {
        guard let caller = call.identity.caller, (try? PhoneNumber(caller)) != nil else { return nil }
        let legs = try earlierLegs("caller", caller, within: EarlierLeg.longestTalk)
        return only(
            legs.filter { leg in
                (leg.called == diversion || leg.answeringNumber == diversion)
                    && (leg.isInProgress(at: began) || leg.wasForwarded(at: began))
            })
    }

    // MARK: Searching

    /// Legs with a value that began within `span` milliseconds before this one; none if there are too many.
    private func earlierLegs(_ column: String, _ value: String, within span: Int64) throws -> [EarlierLeg] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT \(EarlierLeg.columns) FROM call WHERE \(column) = ? AND isTrial = ? AND id <> ?
                        AND id BETWEEN ? AND ? ORDER BY id DESC LIMIT \(Self.most)
                    """),
            arguments: [value, call.isTrial, call.id, earliest(span), latest])
        return rows.count < Self.most ? rows.map(EarlierLeg.init) : []
    }

    /// The one telephone call that all these legs belong to; `nil` if there are several.
    private func only(_ legs: [EarlierLeg]) -> Int64? {
        let calls = Set(legs.map { first($0.firstLeg ?? $0.id) })
        return calls.count == 1 ? calls.first ?? nil : nil
    }

    /// `nil` for a leg of this one.
    private func first(_ id: Int64) -> Int64? { id == call.id ? nil : id }

    private var began: Int64 { call.began.milliseconds }

    private func earliest(_ span: Int64) -> Int64 { CallKey.first(call.began.adding(.milliseconds(-span))) }

    /// Events overtake each other.
    private var latest: Int64 { CallKey.first(call.began.adding(.milliseconds(EarlierLeg.pause))) }
}

extension LegJoin {
    /// Makes a leg, and the legs it has itself, legs of a call.
    static func join(_ leg: Int64, to first: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE call SET firstLeg = ?, outcome = coalesce(ownOutcome, outcome), ownOutcome = NULL, furtherLegs = 0
                WHERE id = ? OR firstLeg = ?
                """
        ).execute(arguments: [first, leg, leg])
        try SearchText.move(from: leg, to: first, db)
        try refresh(first, db)
    }

    /// Brings up to date what the first leg has of the whole call.
    static func refresh(_ first: Int64, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT id, outcome, ownOutcome FROM call WHERE id = ? OR firstLeg = ? ORDER BY id"),
            arguments: [first, first])
        let outcomes = rows.compactMap { CallOutcome(rawValue: $0["ownOutcome"] ?? $0["outcome"]) }
        guard rows.count > 1, let own = rows.first(where: { $0["id"] == first }) else { return }
        try db.cachedStatement(sql: "UPDATE call SET outcome = ?, ownOutcome = ?, furtherLegs = ? WHERE id = ?")
            .execute(arguments: [
                CallOutcome.ofCall(withLegs: outcomes).rawValue, (own["ownOutcome"] ?? own["outcome"]) as String,
                rows.count - 1, first,
            ])
    }
}
