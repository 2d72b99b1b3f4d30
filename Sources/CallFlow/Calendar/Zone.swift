import Foundation
package import Telephony

/// A time zone of the IANA time zone database: `Europe/Berlin`.
package struct Zone: Hashable, Sendable, CustomStringConvertible {
    /// The IANA name.
    package let name: String
    private let zone: TimeZone

    /// `nil` if the name is not in the database. Names without a slash are refused, except `UTC`: most are
    /// abbreviations, and those mean different zones in different places.
    package init?(_ name: String) {
        guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    package var description: String { name }

    /// The local time at a moment, without fractions of a second.
    ///
    /// Moments outside the years 1...9999 get the first or the last day of them.
    package func localTime(at moment: Moment) -> LocalTime {
        let second = Int(moment.milliseconds.floored(by: 1000))
        let local = second + offset(at: second)
        let day = local.floored(by: 86400)
        return LocalTime(date: CivilDate(dayNumber: day), second: local - day * 86400)
    }

    /// The moment of a local time.
    ///
    /// A time that does not exist, because the clocks skip it, counts on with the offset from before the change: where
    /// 2:00 becomes 3:00, 2:30 is the moment of 3:30. Of a time that occurs twice, because the clocks go back, it is
    /// the first occurrence. (The same rules as java.time's `ZonedDateTime.ofLocal`.)
    ///
    /// The database maps moments to offsets, not local times, so the offset has to be guessed: those in force 16 hours
    /// before and 16 hours after include the one in force at the time itself, as long as no two changes lie within 32
    /// hours. A guess is right if the moment it gives has that offset.
    package func moment(of time: LocalTime) -> Moment {
        let local = time.date.dayNumber * 86400 + time.second
        // Read as UTC, a local time is off by its offset, never more than 16 hours: the first is before any change
        // meant here, the second after it.
        let before = local - offset(at: local - 16 * 3600)
        let after = local - offset(at: local + 16 * 3600)
        let isBefore = before + offset(at: before) == local
        let isAfter = after + offset(at: after) == local
        let second =
            switch (isBefore, isAfter) {
            // The time occurs twice, or there is no change and both are the same.
            case (true, true): min(before, after)
            case (false, true): after
            // Before a change, or skipped by one.
            case (_, false): before
            }
        return Moment(milliseconds: Int64(second) * 1000)
    }

    /// Every moment at which the clocks come to a local time or go past it, ascending: one, but where they are set to another
    /// time within 16 hours, also a moment before, a moment after, and the one at which they are set.
    func moments(around time: LocalTime) -> [Moment] {
        let local = time.date.dayNumber * 86400 + time.second
        let (first, last) = (local - 32 * 3600, local + 32 * 3600)
        let (before, after) = (offset(at: local - 16 * 3600), offset(at: local + 16 * 3600))
        guard before != after else { return [Moment(milliseconds: Int64(local - before) * 1000)] }
        // By halving: the last second with the offset from before, and the next.
        var (low, high) = (first, last)
        let old = offset(at: first)
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(at: middle) == old { low = middle } else { high = middle }
        }
        return [local - before, local - after, high].sorted().map { Moment(milliseconds: Int64($0) * 1000) }
    }

    /// Seconds east of Greenwich.
    private func offset(at second: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }
}

extension BinaryInteger {
    /// The quotient rounded towards negative infinity, so that times before 1970 work too; the divisor is positive.
    fileprivate func floored(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
