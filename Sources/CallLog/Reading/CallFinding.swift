package import Telephony

/// A problem that the log reveals. The user interface makes sentences of it.
package enum CallFinding: Hashable, Sendable {
    /// Many callers hang up in a menu. `after`: how long they listened, median, in milliseconds; `nil` if the provider did
    /// not report when they hung up.
    case hangUps(menu: String, share: Double, calls: Int, after: Int64?)
    /// A published file that answers named but no client ever received completely: callers heard nothing. `begun`: the
    /// number of fetches that were begun.
    case neverFetched(file: String, prompt: String, answers: Int, begun: Int)
    /// Answers that took `over` milliseconds or more. `slowest`: the longest, in milliseconds.
    case slowAnswers(count: Int, over: Int, slowest: Int)
    /// Refused events or requests. `status`: the HTTP status of the answers.
    case refused(reason: String, status: Int, count: Int, last: Moment)
    /// Answers that left out announcements because they are not published.
    case missing(announcements: String, answers: Int, last: Moment)

    /// The limits from which on something counts as a problem.
    package struct Thresholds: Hashable, Sendable {
        /// The minimum number of calls in a menu: fewer are not significant.
        package var menuCalls = 20
        /// The share of calls in a menu in which the caller hung up, 0 to 1.
        package var hangUpShare = 0.25
        /// The minimum number of answers that named a file: fewer are not significant.
        package var answers = 3
        /// In milliseconds, at least 100 (what the index holds). The provider waits for seconds, so this is long before it
        /// gives up.
        package var slow = 500

        package init() {}
    }
}
