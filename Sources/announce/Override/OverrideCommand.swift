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
        abstract: "Temporarily open or close a schedule.",
        discussion: """
            Takes effect at once, survives restarts and expires by itself. Without arguments, lists active overrides.

              announce override office closed --until 18:00
              announce override office open --until "tomorrow 9:00"
              announce override office --clear
              announce override

            Exit status: 0 done; 1 unknown schedule, or the override cannot be written; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp("Name of a configured schedule.", valueName: "schedule"),
        completion: ConfigurationCompletion.schedules)
    var schedule: String?

    @Argument(help: ArgumentHelp("open or closed.", valueName: "state"))
    var state: ScheduleOverride.ForcedStatus?

    @Option(
        help: ArgumentHelp(
            "End of the override in the configured time zone: \(WrittenTime.examples); a day alone is included.",
            valueName: "time"),
        transform: WrittenTime.argument)
    var until: WrittenTime?

    @Flag(help: "Remove the override.")
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
                throw ValidationError("--clear takes only a schedule: announce override SCHEDULE --clear")
            }
        } else if schedule != nil {
            guard state != nil, until != nil else {
                throw ValidationError(
                    "State and end are missing: announce override SCHEDULE closed --until 18:00")
            }
        } else if until != nil {
            throw ValidationError("The schedule is missing: announce override SCHEDULE closed --until 18:00")
        }
    }

    func run() throws {
        let configuration = try source.validConfiguration()
        let file = StateFiles(in: try place.folder(of: source).path).overrides
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
            "\(source.path.readable) has no schedule \(name.printable)"
                + (meant.map { "; did you mean \($0)?" }
                    ?? (names.isEmpty ? ": it defines none." : ". Its schedules: \(names.joined(separator: ", ")).")))
        throw ExitCode(1)
    }

    /// The override to set; nil to clear it.
    private func change(of schedule: String, in zone: Zone, at now: Moment) throws -> ScheduleOverride? {
        guard let state, let until else { return nil }
        let end = until.end(.future, from: now, in: zone)
        guard end > now else {
            let today = zone.localTime(at: now)
            Console.error(
                "--until \(zone.localTime(at: end).description(relativeTo: today)) has passed; it is \(today.clock) in "
                    + "\(zone).")
            throw ExitCode(1)
        }
        return ScheduleOverride(schedule: schedule, state: state, until: end, author: OverrideList.command)
    }
}

extension ScheduleOverride.ForcedStatus: ExpressibleByArgument {}
