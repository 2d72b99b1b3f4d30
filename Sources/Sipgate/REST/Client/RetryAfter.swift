import FoundationEssentials

/// The header `Retry-After` (RFC 9110, section 10.2.3): a number of seconds, or a date.
enum RetryAfter {
    /// - Parameter date: The `Date` of the answer. A date in `Retry-After` is relative to it, not to our clock, which
    ///   may be wrong.
    static func wait(_ text: String, date: String?) -> Duration? {
        if let seconds = Int(text), (0...31_536_000).contains(seconds) { return .seconds(seconds) }
        guard let moment = Self.date(text), let now = date.flatMap(Self.date) else { return nil }
        return .seconds(max(0, moment.timeIntervalSince(now)))
    }

    /// `Sat, 21 Nov 2026 15:00:00 GMT`, the only form in use today (section 5.6.7).
    private static func date(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: words[2]) else { return nil }
        return JSON.date("\(words[3])-\(month < 9 ? "0" : "")\(month + 1)-\(words[1])T\(words[4])Z")
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
