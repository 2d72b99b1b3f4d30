import Glibc

/// A point in time, to the millisecond.
package struct LogMoment: Hashable, Sendable, Comparable, Codable {
    /// Since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The system's clock.
    package static var now: LogMoment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return LogMoment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Fractions of a millisecond are dropped.
    package func adding(_ duration: Duration) -> LogMoment {
        let (seconds, attoseconds) = duration.components
        return LogMoment(milliseconds: milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    package static func < (left: LogMoment, right: LogMoment) -> Bool { left.milliseconds < right.milliseconds }
}
