import AnnounceServer
import ArgumentParser
import CallFlow
import Dashboard
import Hosting
import LocalFiles
import MediaLibrary
import Telephony

struct OverrideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "override",
        abstract: "Open or close a schedule for a while, now or later, or swap a turn.",
        discussion: """
            Takes effect at once or at --from, survives restarts and expires by itself. Where several hold, the one that was set
            last counts. Without arguments, lists the overrides in effect and those planned.

              announce override office closed --until 18:00 --play closed-today
              announce override office closed --from 24.12. --until 26.12.
              announce override office open --until "tomorrow 9:00"
              announce override on-call carla --until "tomorrow 8:00"
              announce override office --clear
              announce override office --clear --from 24.12.
              announce override

            With --configuration-database, it takes effect on all instances.

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
            "Start of the override, written as the end is; a day alone is meant from midnight on. Default: now.",
            valueName: "time"),
        transform: WrittenTime.argument)
    var from: WrittenTime?

    @Option(
        help: ArgumentHelp(
            "End of the override in the configured time zone: \(WrittenTime.examples); a day alone is included.",
            valueName: "time"),
        transform: WrittenTime.argument)
    var until: WrittenTime?

    @Option(
        help: ArgumentHelp(
            "What callers hear meanwhile, in place of the announcement that they would hear first.",
            valueName: "announcement"))
    var play: String?

    @Flag(help: "Remove the override in effect; with --from, the one planned for then.")
    var clear = false

    @Flag(help: "Print the overrides as a JSON array.")
    var json = false

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var database: ConfigurationDatabaseOption

    @OptionGroup
    var place: StateOption

    func validate() throws {
        if clear {
            guard schedule != nil, state == nil, until == nil, play == nil else {
                throw ValidationError("--clear takes only a schedule and --from: announce override SCHEDULE --clear")
            }
        } else if schedule != nil {
            guard state != nil, until != nil else {
                throw ValidationError(
                    "State and end are missing: announce override SCHEDULE closed --until 18:00")
            }
        } else if until != nil || from != nil || play != nil {
            throw ValidationError("The schedule is missing: announce override SCHEDULE closed --until 18:00")
        }
    }

    func run() throws {
        let url = try database.url
        let configuration = try url.map { try source.validConfiguration(in: $0) } ?? source.validConfiguration()
        let files = StateFiles(in: try place.folder(of: source).path, sharedBy: url)
        let file = files.overrides
        let now = Moment.now
        if let schedule {
            try requireName(schedule, in: configuration)
            let isRota = configuration.rotas[schedule] != nil
            if isRota, from != nil || play != nil {
                throw ValidationError(
                    "A swap of turns begins at once; write later ones in the file, as `swaps:` of the rota \(schedule)."
                )
            }
            let planned =
                try clear ? from.map { try self.planned($0, of: schedule, file, configuration, at: now) } : nil
            let swap = isRota ? try swap(of: schedule, in: configuration, at: now) : nil
            let change = isRota ? nil : try change(of: schedule, in: configuration, at: now)
            try file.change(at: now) { overrides in
                if let swap {
                    overrides.set(swap)
                } else if isRota {
                    overrides.clear(rota: schedule)
                } else if let change {
                    overrides.set(change, at: now)
                } else if let planned {
                    overrides.remove(planned)
                } else {
                    overrides.clear(schedule, at: now)
                }
            }
        }
        if let schedule { record(schedule, configuration, files, at: now) }
        let list = OverrideList(try file.latest() ?? ScheduleOverrides(), configuration, at: now)
        Console.print(list.rows, asJSON: json, text: list.lines(about: schedule).joined(separator: "\n"))
    }

    /// Records what was set or cleared.
    private func record(_ name: String, _ configuration: Configuration, _ files: StateFiles, at now: Moment) {
        var values = ["schedule": name]
        if let stored = try? files.overrides.latest(), !clear {
            if let set = stored.all.last(where: { $0.schedule == name }) {
                values = set.auditValues(in: configuration.timeZone)
            } else if let swap = stored.swap(of: name, at: now) {
                let until = configuration.timeZone.localTime(at: swap.until)
                values = ["rota": name, "person": swap.person, "until": "\(until)"]
            }
        }
        let isRota = configuration.rotas[name] != nil
        if isRota { values["rota"] = name }
        CommandAudit(files: files).record(isRota ? "swap" : "override", values, at: now)
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
    private func change(
        of schedule: String, in configuration: Configuration, at now: Moment
    ) throws -> ScheduleOverride? {
        guard let state, let until else { return nil }
        guard let forced = ScheduleOverride.ForcedStatus(rawValue: state) else {
            throw ValidationError(
                "\(schedule.printable) is a schedule: it can be open or closed, not \(state.printable).")
        }
        let zone = configuration.timeZone
        let start = try from.map { try begin($0, in: zone, at: now) }
        return ScheduleOverride(
            schedule: schedule, state: forced, from: start,
            until: try end(until, after: start ?? now, in: zone, at: now),
            announcement: try play.map { try announcement($0, in: configuration) }, author: OverrideList.command)
    }

    /// The override that is planned to begin at a time.
    private func planned(
        _ from: WrittenTime, of schedule: String, _ file: StateFile<ScheduleOverrides>, _ configuration: Configuration,
        at now: Moment
    ) throws -> ScheduleOverride {
        let zone = configuration.timeZone
        let start = from.moment(.future, from: now, in: zone)
        let list = try (file.latest() ?? ScheduleOverrides()).list(at: now).filter { $0.schedule == schedule }
        if let planned = list.first(where: { $0.from == start }) { return planned }
        let today = zone.localTime(at: now)
        let starts = list.compactMap(\.from).map { zone.localTime(at: $0).description(relativeTo: today) }
        Console.error(
            "No override of \(schedule.printable) is planned from \(zone.localTime(at: start).description(relativeTo: today)) on"
                + (starts.isEmpty ? "." : "; planned: from \(starts.joined(separator: ", from "))."))
        throw ExitCode(1)
    }

    /// An announcement that exists.
    private func announcement(_ text: String, in configuration: Configuration) throws -> AnnouncementName {
        let texts = configuration.speech == nil ? [] : Set(configuration.texts.keys)
        let names = MediaLibrary.names(in: configuration.recordings.folder).union(texts)
        if let name = try? AnnouncementName(text), names.contains(name) { return name }
        let meant = Suggestion.closest(to: text, among: names.map(\.text).sorted())
        Console.error(
            "There is no announcement \(text.printable)"
                + (meant.map { "; did you mean \($0)?" }
                    ?? ". Record it, or put it into \(configuration.recordings.folder.printable) first."))
        throw ExitCode(1)
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
        return RotaSwap(
            rota: rota, person: state, until: try end(until, after: now, in: configuration.timeZone, at: now))
    }

    private func begin(_ from: WrittenTime, in zone: Zone, at now: Moment) throws -> Moment {
        let start = from.moment(.future, from: now, in: zone)
        guard start > now else { throw passed("--from", start, in: zone, at: now) }
        return start
    }

    /// The end, read from the start on: `--from 23:00 --until 2h` is two hours, and `--until 1:00` the next day.
    private func end(_ until: WrittenTime, after start: Moment, in zone: Zone, at now: Moment) throws -> Moment {
        let end = until.end(.future, from: start, in: zone)
        guard end > now else { throw passed("--until", end, in: zone, at: now) }
        guard end > start else {
            let today = zone.localTime(at: now)
            Console.error("--until \(zone.localTime(at: end).description(relativeTo: today)) is before --from.")
            throw ExitCode(1)
        }
        return end
    }

    private func passed(_ option: String, _ moment: Moment, in zone: Zone, at now: Moment) -> ExitCode {
        let today = zone.localTime(at: now)
        let time = zone.localTime(at: moment).description(relativeTo: today)
        Console.error("\(option) \(time) has passed; it is \(today.clock) in \(zone).")
        return ExitCode(1)
    }
}
