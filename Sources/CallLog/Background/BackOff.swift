/// Exponential back-off: each retry waits twice as long as the one before, up to a limit.
struct BackOff {
    let first: Duration
    let longest: Duration
    private var next: Duration?

    init(first: Duration, longest: Duration) { (self.first, self.longest) = (first, longest) }

    /// Returns how long to wait after one more failure.
    mutating func delayAfterFailure() -> Duration {
        let now = next ?? first
        next = min(now * 2, longest)
        return now
    }

    /// Starts over with the shortest delay, after a success.
    mutating func reset() { next = nil }
}
