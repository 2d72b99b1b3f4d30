public import FoundationEssentials

/// The text of an SMS.
public struct SMSText: Hashable, Sendable, CustomStringConvertible {
    /// Never empty. Long texts are sent, and charged, as several SMS.
    public let text: String

    /// Reasons a text cannot be sent.
    public enum ValidationError: Error, Hashable, Sendable {
        /// The text is empty or blank.
        case empty
    }

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        guard !text.allSatisfy(\.isWhitespace) else { throw .invalid(.smsText(.empty)) }
        self.text = text
    }

    /// The text.
    public var description: String { text }
}

/// The time to send an SMS: in the future, by 30 days at most.
public struct SMSTime: Hashable, Sendable {
    /// Seconds since 1970, as the API expects them.
    public let unixSeconds: Int

    /// Reasons a time is not accepted.
    public enum ValidationError: Error, Hashable, Sendable {
        case notInFuture(Date)
        /// More than 30 days ahead.
        case tooFarAhead(Date)
    }

    /// Rounds up to a whole second.
    ///
    /// - Throws: `SipgateError.invalid`, relative to `now`.
    public init(_ date: Date, now: Date = Date()) throws(SipgateError) {
        let seconds = date.timeIntervalSince1970.rounded(.up)
        // Written so that NaN is rejected as well.
        guard date > now, seconds > now.timeIntervalSince1970 else {
            throw .invalid(.smsTime(.notInFuture(date)))
        }
        guard date.timeIntervalSince(now) <= 30 * 86_400, let whole = Int(exactly: seconds) else {
            throw .invalid(.smsTime(.tooFarAhead(date)))
        }
        unixSeconds = whole
    }
}
