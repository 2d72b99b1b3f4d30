package import CallFlow
import FoundationEssentials
package import LocalFiles
package import SystemPackage
package import Telephony

extension StateFile<ScheduleOverrides> {
    /// A file of schedule overrides, so that they survive a restart.
    ///
    /// ```json
    /// [{"author":"the dashboard","schedule":"office","state":"closed","until":"2026-12-24T17:00:00Z"}]
    /// ```
    package static func overrides(_ path: FilePath) -> StateFile {
        StateFile(path) { bytes in
            guard let entries = try? JSONDecoder().decode([Entry].self, from: Data(bytes)) else { return nil }
            let overrides = entries.compactMap(\.override)
            return overrides.count == entries.count ? ScheduleOverrides(overrides) : nil
        } encode: { overrides in
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            // Encoding fails only for NaN and infinity, which no entry contains.
            let data = (try? encoder.encode(overrides.all.map(Entry.init))) ?? Data()
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
            var overrides = (stored ?? ScheduleOverrides()).active(at: now)
            change(&overrides)
            return overrides
        }
    }
}

private struct Entry: Codable {
    var schedule: String
    var state: String
    var until: String
    var author: String?

    init(_ override: ScheduleOverride) {
        schedule = override.schedule
        state = override.state.rawValue
        author = override.author
        let time = Zone("UTC")?.localTime(at: override.until)
        let second = (time?.second ?? 0) % 60
        until = (time?.description ?? "") + (second < 10 ? ":0" : ":") + "\(second)Z"
    }

    var override: ScheduleOverride? {
        guard let state = ScheduleOverride.ForcedStatus(rawValue: state), until.last == "Z",
            let time = LocalTime(String(until.dropLast())), let moment = Zone("UTC")?.moment(of: time)
        else { return nil }
        return ScheduleOverride(schedule: schedule, state: state, until: moment, author: author)
    }
}
