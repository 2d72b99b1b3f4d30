import GRDB

/// A call as the log knows it.
package struct LoggedCall: Hashable, Sendable, Identifiable {
    /// Its place in the log: later calls have higher ones.
    package var id: Int64
    /// The provider's.
    package var callID: String
    package var originalCallID: String?
    package var isTrial: Bool
    package var direction: LoggedEvent.Direction?
    /// As they were kept: `+49…`, masked, a word; nil where no event said.
    package var from: String?
    package var to: String?
    /// Whom it rang at, separated by commas.
    package var users: String?
    package var began: LogMoment
    package var answered: LogMoment?
    package var answeredBy: String?
    package var ended: LogMoment?
    /// The provider's word.
    package var cause: String?
    /// What it was told to do last, in words.
    package var lastStep: String?
    /// The menu whose keys are waited for.
    package var menu: String?
    package var outcome: CallOutcome
    /// When it was last heard of.
    package var last: LogMoment

    init(_ row: Row) {
        id = row["id"]
        callID = row["callID"]
        originalCallID = row["originalCallID"]
        isTrial = row["isTrial"]
        direction = (row["direction"] as String?).flatMap { LoggedEvent.Direction(rawValue: $0) }
        (from, to, users) = (row["caller"], row["called"], row["users"])
        began = LogMoment(milliseconds: row["began"])
        answered = row.moment("answered")
        answeredBy = row["answeredBy"]
        ended = row.moment("ended")
        (cause, lastStep, menu) = (row["cause"], row["lastStep"], row["askingMenu"])
        outcome = CallOutcome(rawValue: row["outcome"]) ?? .open
        last = LogMoment(milliseconds: row["lastAt"])
    }
}

extension LoggedCall {
    /// Milliseconds from the first word to the last; nil while it is on.
    package var length: Int64? { ended.map { $0.milliseconds - began.milliseconds } }

    /// What it was told last, who took it, and why it ended, for people.
    package var remarks: String {
        [lastStep, answeredBy.map { "by \($0)" }, cause].compactMap { $0 }.joined(separator: ", ")
    }

    /// A number as it was kept, for people.
    package static func words(_ number: String?) -> String {
        switch number {
        case nil: "?"
        case ""?: "unknown"
        case let number?: number
        }
    }
}

extension Row {
    func moment(_ column: String) -> LogMoment? {
        (self[column] as Int64?).map { LogMoment(milliseconds: $0) }
    }
}
