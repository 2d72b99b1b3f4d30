import CallFlow
import Dashboard
import Telephony

/// The active overrides, as text and in JSON.
struct OverrideList {
    struct Row: Encodable {
        let schedule: String
        let state: String
        /// In the configuration's time zone.
        let until: String
        /// Nil where a server of an earlier release has set it.
        let author: String?
    }

    /// As whom `announce override` stores overrides.
    static let command = "announce override"

    let rows: [Row]
    private let sentences: [String: String]

    init(_ overrides: ScheduleOverrides, _ configuration: Configuration, at now: Moment) {
        let zone = configuration.timeZone
        let today = zone.localTime(at: now)
        let holding = overrides.active(at: now).all
        rows = holding.map {
            Row(
                schedule: $0.schedule, state: $0.state.rawValue, until: zone.localTime(at: $0.until).description,
                author: $0.author)
        }
        sentences = Dictionary(
            uniqueKeysWithValues: holding.map { override in
                let hours = configuration.schedules[override.schedule]?.status(at: today)
                return (
                    override.schedule,
                    "\(override.schedule) is \(override.state.rawValue) until "
                        + zone.localTime(at: override.until).description(relativeTo: today)
                        + (override.author.flatMap { $0 == Self.command ? nil : " by \($0)" } ?? "")
                        + (hours.map { "; by its regular hours it is \($0.rawValue) now" }
                            ?? ", but no such schedule exists")
                )
            })
    }

    /// One line per override, or the line of one schedule.
    func lines(about schedule: String?) -> [String] {
        if let schedule { return [sentences[schedule] ?? "\(schedule) follows its regular hours"] }
        return rows.isEmpty ? ["No overrides."] : rows.compactMap { sentences[$0.schedule] }
    }
}
