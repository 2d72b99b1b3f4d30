import Telephony

/// What makes a call one of those that a finding is about. The texts are those of the finding.
package enum CallEvidence: Hashable, Sendable {
    /// The caller hung up in a menu.
    case lost(menu: String)
    /// An answer named a file that was not fetched.
    case unfetched(file: String)
    /// An answer left out announcements.
    case missing(announcements: String)
    /// An answer took so many milliseconds or more.
    case slow(Int)
    /// An event was refused.
    case refused(reason: String)

    /// The calls of a time span, as a subquery of ids of legs, and its arguments.
    func legs(from begin: Moment?, to end: Moment?) -> (sql: String, arguments: [any Sendable]) {
        let span: [any Sendable] = [begin?.milliseconds ?? 0, end?.milliseconds ?? Int64.max]
        switch self {
        case .lost(let menu):
            return (
                """
                SELECT call FROM event INDEXED BY event_menu
                WHERE menu IS NOT NULL AND at >= ? AND at < ? AND menu = ? AND lostAfter IS NOT NULL
                """, span + [menu]
            )
        case .unfetched(let file):
            return (
                "SELECT call FROM fetch INDEXED BY fetch_answered WHERE answered >= ? AND answered < ? AND file = ? AND NOT whole",
                span + [file]
            )
        case .missing(let announcements):
            return (
                """
                SELECT call FROM event INDEXED BY event_missing
                WHERE missing IS NOT NULL AND at >= ? AND at < ? AND missing = ?
                """, span + [announcements]
            )
        case .slow(let milliseconds):
            return (
                """
                SELECT call FROM event INDEXED BY event_slow
                WHERE latency >= 100000 AND at >= ? AND at < ? AND latency >= ?
                """, span + [milliseconds * 1000]
            )
        case .refused(let reason):
            return (
                """
                SELECT call FROM event INDEXED BY event_refusal
                WHERE refusal IS NOT NULL AND at >= ? AND at < ? AND refusal = ?
                """, span + [reason]
            )
        }
    }
}
