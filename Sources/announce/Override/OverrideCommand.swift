import AnnounceServer
import ArgumentParser
import CallFlow
import Dashboard
import Hosting
import LocalFiles
import Telephony

struct OverrideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "override",
        abstract: "Open or close a schedule for a while, whatever its hours say.",
        discussion: """
            A running server takes it over at once, and it survives a restart. It ends by itself. Without arguments the \
            overrides there are.

            Examples:
              announce override office closed --until 18:00
              announce override office open --until 2026-12-24T18:00
              announce override office --clear
              announce override

            Exit status: 0 done; 1 there is no such schedule, or it cannot be written; 64 wrong usage.
            """
    )

    @Argument(help: ArgumentHelp("A schedule of the configuration.", valueName: "schedule"))
    var schedule: String?

    @Argument(help: ArgumentHelp("open or closed.", valueName: "state"))
    var state: ScheduleOverride.ForcedStatus?

    @Option(
        help: ArgumentHelp(
            "When it ends, in the configuration's time zone: 18:00 today, or 2026-12-24T18:00.", valueName: "time"))
    var until: EndArgument?

    @Flag(help: "End the schedule's override now.")
    var clear = false

    @Flag(help: "Print the overrides as a JSON array.")
    var json = false

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var place: StateOption

    func validate() throws {
        if clear {
            guard schedule != nil, state == nil, until == nil else {
                throw ValidationError("To clear is said of a schedule alone: announce override SCHEDULE --clear")
            }
        } else if schedule != nil {
            guard state != nil, until != nil else {
                throw ValidationError(
                    "Say what the schedule is to be and until when: announce override SCHEDULE closed --until 18:00")
            }
        } else if until != nil {
            throw ValidationError("Say which schedule: announce override SCHEDULE closed --until 18:00")
        }
    }

    func run() throws {
        let configuration = try source.validConfiguration()
        let file = StateFiles(in: try place.folder().path).overrides
        let now = Moment.now
        if let schedule {
            try requireSchedule(schedule, in: configuration)
            let change = try change(of: schedule, in: configuration.timeZone, at: now)
            try file.change(at: now) { overrides in
                if let change { overrides.set(change) } else { overrides.clear(schedule) }
            }
        }
        let list = OverrideList(try file.read() ?? ScheduleOverrides(), configuration, at: now)
        Console.print(list.rows, asJSON: json, text: list.lines(about: schedule).joined(separator: "\n"))
    }

    private func requireSchedule(_ name: String, in configuration: Configuration) throws {
        let names = configuration.schedules.keys.sorted()
        guard !names.contains(name) else { return }
        let meant = Suggestion.closest(to: name, among: names)
        Console.error(
            "There is no schedule \(name) in \(source.path.readable)"
                + (meant.map { "; did you mean \($0)?" }
                    ?? (names.isEmpty ? ": it has none." : ". There are: \(names.joined(separator: ", ")).")))
        throw ExitCode(1)
    }

    /// The override to set; nil to clear it.
    private func change(of schedule: String, in zone: Zone, at now: Moment) throws -> ScheduleOverride? {
        guard let state, let until else { return nil }
        let today = zone.localTime(at: now)
        let end = until.time(on: today.date)
        let moment = zone.moment(of: end)
        guard moment > now else {
            let tomorrow = LocalTime(date: today.date.adding(days: 1), second: end.second)
            Console.error(
                "\(end.description(relativeTo: today)) has passed (it is \(today.clock) in \(zone))"
                    + (until.isClock ? "; for tomorrow write --until \(tomorrow)." : "."))
            throw ExitCode(1)
        }
        return ScheduleOverride(schedule: schedule, state: state, until: moment)
    }
}

extension ScheduleOverride.ForcedStatus: ExpressibleByArgument {}

/// `18:00` or `2026-12-24T18:00`.
struct EndArgument: ExpressibleByArgument, Hashable {
    private enum End: Hashable {
        case clock(Int)
        case time(LocalTime)
    }

    private let end: End

    init?(argument: String) {
        if let second = LocalTime.second(argument) {
            end = .clock(second)
        } else if let time = LocalTime(argument) {
            end = .time(time)
        } else {
            return nil
        }
    }

    var isClock: Bool { if case .clock = end { true } else { false } }

    func time(on date: CivilDate) -> LocalTime {
        switch end {
        case .clock(let second): LocalTime(date: date, second: second)
        case .time(let time): time
        }
    }
}
