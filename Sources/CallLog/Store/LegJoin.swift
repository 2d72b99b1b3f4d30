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
struct LegJoin<Table: LegTable> {
    let call: CallRow
    let table: Table

    /// Joins the leg to the call it belongs to, and to the leg those that came before it and name it.
    func run(_ call: inout CallRow) throws {
        if let first = try firstLeg() {
            try table.join(call.id, to: first)
            call.firstLeg = first
            (call.furtherLegs, call.textCount) = (0, 0)
            return
        }
        let legs = try table.single(
            search(.originalCallID, call.callID, within: EarlierLeg.pause), most: LegJoinLimits.most)
        guard !legs.isEmpty else { return }
        for leg in legs { try table.join(leg, to: call.id) }
        if let counts = try table.counts(of: call.id) {
            (call.textCount, call.furtherLegs) = (counts.texts, counts.furtherLegs)
        }
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
        for column in [LegSearch.Column.callID, .originalCallID] {
            let leg = try table.newest(search(column, original, within: LegJoinLimits.longestCall))
            if let leg, let first = first(leg.firstLeg ?? leg.id) { return first }
        }
        return nil
    }

    private func firstLeg(withXcid xcid: String) throws -> Int64? {
        let legs = try earlierLegs(.xcid, xcid, within: LegJoinLimits.longestCall)
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
        let legs = try earlierLegs(.caller, caller, within: EarlierLeg.longestTalk)
        return only(
            legs.filter { leg in
                (leg.called == diversion || leg.answeringNumber == diversion)
                    && (leg.isInProgress(at: began) || leg.wasForwarded(at: began))
            })
    }

    // MARK: Searching

    /// Legs with a value that began within `span` milliseconds before this one; none if there are too many.
    private func earlierLegs(_ column: LegSearch.Column, _ value: String, within span: Int64) throws -> [EarlierLeg] {
        let legs = try table.earlier(search(column, value, within: span), most: LegJoinLimits.most)
        return legs.count < LegJoinLimits.most ? legs : []
    }

    /// Legs that began within `span` milliseconds before this one, or a little after it: events overtake each other.
    private func search(_ column: LegSearch.Column, _ value: String, within span: Int64) -> LegSearch {
        let ids =
            CallKey.first(
                call.began.adding(.milliseconds(-span)))...CallKey.first(
                call.began.adding(.milliseconds(EarlierLeg.pause)))
        return LegSearch(column: column, value: value, isTrial: call.isTrial, asking: call.id, ids: ids)
    }

    /// The one telephone call that all these legs belong to; `nil` if there are several.
    private func only(_ legs: [EarlierLeg]) -> Int64? {
        let calls = Set(legs.map { first($0.firstLeg ?? $0.id) })
        return calls.count == 1 ? calls.first ?? nil : nil
    }

    /// `nil` for a leg of this one.
    private func first(_ id: Int64) -> Int64? { id == call.id ? nil : id }

    private var began: Int64 { call.began.milliseconds }
}

enum LegJoinLimits {
    /// The longest time, in milliseconds, between the beginnings of the first leg and a further one.
    static let longestCall: Int64 = 24 * 3_600_000
    /// More legs than this with one `xcid` or caller at a time tell nothing.
    static let most = 32
}
