import Glibc

/// A point in time, to the millisecond.
package struct Moment: Hashable, Sendable, Comparable, Codable {
    /// Since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The time of the system's clock, which may be set and so may go back. Measure durations with `ContinuousClock`.
    package static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Returns the moment `duration` later, or earlier if it is negative. Fractions of a millisecond are dropped.
    package func adding(_ duration: Duration) -> Moment {
        let (seconds, attoseconds) = duration.components
        return Moment(milliseconds: milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    package static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }
}
