package import CallFlow
import FoundationEssentials
package import LocalFiles
package import SystemPackage
package import Telephony

extension StateFile<ScheduleOverrides> {
    /// A file of schedule overrides, so that they survive a restart.
    ///
    /// ```json
    /// [{"author":"the dashboard","from":"2026-12-24T08:00:00Z","play":"christmas","schedule":"office","state":"closed",
    ///   "until":"2026-12-24T17:00:00Z"},
    ///  {"person":"carla","rota":"on-call","until":"2026-12-26T17:00:00Z"}]
    /// ```
    package static func overrides(_ path: FilePath) -> StateFile {
        StateFile(path) { bytes in
            guard let entries = try? JSONDecoder().decode([Entry].self, from: Data(bytes)) else { return nil }
            let (overrides, swaps) = (entries.compactMap(\.override), entries.compactMap(\.swap))
            return overrides.count + swaps.count == entries.count ? ScheduleOverrides(overrides, swaps: swaps) : nil
        } encode: { overrides in
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            // Encoding fails only for NaN and infinity, which no entry contains.
            let entries = overrides.all.map { Entry($0) } + overrides.allSwaps.map { Entry($0) }
            let data = (try? encoder.encode(entries)) ?? Data()
            return Array(data) + [UInt8(ascii: "\n")]
        }
    }

    /// Changes the stored overrides, and removes those that have ended. Excludes other processes that do the same.
    ///
    /// - Returns: the overrides stored.
    @discardableResult
    package func change(
        at now: Moment, _ change: (inout ScheduleOverrides) -> Void
    ) throws(StateFileError) -> ScheduleOverrides {
        try self.change { stored in
            var overrides = (stored ?? ScheduleOverrides()).remaining(at: now)
            change(&overrides)
            return overrides
        }
    }
}

/// A schedule with its state, or a rota with a person.
private struct Entry: Codable {
    var schedule: String?
    var state: String?
    var rota: String?
    var person: String?
    /// Missing where it took effect when it was set.
    var from: String?
    var until: String
    /// The announcement.
    var play: String?
    var author: String?

    init(_ override: ScheduleOverride) {
        schedule = override.schedule
        state = override.state.rawValue
        author = override.author
        from = override.from.map { Self.text($0) }
        until = Self.text(override.until)
        play = override.announcement?.text
    }

    init(_ swap: RotaSwap) {
        rota = swap.rota
        person = swap.person
        until = Self.text(swap.until)
    }

    private static func text(_ moment: Moment) -> String {
        let time = Zone("UTC")?.localTime(at: moment)
        let second = (time?.second ?? 0) % 60
        return (time?.description ?? "") + (second < 10 ? ":0" : ":") + "\(second)Z"
    }

    private static func moment(_ text: String) -> Moment? {
        guard text.last == "Z", let time = LocalTime(String(text.dropLast())) else { return nil }
        return Zone("UTC")?.moment(of: time)
    }

    private var end: Moment? { Self.moment(until) }

    var override: ScheduleOverride? {
        guard rota == nil, person == nil, let schedule,
            let state = state.flatMap({ ScheduleOverride.ForcedStatus(rawValue: $0) }), let end
        else { return nil }
        let (start, announcement) = (from.flatMap { Self.moment($0) }, play.flatMap { try? AnnouncementName($0) })
        guard (start == nil) == (from == nil), (announcement == nil) == (play == nil) else { return nil }
        return ScheduleOverride(
            schedule: schedule, state: state, from: start, until: end, announcement: announcement, author: author)
    }

    var swap: RotaSwap? {
        guard schedule == nil, state == nil, from == nil, play == nil, let rota, let person, let end else { return nil }
        return RotaSwap(rota: rota, person: person, until: end)
    }
}
