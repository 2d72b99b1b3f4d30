import CallFlow
import CallLog

/// How moments of the log are written.
struct LogTimes {
    let zone: Zone

    /// `2026-12-24 13:59:07`
    func text(_ moment: LogMoment) -> String {
        let time = zone.localTime(at: Moment(milliseconds: moment.milliseconds))
        return "\(time.date) \(Self.clock(time.second))"
    }

    /// `13:59:07.042`
    func clock(_ moment: LogMoment) -> String {
        let time = zone.localTime(at: Moment(milliseconds: moment.milliseconds))
        return Self.clock(time.second) + "." + Self.padded(Int(moment.milliseconds % 1000 + 1000) % 1000, 3)
    }

    /// For machines: ISO 8601 in UTC, `2026-12-24T12:59:07.042Z`.
    static func utc(_ moment: LogMoment) -> String {
        guard let zone = Zone("UTC") else { return "" }
        let times = LogTimes(zone: zone)
        return times.text(moment).prefix(10) + "T" + times.clock(moment) + "Z"
    }

    private static func clock(_ second: Int) -> String {
        [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
}
