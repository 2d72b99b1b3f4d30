/// How long to wait before the next try: twice as long every time, up to a limit. Pure.
struct BackOff {
    let first: Duration
    let longest: Duration
    private var next: Duration?

    init(first: Duration, longest: Duration) { (self.first, self.longest) = (first, longest) }

    /// After a failure.
    mutating func wait() -> Duration {
        let now = next ?? first
        next = min(now * 2, longest)
        return now
    }

    /// After a success.
    mutating func reset() { next = nil }
}
