package import CallFlow
package import Telephony

/// What is wrong by the rules: a decision about facts, with the time as a value.
package struct AlertDecision: Sendable {
    package let causes: [AlertCause]
    /// Rules that could not be decided: their incidents stay as they are.
    package let undecided: Set<AlertRule>

    package init(_ facts: AlertFacts, by rules: AlertRules, at now: Moment) {
        undecided = facts.undecided
        var causes: [AlertCause] = []
        if let least = rules.notFetched {
            causes += (facts.unfetched ?? []).filter { $0.answers >= least }.map {
                .notFetched(prompt: $0.prompt, file: $0.file, answers: $0.answers, begun: $0.begun)
            }
        }
        if let hours = rules.noCalls, let usual = facts.hours.flatMap({ UsualCalls($0).missed(in: hours) }) {
            causes.append(.noCalls(hours: hours, usual: usual))
        }
        if rules.notReady != nil, let reasons = facts.notReady, !reasons.isEmpty {
            causes.append(.notReady(reasons: reasons))
        }
        if let days = rules.certificate, let certificate = facts.certificate {
            causes += Self.certificate(certificate, days, now)
        }
        if rules.recordings {
            causes += (facts.recordings ?? []).map { .recording(name: $0.name, reason: $0.reason) }
        }
        if let least = rules.signatures, let count = facts.refusals, count >= least {
            causes.append(.signatures(count: count))
        }
        if rules.callLog, let faults = facts.callLog, !faults.isEmpty { causes.append(.callLog(faults: faults)) }
        if let days = rules.runningOut, let zone = facts.zone { causes += Self.runningOut(facts, zone, days, now) }
        self.causes = causes
    }

    /// A certificate that this server has renewed may be short-lived; it is late at a quarter of its lifetime.
    private static func certificate(
        _ certificate: AlertFacts.Certificate, _ days: Int, _ now: Moment
    ) -> [AlertCause] {
        let left = certificate.until.milliseconds - now.milliseconds
        let lifetime = certificate.until.milliseconds - certificate.from.milliseconds
        let day: Int64 = 86_400_000
        let least = certificate.isRenewed ? min(Int64(days) * day, lifetime / 4) : Int64(days) * day
        guard left < least else { return [] }
        return [.certificate(host: certificate.host, days: left < 0 ? -1 : Int(left / day))]
    }

    private static func runningOut(
        _ facts: AlertFacts, _ zone: Zone, _ days: Int, _ now: Moment
    ) -> [AlertCause] {
        var causes: [AlertCause] = []
        for schedule in facts.schedules.sorted(by: { $0.name < $1.name }) {
            let ends = schedule.specialDays.compactMap(\.days.end)
            // What recurs never runs out.
            guard ends.count == schedule.specialDays.count, let last = ends.max() else { continue }
            let today = (schedule.timeZone ?? zone).localTime(at: now).date
            let left = last.dayNumber - today.dayNumber
            if left < days {
                causes.append(.scheduleEnds(schedule: schedule.name, last: last.description, days: left))
            }
        }
        for rota in facts.rotas.sorted(by: { $0.name < $1.name }) {
            guard case .listed(let turns) = rota.turns, let last = turns.last else { continue }
            let today = rota.clock(in: zone).localTime(at: now).date
            let left = last.start.date.dayNumber - today.dayNumber
            if left < days {
                causes.append(
                    .rotaEnds(rota: rota.name, person: last.person, last: last.start.date.description, days: left))
            }
        }
        return causes
    }
}

/// The calls of the same hours in earlier weeks.
struct UsualCalls {
    private let hours: [AlertFacts.Hour]

    /// Fewer usual calls than these say nothing: a morning without any may be chance.
    static let least = 5.0
    private static let week = 168

    /// - Parameter hours: until now, the latest last.
    init(_ hours: [AlertFacts.Hour]) { self.hours = hours }

    /// How many calls there usually are in the last open hours, if there was none this time; nil if all is as usual, or
    /// nothing is known of earlier weeks.
    func missed(in count: Int) -> Int? {
        // Three days back at most: after a long closure, the last open hours say nothing about now.
        let recent = hours.indices.suffix(72).reversed().filter { hours[$0].isOpen }.prefix(count)
        guard recent.count == count, let latest = recent.first, latest == hours.indices.last,
            recent.allSatisfy({ hours[$0].calls == 0 })
        else { return nil }
        var usual = 0.0
        for hour in recent {
            let earlier = (1...4).map { hour - $0 * Self.week }.filter { $0 >= 0 }
            guard !earlier.isEmpty else { return nil }
            usual += Double(earlier.reduce(0) { $0 + hours[$1].calls }) / Double(earlier.count)
        }
        return usual >= Self.least ? Int(usual.rounded()) : nil
    }
}
