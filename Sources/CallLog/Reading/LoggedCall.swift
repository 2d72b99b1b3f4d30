import GRDB
package import Telephony

/// A call in the log.
package struct LoggedCall: Hashable, Sendable, Identifiable {
    /// The id in the log; calls that began later have higher ones.
    package var id: Int64
    /// The provider's id.
    package var callID: String
    /// The provider's id of the first call of a chain of transfers.
    package var originalCallID: String?
    package var isTrial: Bool
    package var direction: CallDirection?
    /// The caller as the log keeps it: a number, a masked number, or a word; `nil` if no event named one.
    package var from: String?
    /// The number called, likewise.
    package var to: String?
    /// The users whose telephones rang, separated by commas.
    package var users: String?
    package var began: Moment
    package var answered: Moment?
    package var answeredBy: String?
    package var ended: Moment?
    /// Why the call ended, in the provider's words.
    package var cause: String?
    /// The last answer, in words.
    package var lastStep: String?
    /// The menu that waits for keys.
    package var menu: String?
    package var outcome: CallOutcome
    /// The time of the last event.
    package var last: Moment

    init(_ row: Row) {
        id = row["id"]
        callID = row["callID"]
        originalCallID = row["originalCallID"]
        isTrial = row["isTrial"]
        direction = (row["direction"] as String?).flatMap { CallDirection(rawValue: $0) }
        (from, to, users) = (row["caller"], row["called"], row["users"])
        began = Moment(milliseconds: row["began"])
        answered = row.moment("answered")
        answeredBy = row["answeredBy"]
        ended = row.moment("ended")
        (cause, lastStep, menu) = (row["cause"], row["lastStep"], row["askingMenu"])
        outcome = CallOutcome(rawValue: row["outcome"]) ?? .open
        last = Moment(milliseconds: row["lastAt"])
    }
}

extension LoggedCall {
    /// The duration in milliseconds; `nil` while the call is in progress.
    package var length: Int64? { ended.map { $0.milliseconds - began.milliseconds } }

    /// The last answer, who answered the call, and why it ended, for display: without what would steer a terminal or the
    /// order of text.
    package var remarks: String {
        [lastStep, answeredBy.map { "by \($0)" }, cause].compactMap { $0 }.joined(separator: ", ").printable
    }

    /// A number of the log, for display: callers may choose any text.
    package static func words(_ number: String?) -> String {
        switch number {
        case nil: "?"
        case ""?: "unknown"
        case let number?: number.printable
        }
    }
}

extension Row {
    func moment(_ column: String) -> Moment? {
        (self[column] as Int64?).map { Moment(milliseconds: $0) }
    }
}
