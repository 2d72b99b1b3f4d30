/// When a request is sent again, and after how long.
///
/// Sent again is what the provider surely has not carried out (429, whatever the method), and what may be carried out twice
/// (GET, PUT, DELETE) after 500, 502, 503, 504 or a lost connection. An SMS, a fax or a call is never sent twice.
public struct Retries: Hashable, Sendable {
    /// How often a request is sent in all; 1 is never again.
    public var attempts: Int
    /// The first wait where the provider names none; each further one is twice as long.
    public var firstWait: Duration
    /// The longest wait. Where the provider asks for a longer one (`Retry-After`), its refusal is thrown at once.
    public var longestWait: Duration

    /// Four attempts, half a second at first, half a minute at most.
    public init(attempts: Int = 4, firstWait: Duration = .milliseconds(500), longestWait: Duration = .seconds(30)) {
        self.attempts = attempts
        self.firstWait = firstWait
        self.longestWait = longestWait
    }

    /// Every request is sent once.
    public static let none = Retries(attempts: 1)

    /// What went wrong, as far as it counts here.
    enum Setback {
        case status(Int, retryAfter: Duration?)
        case connectionLost
    }

    /// How long to wait before the next attempt; nil where there is none.
    ///
    /// - Parameter attempt: how many there have been, from 1.
    func wait(after attempt: Int, _ setback: Setback, isIdempotent: Bool) -> Duration? {
        guard attempt < attempts else { return nil }
        let asked: Duration?
        switch setback {
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
