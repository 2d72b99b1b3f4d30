/// Something in the log that wants a person's eye. Sentences are made where they are shown.
package enum CallFinding: Hashable, Sendable {
    /// Many callers hang up in a menu. `after`: the median of the milliseconds that they had listened; nil where the network
    /// did not say when they went.
    case hangUps(menu: String, share: Double, calls: Int, after: Int64?)
    /// A published file that answers named and nobody ever had all of: callers heard nothing. `begun`: how often somebody
    /// began to fetch it.
    case neverFetched(file: String, prompt: String, answers: Int, begun: Int)
    /// Answers that took at least `over` milliseconds; `slowest` as well.
    case slowAnswers(count: Int, over: Int, slowest: Int)
    /// Events that moved no call, or requests turned away. `status`: HTTP's.
    case refused(reason: String, status: Int, count: Int, last: LogMoment)
    /// Answers that went out without announcements that are not published.
    case missing(announcements: String, answers: Int, last: LogMoment)

    /// What is too little to be said, and too much not to be.
    package struct Thresholds: Hashable, Sendable {
        /// Fewer calls in a menu say nothing about it.
        package var menuCalls = 20
        /// Of the calls in a menu.
        package var hangUpShare = 0.25
        /// Fewer answers with a file say nothing about it.
        package var answers = 3
        /// Milliseconds, 100 or more; the network is known to wait for seconds, so this is long before it gives up.
        package var slow = 500

        package init() {}
    }
}
