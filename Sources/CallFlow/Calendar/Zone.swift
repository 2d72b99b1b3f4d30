import Foundation

/// A time zone of the IANA database, `Europe/Berlin`.
package struct Zone: Hashable, Sendable, CustomStringConvertible {
    /// Its IANA name.
    package let name: String
    private let zone: TimeZone

    /// Nil for a name that is not in the database.
    package init?(_ name: String) {
        guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    package var description: String { name }

    /// What calendar and clock on the wall show; fractions of a second are dropped.
    ///
    /// Moments outside the years 1...9999 have the first or the last day there is.
    package func localTime(at moment: Moment) -> LocalTime {
        let second = Int(moment.milliseconds.floored(by: 1000))
        let local = second + offset(at: second)
        let day = local.floored(by: 86400)
        return LocalTime(date: CivilDate(dayNumber: day), second: local - day * 86400)
    }

    /// When calendar and clock on the wall show this.
    ///
    /// A time that a change of the clocks leaves out counts on from before the change, so it comes later by what is left
    /// out: where 2:00 becomes 3:00, 2:30 is the moment of 3:30. Of a time that comes twice it is the first.
    package func moment(of time: LocalTime) -> Moment {
        let local = time.date.dayNumber * 86400 + time.second
        // No offset was ever beyond 16 hours, so these lie before and after any change that can be meant.
        let before = local - offset(at: local - 16 * 3600)
        let after = local - offset(at: local + 16 * 3600)
        let isBefore = before + offset(at: before) == local
        let isAfter = after + offset(at: after) == local
        let second =
            switch (isBefore, isAfter) {
            case (true, true): min(before, after)
            case (false, true): after
            case (_, false): before
            }
        return Moment(milliseconds: Int64(second) * 1000)
    }

    /// Seconds east of Greenwich.
    private func offset(at second: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }
}

extension BinaryInteger {
    /// The quotient rounded towards minus infinity; the divisor is positive.
    fileprivate func floored(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
