import CallFlow
import Dashboard
import Telephony

/// The overrides and swaps that are in effect or planned, as text and in JSON.
struct OverrideList {
    struct Row: Encodable {
        var schedule: String?
        var state: String?
        var rota: String?
        var person: String?
        /// In the configuration's time zone; nil where it took effect when it was set.
        var from: String?
        /// In the configuration's time zone.
        let until: String
        /// The announcement that callers hear meanwhile.
        var play: String?
        /// Nil where a server of an earlier release has set it.
        var author: String?
    }

    /// As whom `announce override` stores overrides.
    static let command = "announce override"

    let rows: [Row]
    /// One per row.
    private let sentences: [(name: String, text: String)]
    private let rotas: Set<String>

    init(_ overrides: ScheduleOverrides, _ configuration: Configuration, at now: Moment) {
        let zone = configuration.timeZone
        let today = zone.localTime(at: now)
        let list = overrides.list(at: now)
        let swaps = overrides.allSwaps.filter { now < $0.until }
        func end(_ moment: Moment) -> String { zone.localTime(at: moment).description(relativeTo: today) }
        rotas = Set(configuration.rotas.keys)
        rows =
            list.map {
                Row(
                    schedule: $0.schedule, state: $0.state.rawValue,
                    from: $0.from.map { zone.localTime(at: $0).description },
                    until: zone.localTime(at: $0.until).description, play: $0.announcement?.text, author: $0.author)
            }
            + swaps.map {
                Row(rota: $0.rota, person: $0.person, until: zone.localTime(at: $0.until).description)
            }
        sentences =
            list.map { override in
                let schedule = configuration.schedules[override.schedule]
                let start = override.from.flatMap { now < $0 ? end($0) : nil }
                let hours = schedule?.status(at: schedule?.clock(in: zone).localTime(at: now) ?? today)
                let isInEffect = overrides.override(of: override.schedule, at: now) == override
                let note =
                    if let hours {
                        start != nil
                            ? ""
                            : isInEffect
                                ? "; by its regular hours it is \(hours.rawValue) now" : ", but a later one counts"
                    } else {
                        ", but no such schedule exists"
                    }
                return (
                    override.schedule,
                    "\(override.schedule) is \(start.map { "to be \(override.state.rawValue) from \($0)" } ?? override.state.rawValue)"
                        + " until \(end(override.until))"
                        + (override.announcement.map { ", callers hear \($0)" } ?? "")
                        + (override.author.flatMap { $0 == Self.command ? nil : " by \($0)" } ?? "") + note
                )
            }
            + swaps.map { swap in
                let turn = configuration.rotas[swap.rota].map { rota in
                    rota.turn(at: now, in: zone, under: ScheduleOverrides())
                        .map { "; by its turns it is \($0.person)" } ?? ""
                }
                return (
                    swap.rota,
                    "\(swap.rota) is \(swap.person) until \(end(swap.until))"
                        + (turn ?? ", but no such rota exists")
                )
            }
    }

    /// One line per override, or the lines of one schedule or rota.
    func lines(about name: String?) -> [String] {
        guard let name else { return sentences.isEmpty ? ["No overrides."] : sentences.map(\.text) }
        let lines = sentences.filter { $0.name == name }.map(\.text)
        if !lines.isEmpty { return lines }
        return ["\(name) follows its regular \(rotas.contains(name) ? "turns" : "hours")"]
    }
}
