public import FoundationEssentials

/// What an SMS says.
public struct SMSText: Hashable, Sendable, CustomStringConvertible {
    /// Never empty. Long ones are sent, and paid for, as several.
    public let text: String

    /// Why nothing can be sent.
    public enum Invalid: Error, Hashable, Sendable {
        /// Nothing in it, or nothing but spaces.
        case empty
    }

    /// - Throws: `Invalid`.
    public init(_ text: String) throws(Invalid) {
        guard !text.allSatisfy(\.isWhitespace) else { throw .empty }
        self.text = text
    }

    /// The text.
    public var description: String { text }
}

/// When an SMS is to go out: in the future, by 30 days at most.
public struct SMSTime: Hashable, Sendable {
    /// Seconds since 1970, as the API wants them.
    public let unixSeconds: Int

    /// Why nothing can be sent then.
    public enum Invalid: Error, Hashable, Sendable {
        case notInFuture(Date)
        /// More than 30 days ahead.
        case tooFarAhead(Date)
    }

    /// Rounds up to a whole second, never to an earlier one.
    ///
    /// - Throws: `Invalid`, as seen from `now`.
    public init(_ date: Date, now: Date = Date()) throws(Invalid) {
        let seconds = date.timeIntervalSince1970.rounded(.up)
        // So written that a time that is no number is refused as well.
        guard date > now, seconds > now.timeIntervalSince1970 else { throw .notInFuture(date) }
        guard date.timeIntervalSince(now) <= 30 * 86_400, let whole = Int(exactly: seconds) else {
            throw .tooFarAhead(date)
        }
        unixSeconds = whole
    }
}
