package import CallFlow
package import Telephony

/// Formats times of the call log.
package struct LogTimes: Sendable {
    package let zone: Zone

    package init(zone: Zone) {
        self.zone = zone
    }

    /// `2026-12-24 13:59:07`
    package func text(_ moment: Moment) -> String {
        let time = local(moment)
        return "\(time.date) \(Self.clock(time.second))"
    }

    /// `13:59:07.042`
    package func clock(_ moment: Moment) -> String {
        Self.clock(local(moment).second) + "." + Self.padded(Int(moment.milliseconds % 1000 + 1000) % 1000, 3)
    }

    /// For machines: ISO 8601 in UTC, `2026-12-24T12:59:07.042Z`.
    package static func utc(_ moment: Moment) -> String {
        guard let zone = Zone("UTC") else { return "" }
        let times = LogTimes(zone: zone)
        return times.text(moment).prefix(10) + "T" + times.clock(moment) + "Z"
    }

    /// The local time.
    package func local(_ moment: Moment) -> LocalTime {
        zone.localTime(at: moment)
    }

    /// The start and end of a day, which has 23 or 25 hours when the clocks change.
    package func day(_ date: CivilDate) -> Range<Moment> {
        let begin = zone.moment(of: LocalTime(date: date, second: 0))
        let end = zone.moment(of: LocalTime(date: date.adding(days: 1), second: 0))
        return begin..<end
    }

    private static func clock(_ second: Int) -> String {
        [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
}
