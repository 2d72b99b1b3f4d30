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
        abstract: "Temporarily open or close a schedule, or swap a turn.",
        discussion: """
            Takes effect at once, survives restarts and expires by itself. Without arguments, lists active overrides.

              announce override office closed --until 18:00
              announce override office open --until "tomorrow 9:00"
              announce override on-call carla --until "tomorrow 8:00"
              announce override office --clear
              announce override

            Exit status: 0 done; 1 unknown schedule or rota, or the override cannot be written; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp("Name of a configured schedule or rota.", valueName: "schedule"),
        completion: ConfigurationCompletion.schedules)
    var schedule: String?

    @Argument(
        help: ArgumentHelp("open or closed; of a rota, whose turn it is to be.", valueName: "state"),
        completion: ConfigurationCompletion.states)
    var state: String?

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
            try requireName(schedule, in: configuration)
            let isRota = configuration.rotas[schedule] != nil
            let swap = isRota ? try swap(of: schedule, in: configuration, at: now) : nil
            let change = isRota ? nil : try change(of: schedule, in: configuration.timeZone, at: now)
            try file.change(at: now) { overrides in
                if let swap {
                    overrides.set(swap)
                } else if isRota {
                    overrides.clear(rota: schedule)
                } else if let change {
                    overrides.set(change)
                } else {
                    overrides.clear(schedule)
                }
            }
        }
        let list = OverrideList(try file.read() ?? ScheduleOverrides(), configuration, at: now)
        Console.print(list.rows, asJSON: json, text: list.lines(about: schedule).joined(separator: "\n"))
    }

    private func requireName(_ name: String, in configuration: Configuration) throws {
        let names = configuration.schedules.keys.sorted() + configuration.rotas.keys.sorted()
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
        guard let forced = ScheduleOverride.ForcedStatus(rawValue: state) else {
            throw ValidationError(
                "\(schedule.printable) is a schedule: it can be open or closed, not \(state.printable).")
        }
        return ScheduleOverride(
            schedule: schedule, state: forced, until: try end(until, in: zone, at: now), author: OverrideList.command)
    }

    /// The swap to set; nil to clear it.
    private func swap(of rota: String, in configuration: Configuration, at now: Moment) throws -> RotaSwap? {
        guard let state, let until else { return nil }
        guard configuration.people[state] != nil else {
            let names = configuration.people.keys.sorted()
            let meant = Suggestion.closest(to: state, among: names).map { "; did you mean \($0)?" }
            Console.error(
                "\(source.path.readable) has no person \(state.printable)"
                    + (meant ?? ". Its people: \(names.joined(separator: ", "))."))
            throw ExitCode(1)
        }
        return RotaSwap(rota: rota, person: state, until: try end(until, in: configuration.timeZone, at: now))
    }

    private func end(_ until: WrittenTime, in zone: Zone, at now: Moment) throws -> Moment {
        let end = until.end(.future, from: now, in: zone)
        guard end > now else {
            let today = zone.localTime(at: now)
            Console.error(
                "--until \(zone.localTime(at: end).description(relativeTo: today)) has passed; it is \(today.clock) in "
                    + "\(zone).")
            throw ExitCode(1)
        }
        return end
    }
}
