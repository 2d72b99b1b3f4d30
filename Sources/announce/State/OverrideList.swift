import CallFlow
import Dashboard
import Telephony

/// The active overrides and swaps, as text and in JSON.
struct OverrideList {
    struct Row: Encodable {
        var schedule: String?
        var state: String?
        var rota: String?
        var person: String?
        /// In the configuration's time zone.
        let until: String
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
        let active = overrides.active(at: now)
        func end(_ moment: Moment) -> String { zone.localTime(at: moment).description(relativeTo: today) }
        rotas = Set(configuration.rotas.keys)
        rows =
            active.all.map {
                Row(
                    schedule: $0.schedule, state: $0.state.rawValue, until: zone.localTime(at: $0.until).description,
                    author: $0.author)
            }
            + active.allSwaps.map {
                Row(rota: $0.rota, person: $0.person, until: zone.localTime(at: $0.until).description)
            }
        sentences =
            active.all.map { override in
                let hours = configuration.schedules[override.schedule].map {
                    $0.status(at: $0.clock(in: zone).localTime(at: now))
                }
                return (
                    override.schedule,
                    "\(override.schedule) is \(override.state.rawValue) until \(end(override.until))"
                        + (override.author.flatMap { $0 == Self.command ? nil : " by \($0)" } ?? "")
                        + (hours.map { "; by its regular hours it is \($0.rawValue) now" }
                            ?? ", but no such schedule exists")
                )
            }
            + active.allSwaps.map { swap in
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

    /// One line per override, or the line of one schedule or rota.
    func lines(about name: String?) -> [String] {
        guard let name else { return sentences.isEmpty ? ["No overrides."] : sentences.map(\.text) }
        if let sentence = sentences.first(where: { $0.name == name }) { return [sentence.text] }
        return ["\(name) follows its regular \(rotas.contains(name) ? "turns" : "hours")"]
    }
}
