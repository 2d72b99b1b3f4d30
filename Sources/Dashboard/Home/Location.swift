import CallFlow
import MediaLibrary
import Telephony
import Webhook

/// A schedule that numbers use, as Home shows it: its status, what callers hear, and when that changes.
struct Location {
    let schedule: Schedule
    /// The numbers whose calls can come to the schedule.
    let numbers: [NumberCall]
    /// How many they are; of large tables only some are among `numbers`.
    var numberCount: Int { Self.count(numbers) }

    static func count(_ numbers: [NumberCall]) -> Int { numbers.reduce(0) { $0 + 1 + $1.others } }

    /// The titles of the customers whose it is.
    let customers: [String]
    let status: Schedule.Status
    /// Why the day has its hours.
    let reason: DayReason
    /// The override in effect.
    let override: ScheduleOverride?
    /// The overrides that have not begun.
    let planned: [ScheduleOverride]
    /// When it opens, or closes if it is open; nil if that is not planned.
    let change: LocalTime?
    let now: LocalTime
    let zone: Zone
    /// A call to the first of the numbers that asks the schedule now.
    let preview: CallPreview?

    /// - Parameter snapshot: whose overrides count.
    init(_ schedule: Schedule, _ numbers: [NumberCall], at moment: Moment, _ snapshot: VisiblePlan.Snapshot) {
        let plan = snapshot.plan
        zone = plan.configuration.timeZone
        let zone = zone
        self.schedule = schedule
        self.numbers = numbers
        customers = snapshot.titles(of: .schedule(schedule.name))
        (status, reason, override, _) = schedule.status(at: moment, in: zone, under: plan.overrides)
        planned = plan.overrides.list(at: moment).filter {
            $0.schedule == schedule.name && $0.from.map { moment < $0 } ?? false
        }
        change = schedule.nextChange(after: moment, in: zone, under: plan.overrides).map { zone.localTime(at: $0) }
        now = zone.localTime(at: moment)
        // The first numbers are enough: a call to one of them usually comes to the schedule at once.
        let previews = numbers.prefix(Self.mostTried).lazy.map {
            CallPreview($0, from: .unknown(""), at: moment, snapshot)
        }
        preview = previews.first { $0.asks(schedule.name) } ?? previews.first
    }

    private static let mostTried = 5

    var isOpen: Bool { status == .open }

    /// All locations of a configuration, by name: the schedule and its numbers.
    static func all(of configuration: Configuration) -> [(schedule: Schedule, numbers: [NumberCall])] {
        let calls = Dictionary(
            NumberCall.listed(in: configuration.numbers).compactMap { call in call.node.map { ($0, call) } }
                + NumberCall.tables(in: configuration.numbers).map { ($0.node, $0.call) },
            uniquingKeysWith: { first, _ in first })
        return configuration.scheduleUses.compactMap { name, nodes in
            configuration.schedules[name].map { ($0, nodes.compactMap { calls[$0] }) }
        }.sorted { $0.schedule.name < $1.schedule.name }
    }
}

extension CallPreview {
    /// Whether the call comes to a schedule before it waits for keys or ends.
    fileprivate func asks(_ name: String) -> Bool {
        trace.contains { step in
            switch step {
            case .schedule(name, _, _), .override(name, _, _, _): true
            default: false
            }
        }
    }
}
