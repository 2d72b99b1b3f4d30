import GRDB
import Telephony

/// What joining asks of a leg that began before another one. See `LegJoin`. Times are milliseconds since 1970.
struct EarlierLeg {
    /// The longest time between the end of a leg and the beginning of the one that continues it.
    static let pause: Int64 = 5_000
    /// How long a leg whose end was not reported counts as in progress after its last event: answered, or ringing.
    static let longestTalk: Int64 = 2 * 3_600_000
    private static let longestRinging: Int64 = 10 * 60_000

    let id: Int64
    let firstLeg: Int64?
    let direction: String?
    let caller: String?
    let called: String?
    let answeringNumber: String?
    private let isAnswered: Bool
    private let ended: Int64?
    private let cause: String?
    private let isOver: Bool
    private let lastAt: Int64

    static let columns =
        "id, firstLeg, direction, caller, called, answeringNumber, answered, ended, cause, isOver, lastAt"

    init(_ row: Row) {
        (id, firstLeg, direction) = (row["id"], row["firstLeg"], row["direction"])
        (caller, called, answeringNumber) = (row["caller"], row["called"], row["answeringNumber"])
        isAnswered = row["answered"] as Int64? != nil
        (ended, cause, isOver, lastAt) = (row["ended"], row["cause"], row["isOver"], row["lastAt"])
    }

    init(_ call: CallRow) {
        (id, firstLeg, direction) = (call.id, call.firstLeg, call.identity.direction)
        (caller, called) = (call.identity.caller, call.identity.called)
        answeringNumber = call.progress.answeringNumber?.stored
        isAnswered = call.progress.answered != nil
        (ended, cause) = (call.progress.ended?.milliseconds, call.progress.cause?.stored)
        (isOver, lastAt) = (call.isOver, call.lastAt.milliseconds)
    }

    /// Whether the leg was in progress at a moment, as far as its events tell.
    func isInProgress(at moment: Int64) -> Bool {
        if let ended { return ended > moment }
        return !isOver && moment - lastAt < (isAnswered ? Self.longestTalk : Self.longestRinging)
    }

    /// Whether the leg has ended, `pause` before a moment at most.
    func hasJustEnded(at moment: Int64) -> Bool { ended.map { moment - $0 <= Self.pause } ?? false }

    /// Whether the leg has just ended by continuing as another one.
    func wasForwarded(at moment: Int64) -> Bool { cause == "forwarded" && hasJustEnded(at: moment) }
}
