package import CallFlow
import FoundationEssentials
import Glibc
package import SystemPackage

/// Where overrides of schedules are kept: `overrides.json` in the state folder, so that they survive a restart.
///
/// ```json
/// [{"schedule":"office","state":"closed","until":"2026-12-24T17:00:00Z"}]
/// ```
package struct OverrideFile: Hashable, Sendable {
    package let path: FilePath

    package init(state folder: FilePath) {
        path = folder.appending("overrides.json")
    }

    /// Why overrides cannot be read or written.
    package enum Failure: Error, Hashable, Sendable {
        /// Not as it was written.
        case damaged(FilePath)
        /// An `errno` value.
        case system(errno: CInt, FilePath)
    }

    private static let largest = 1 << 20

    /// What there is; also what has ended. Blocks.
    ///
    /// - Throws: `Failure`.
    package func read() throws(Failure) -> ScheduleOverrides {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
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

    /// Changes what there is, in one go with others who do; what has ended is dropped. Returns what there is then. Blocks.
    ///
    /// - Throws: `Failure`.
    @discardableResult
    package func change(
        at now: Moment, _ change: (inout ScheduleOverrides) -> Void
    ) throws(Failure) -> ScheduleOverrides {
        let lock = try lock()
        // The end of the descriptor is the end of the lock.
        defer { close(lock) }
        var overrides = try read().active(at: now)
        change(&overrides)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let data = try? encoder.encode(overrides.all.map(Entry.init)) else { throw .damaged(path) }
        do throws(SmallFile.Failure) {
            try SmallFile.write(Array(data) + [UInt8(ascii: "\n")], to: path, mode: .owner)
        } catch {
            throw failure(error)
        }
        return overrides
    }

    private func lock() throws(Failure) -> CInt {
        let place = path.removingLastComponent().appending(".overrides-lock")
        let descriptor = place.withPlatformString { open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else { throw .system(errno: errno, place) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let code = errno
                close(descriptor)
                throw .system(errno: code, place)
            }
        }
        return descriptor
    }

    private func failure(_ failure: SmallFile.Failure) -> Failure {
        switch failure {
        case .tooLarge: .damaged(path)
        case .system(let code): .system(errno: code, path)
        }
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
