package import Telephony

/// A telephone call in the log, or one leg of it.
///
/// A call that was transferred or forwarded has several legs, each with an id of the provider's. Of such a call, the values
/// are those of the whole: it begins with the first leg and ends with the last.
package struct LoggedCall: Hashable, Sendable, Identifiable {
    /// The id in the log; calls that began later have higher ones.
    package var id: Int64
    /// The provider's id; of a call with several legs that of the first.
    package var callID: String
    /// The provider's id of the first call of a chain of transfers.
    package var originalCallID: String?
    /// Another id of the provider's, which legs may share.
    package var xcid: String?
    /// The number dialled originally, if the call was forwarded or transferred.
    package var diversion: String?
    package var isTrial: Bool
    package var direction: CallDirection?
    /// The caller as the log keeps it: a number, a masked number, or a word; `nil` if no event named one.
    package var from: String?
    /// The number called, likewise.
    package var to: String?
    /// The users whose telephones rang, separated by commas.
    package var users: String?
    /// The provider's ids of these users, or of the one who answered: `w0`.
    package var userID: String?
    /// The same with the account: `1234567w0`.
    package var fullUserID: String?
    package var began: Moment
    package var answered: Moment?
    /// The name of who answered, or the number if the provider names no one; of several legs all, separated by commas.
    package var answeredBy: String?
    /// The number that answered, likewise.
    package var answeringNumber: String?
    package var ended: Moment?
    /// Why the call ended, in the provider's words.
    package var cause: String?
    /// The last answer, in words.
    package var lastStep: String?
    /// The menu that waits for keys.
    package var menu: String?
    package var outcome: CallOutcome
    /// Whether no more events are expected.
    package var isOver: Bool
    /// The time of the last event.
    package var last: Moment
    /// The legs, oldest first; empty for a call that has only one.
    package var legs: [LoggedCall] = []

    /// A leg by itself.
    init(_ row: some LogRow) {
        id = row.integer("id") ?? 0
        callID = row.text("callID") ?? ""
        originalCallID = row.text("originalCallID")
        isTrial = row.flag("isTrial")
        direction = row.text("direction").flatMap { CallDirection(rawValue: $0) }
        (xcid, diversion) = (row.text("xcid"), row.text("diversion"))
        (from, to, users) = (row.text("caller"), row.text("called"), row.text("users"))
        (userID, fullUserID) = (row.text("userID"), row.text("fullUserID"))
        began = row.moment("began") ?? Moment(milliseconds: 0)
        answered = row.moment("answered")
        (answeredBy, answeringNumber) = (row.text("answeredBy"), row.text("answeringNumber"))
        ended = row.moment("ended")
        (cause, lastStep, menu) = (row.text("cause"), row.text("lastStep"), row.text("askingMenu"))
        outcome = (row.text("ownOutcome") ?? row.text("outcome")).flatMap { CallOutcome(rawValue: $0) } ?? .open
        isOver = row.flag("isOver")
        last = row.moment("lastAt") ?? began
    }
}
