import ACME
import Alerts
import AnnounceServer
import CallFlow
import CallLog
import Dashboard
import Foundation
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony
import Webhook

/// Looks up what the rules decide about. Everything is read from what runs anyway, from the call log's file, and from
/// the certificate's; nothing of it is on the webhook's road.
actor AlertFactSource {
    private let active: ActiveProject
    private let callLog: CallLogWriter?
    private let reader: CallLogReader?
    private let health: @Sendable () -> Health
    /// The certificate that an authority issues to this server.
    private let renewed: FilePath?
    /// The hours of the last weeks, which are counted anew every ten minutes.
    private var hours: (at: Moment, values: [AlertFacts.Hour])?
    private var logged: LogFacts?

    /// What the log was asked, and when.
    private struct LogFacts {
        var at: Moment
        /// How many entries had been written then, and since when no more came.
        var written: Int
        var changed: Moment
        var answers: Int?
        var unfetched: [AlertFacts.Unfetched]
        var refusals: Int
    }

    /// How long a file may still be fetched after an answer. The provider fetches it within a second or two.
    private static let settling = Duration.seconds(15)

    init(
        _ active: ActiveProject, callLog: CallLogWriter?, renewed: FilePath?, health: @escaping @Sendable () -> Health
    ) {
        (self.active, self.callLog, self.renewed, self.health) = (active, callLog, renewed, health)
        reader = callLog?.reader
    }

    func facts(at now: Moment) async -> AlertFacts {
        let configuration = active.live.configuration
        let rules = configuration.alerts.rules
        var facts = AlertFacts()
        facts.notReady = health().reasons
        facts.callLog = callLog?.status.warnings ?? []
        facts.zone = configuration.timeZone
        facts.schedules = Array(configuration.schedules.values)
        facts.rotas = Array(configuration.rotas.values)
        facts.certificate = certificate(configuration)
        let catalogue = active.library.catalogue
        if catalogue.isSettled { facts.recordings = catalogue.problems.compactMap { Self.failure($0) } }
        guard let reader else {
            (facts.unfetched, facts.refusals, facts.hours) = ([], 0, [])
            return facts
        }
        let written = callLog?.status.written ?? 0
        do {
            let logged = try await logged(reader, rules, written: written, at: now)
            (facts.unfetched, facts.refusals) = (logged.unfetched, logged.refusals)
            facts.hours = try await hours(reader, configuration, at: now)
        } catch CallLogError.missing where written == 0 {
            (facts.unfetched, facts.refusals, facts.hours) = ([], 0, [])
        } catch {
            // Not known now: the rule about the call log says why.
        }
        return facts
    }

    /// What the log says. It is asked again when something was written a short time ago, and otherwise once a minute.
    private func logged(
        _ reader: CallLogReader, _ rules: AlertRules, written: Int, at now: Moment
    ) async throws -> LogFacts {
        func age(_ moment: Moment) -> Int64 { now.milliseconds - moment.milliseconds }
        var changed = now
        if let logged, logged.written == written {
            changed = logged.changed
            // An answer may wait for its fetch a while after it was written.
            let isOld = age(changed) > 2 * Self.settling.components.seconds * 1000
            if isOld, logged.answers == rules.notFetched, (0..<60_000).contains(age(logged.at)) { return logged }
        }
        var unfetched: [AlertFacts.Unfetched] = []
        if let answers = rules.notFetched {
            let found = try await reader.unfetched(
                from: now.adding(.seconds(-86_400)), to: now, settling: Self.settling, answers: answers)
            unfetched = found.compactMap {
                guard case .neverFetched(let file, let prompt, let answers, let begun) = $0 else { return nil }
                return .init(prompt: prompt, file: file, answers: answers, begun: begun)
            }
        }
        let refusals =
            rules.signatures == nil ? 0 : try await reader.refusals(status: 403, from: now.adding(.seconds(-3600)))
        let facts = LogFacts(
            at: now, written: written, changed: changed, answers: rules.notFetched, unfetched: unfetched,
            refusals: refusals)
        logged = facts
        return facts
    }

    /// The latest hour is the last whole one before now, counted from now back.
    private func hours(
        _ reader: CallLogReader, _ configuration: Configuration, at now: Moment
    ) async throws -> [AlertFacts.Hour] {
        let age = hours.map { now.milliseconds - $0.at.milliseconds }
        if let hours, let age, (0..<600_000).contains(age) { return hours.values }
        // As long as the log counts in one go.
        let counts = try await reader.hours(from: now.adding(.seconds(-31 * 86_400)), to: now)
        let overrides = active.live.rules.plan.overrides
        let recent = now.adding(.seconds(-73 * 3600))
        let values = counts.map { hour in
            // Of earlier hours only the calls matter.
            guard hour.begin >= recent else { return AlertFacts.Hour(isOpen: false, calls: hour.calls) }
            let middle = hour.begin.adding(.seconds(1800))
            return AlertFacts.Hour(
                isOpen: Self.isOpen(configuration, overrides, at: middle), calls: hour.calls)
        }
        hours = (now, values)
        return values
    }

    /// Whether callers are expected: some schedule is open, or there is none.
    private static func isOpen(_ configuration: Configuration, _ overrides: ScheduleOverrides, at moment: Moment)
        -> Bool
    {
        configuration.schedules.isEmpty
            || configuration.schedules.values.contains { schedule in
                schedule.status(at: moment, in: configuration.timeZone, under: overrides).status == .open
            }
    }

    private static func failure(_ problem: LibraryProblem) -> AlertFacts.FailedRecording? {
        switch problem {
        case .failed(_, let path, _): .init(name: path, reason: problem.message)
        case .notSpoken(let name, _, isHeard: false): .init(name: name.text, reason: problem.message)
        case .notJoined(let prompt, _): .init(name: "\(prompt)", reason: problem.message)
        case .partsMissing(let prompt, _): .init(name: "\(prompt)", reason: problem.message)
        default: nil
        }
    }

    private func certificate(_ configuration: Configuration) -> AlertFacts.Certificate? {
        let isRenewed = configuration.server.authority != nil
        let path = isRenewed ? renewed : configuration.server.tls.map { FilePath($0.certificate) }
        guard let path, let bytes = try? SmallFile.read(path, upTo: 1 << 20),
            let facts = CertificateFacts(pem: String(decoding: bytes, as: UTF8.self)),
            // Of one that this server made itself until the authority's comes, `/health` says so.
            !(isRenewed && facts.isSelfSigned)
        else { return nil }
        func moment(_ date: Date) -> Moment { Moment(milliseconds: Int64(date.timeIntervalSince1970 * 1000)) }
        return .init(
            host: configuration.publicURL.host, from: moment(facts.validFrom), until: moment(facts.validUntil),
            isRenewed: isRenewed)
    }
}
