package import CallFlow
package import Telephony

/// The incidents, and the messages that wait to be sent: all that must survive a restart.
///
/// A plain value: the time comes in as an argument. Promises one message per incident and way when it begins and one when it is
/// over; if the first is still waiting when it is over, the second says both. A message that was sent and not recorded as such,
/// because the process was killed in between, is sent again.
package struct AlertLedger: Codable, Hashable, Sendable {
    /// Open incidents, and the latest of those that are over, oldest first.
    package private(set) var incidents: [AlertIncident] = []
    /// Messages that wait, oldest first.
    package internal(set) var deliveries: [Delivery] = []
    /// By the kind of way.
    package internal(set) var ways: [String: WayRecord] = [:]
    /// When the last weekly summary was put in line, or the first time that was looked.
    private(set) var summarized: Moment?
    /// When each open incident was last seen; after a restart, nothing is over before it was looked for as long as usual.
    private var seen: [String: Moment] = [:]

    private enum CodingKeys: String, CodingKey { case incidents, deliveries, ways, summarized }

    /// Incidents that are over and still listed.
    private static let mostEnded = 50
    /// Incidents of one rule that are reported one by one when they begin together.
    static let mostTogether = 5

    package init() {}

    /// What is to be stored.
    package var lasting: AlertLedger {
        var ledger = self
        ledger.seen = [:]
        return ledger
    }

    /// A message on one way.
    package struct Delivery: Codable, Hashable, Sendable {
        package let way: AlertWay.Kind
        package let message: AlertMessage
    }

    // MARK: Incidents

    /// Begins and ends incidents, and puts messages about them in line.
    package mutating func apply(_ decision: AlertDecision, _ settings: AlertSettings, at now: Moment) {
        let kinds = Set(settings.ways.map(\.kind))
        deliveries.removeAll { !kinds.contains($0.way) }
        for cause in decision.causes { note(cause, at: now) }
        let current = Set(decision.causes.map { Key($0) })
        var begun: [AlertRule: [Int]] = [:]
        for index in incidents.indices where incidents[index].ended == nil {
            let incident = incidents[index]
            let rule = incident.cause.rule
            if current.contains(Key(incident.cause)) {
                if incident.reported == nil, now >= incident.began.adding(settings.rules.patience(rule)) {
                    begun[rule, default: []].append(index)
                }
            } else if decision.undecided.contains(rule) {
                seen[incident.id] = now
            } else {
                let last = seen[incident.id] ?? now
                seen[incident.id] = last
                if now >= last.adding(settings.rules.patience(rule)) || !settings.rules.isOn(rule) {
                    end(index, settings, at: now)
                }
            }
        }
        for rule in AlertRule.allCases { begin(begun[rule] ?? [], settings, at: now) }
        forgetOld()
    }

    private struct Key: Hashable {
        var rule: AlertRule
        var subject: String
        init(_ cause: AlertCause) { (rule, subject) = (cause.rule, cause.subject) }
    }

    private mutating func note(_ cause: AlertCause, at now: Moment) {
        let key = Key(cause)
        if let index = incidents.lastIndex(where: { $0.ended == nil && Key($0.cause) == key }) {
            incidents[index].cause = cause
            seen[incidents[index].id] = now
        } else if !cause.isOld {
            let incident = AlertIncident(cause, began: now)
            incidents.append(incident)
            seen[incident.id] = now
        }
    }

    private mutating func begin(_ indices: [Int], _ settings: AlertSettings, at now: Moment) {
        let others = max(0, indices.count - Self.mostTogether)
        for (place, index) in indices.enumerated() {
            incidents[index].reported = now
            incidents[index].isSilent = place >= Self.mostTogether
            guard place < Self.mostTogether else { continue }
            let isLast = place == Self.mostTogether - 1
            enqueue(
                AlertMessage(event: .begin, incident: incidents[index], others: isLast ? others : 0, at: now), settings)
        }
    }

    private mutating func end(_ index: Int, _ settings: AlertSettings, at now: Moment) {
        let id = incidents[index].id
        defer { seen[id] = nil }
        guard incidents[index].reported != nil else {
            // Noise: it was over before it was reported.
            incidents[index].ended = now
            return
        }
        incidents[index].ended = max(incidents[index].began, seen[id] ?? now)
        deliveries.removeAll { $0.message.event == .begin && $0.message.incident?.id == id }
        // A rule that was switched off says nothing about what it had found.
        guard !incidents[index].isSilent, settings.rules.isOn(incidents[index].cause.rule) else { return }
        enqueue(AlertMessage(event: .end, incident: incidents[index], at: now), settings)
    }

    private mutating func forgetOld() {
        incidents.removeAll { $0.ended != nil && $0.reported == nil }
        let ended = incidents.indices.filter { incidents[$0].ended != nil }
        for index in ended.dropLast(Self.mostEnded).reversed() { incidents.remove(at: index) }
    }

    // MARK: The summary

    /// Whether the weekly summary is due. The first time that this is asked, the week has just begun.
    package mutating func summaryIsDue(_ settings: AlertSettings, in zone: Zone, at now: Moment) -> Bool {
        guard let time = settings.summary else {
            summarized = nil
            return false
        }
        guard let summarized else {
            self.summarized = now
            return false
        }
        let today = zone.localTime(at: now).date
        let back = (today.weekday.rawValue - time.day.rawValue + 7) % 7
        func slot(_ days: Int) -> Moment {
            zone.moment(of: LocalTime(date: today.adding(days: -days), second: time.minute * 60))
        }
        let latest = slot(back) <= now ? slot(back) : slot(back + 7)
        return summarized < latest
    }

    package mutating func summarize(_ figures: WeekFigures, at now: Moment) {
        summarized = now
        var figures = figures
        figures.incidents = incidents.count { incident in incident.reported.map { $0 >= figures.from } ?? false }
        deliveries.append(
            Delivery(way: .mail, message: AlertMessage(event: .summary, at: now, summary: figures)))
    }

    private mutating func enqueue(_ message: AlertMessage, _ settings: AlertSettings) {
        deliveries += settings.ways.map { Delivery(way: $0.kind, message: message) }
    }
}
