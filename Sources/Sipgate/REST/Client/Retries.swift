/// The retry policy of a client.
///
/// Retries requests that the provider certainly has not executed (429, any method), and idempotent requests (GET, PUT, DELETE)
/// after 500, 502, 503, 504 or a lost connection. An SMS, a fax or a call is never sent twice.
public struct Retries: Hashable, Sendable {
    /// The maximum number of attempts; 1 for no retries.
    public var attempts: Int
    /// The first delay if the provider sends no `Retry-After`; it doubles with each attempt.
    public var firstWait: Duration
    /// The maximum delay. If the provider asks for a longer one (`Retry-After`), its refusal is thrown at once.
    public var longestWait: Duration

    /// Creates a policy; by default four attempts with delays from half a second to half a minute.
    public init(attempts: Int = 4, firstWait: Duration = .milliseconds(500), longestWait: Duration = .seconds(30)) {
        self.attempts = attempts
        self.firstWait = firstWait
        self.longestWait = longestWait
    }

    /// No retries.
    public static let none = Retries(attempts: 1)

    /// The failure of an attempt.
    enum Cause {
        case status(Int, retryAfter: Duration?)
        case connectionLost
    }

    /// Returns the delay before the next attempt; `nil` for none.
    ///
    /// - Parameter attempt: The number of attempts so far, from 1.
    func wait(after attempt: Int, _ cause: Cause, isIdempotent: Bool) -> Duration? {
        guard attempt < attempts else { return nil }
        let asked: Duration?
        switch cause {
        case .status(429, let retryAfter): asked = retryAfter
        case .status(500, let retryAfter) where isIdempotent: asked = retryAfter
        case .status(502...504, let retryAfter) where isIdempotent: asked = retryAfter
        case .connectionLost where isIdempotent: asked = nil
        default: return nil
        }
        if let asked { return asked <= longestWait ? asked : nil }
        return min(firstWait * (1 << min(attempt - 1, 20)), longestWait)
    }
}
