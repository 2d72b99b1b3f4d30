package import CallFlow
import FoundationEssentials
import LocalFiles
package import SystemPackage

/// The file with schedule overrides, which survive a restart: `overrides.json` in the state folder.
///
/// ```json
/// [{"schedule":"office","state":"closed","until":"2026-12-24T17:00:00Z"}]
/// ```
package struct OverrideFile: Hashable, Sendable {
    package let path: FilePath

    package init(state folder: FilePath) {
        path = folder.appending("overrides.json")
    }

    private static let largest = 1 << 20

    /// Reads all overrides, expired ones too. Blocks.
    ///
    /// - Throws: `OverrideFileError`.
    package func read() throws(OverrideFileError) -> ScheduleOverrides {
        let bytes: [UInt8]
        do throws(Errno) {
            guard let content = try SmallFile.read(path, upTo: Self.largest) else { return ScheduleOverrides() }
            bytes = content
        } catch {
            throw failure(error)
        }
        guard let entries = try? JSONDecoder().decode([Entry].self, from: Data(bytes)) else { throw .damaged(path) }
        var overrides: [ScheduleOverride] = []
        for entry in entries {
            guard let override = entry.override else { throw .damaged(path) }
            overrides.append(override)
        }
        return ScheduleOverrides(overrides)
    }

    /// Changes the overrides under a lock, so that changes at the same time are not lost, and drops expired ones. Returns
    /// what is stored then. Blocks.
    ///
    /// - Throws: `OverrideFileError`.
    @discardableResult
    package func change(
        at now: Moment, _ change: (inout ScheduleOverrides) -> Void
    ) throws(OverrideFileError) -> ScheduleOverrides {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        var overrides = try read().active(at: now)
        change(&overrides)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let data = try? encoder.encode(overrides.all.map(Entry.init)) else { throw .damaged(path) }
        do throws(Errno) {
            try SmallFile.write(Array(data) + [UInt8(ascii: "\n")], to: path, mode: .owner)
        } catch {
            throw failure(error)
        }
        return overrides
    }

    private func lock() throws(OverrideFileError) -> FileLock {
        let place = path.removingLastComponent().appending(".overrides-lock")
        do throws(Errno) {
            return try FileLock(place)
        } catch {
            throw .system(errno: error.rawValue, place)
        }
    }

    private func failure(_ error: Errno) -> OverrideFileError {
        error == .fileTooLarge ? .damaged(path) : .system(errno: error.rawValue, path)
    }

    private struct Entry: Codable {
        var schedule: String
        var state: String
        var until: String

        init(_ override: ScheduleOverride) {
            schedule = override.schedule
            state = override.state.rawValue
            let time = Zone("UTC")?.localTime(at: override.until)
            let second = (time?.second ?? 0) % 60
            until = (time?.description ?? "") + (second < 10 ? ":0" : ":") + "\(second)Z"
        }

        var override: ScheduleOverride? {
            guard let state = ScheduleOverride.ForcedStatus(rawValue: state), until.last == "Z",
                let time = LocalTime(String(until.dropLast())), let moment = Zone("UTC")?.moment(of: time)
            else { return nil }
            return ScheduleOverride(schedule: schedule, state: state, until: moment)
        }
    }
}

/// Why overrides cannot be read or written.
package enum OverrideFileError: Error, Hashable, Sendable {
    /// Not as they were written.
    case damaged(FilePath)
    /// An `errno` value.
    case system(errno: CInt, FilePath)
}
