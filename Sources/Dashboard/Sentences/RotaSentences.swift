package import CallFlow
package import Telephony

/// Descriptions of a rota: "anna, bernd, carla, 1 week each from 2026-01-05T08:00", "now bernd until 2026-11-30 08:00".
package struct RotaSentences: Sendable {
    private let rota: Rota
    private let configuration: Configuration

    package init(_ rota: Rota, _ configuration: Configuration) {
        self.rota = rota
        self.configuration = configuration
    }

    /// Who takes turns, and for how long.
    package var turns: String {
        switch rota.turns {
        case .regular(let start, let seconds, let people):
            "\(people.joined(separator: ", ")), \(Self.duration(seconds)) each from \(start)"
        case .listed(let turns):
            turns.count == 1 ? "1 turn" : "\(turns.count) turns by date"
        }
    }

    /// Whose turn it is, without overrides, then the swaps in file order.
    ///
    /// - Parameter limit: how many swaps are listed.
    package func parts(at now: Moment, limit: Int = 12) -> [String] {
        var parts = rota.timeZone.map { ["in \($0)"] } ?? []
        parts += self.now(at: now, under: ScheduleOverrides()).map { ["now \($0)"] } ?? []
        parts += rota.swaps.prefix(limit).map { "\($0.days) \($0.person)" }
        let more = rota.swaps.count - limit
        return more > 0 ? parts + ["and \(more) more \(more == 1 ? "swap" : "swaps")"] : parts
    }

    /// Whose turn it is and how long: `bernd until 2026-11-30 08:00`.
    package func now(at now: Moment, under overrides: ScheduleOverrides) -> String? {
        let zone = configuration.timeZone
        guard let turn = rota.turn(at: now, in: zone, under: overrides) else { return nil }
        let time = rota.clock(in: zone).localTime(at: now)
        let until = turn.until.map { " until " + $0.description(relativeTo: time) } ?? ""
        return turn.person + until
            + (turn.reason == .turn || turn.reason == .override ? "" : turn.words.map { " (\($0))" } ?? "")
    }

    private static func duration(_ seconds: Int) -> String {
        for (unit, name) in [(604_800, "week"), (86_400, "day"), (3600, "hour")] where seconds.isMultiple(of: unit) {
            let count = seconds / unit
            return "\(count) \(name)\(count == 1 ? "" : "s")"
        }
        return "\(seconds) s"
    }
}
