package import Alerts
package import CallFlow
import CallLog
import LocalFiles
import Logging
import Telephony
import Webhook

/// Alerts people while the server runs: looks every few seconds what is wrong, and sends the messages that are due.
///
/// What it knows is stored after every change, so a restart neither forgets an incident nor reports it twice. If it cannot be stored,
/// messages are sent all the same. Nothing here is awaited by the answer to a call.
package actor AlertService {
    private let active: ActiveProject
    private let facts: AlertFactSource
    private let file: StateFile<AlertLedger>
    private let sender: AlertSender
    private let callLog: CallLogReader?
    private let faults: OpenFaults
    private let logger: Logger
    private var ledger = AlertLedger()
    private var stored: AlertLedger?
    private var isStored = true

    /// How often it looks. With it, an announcement that is not fetched is reported within half a minute.
    private static let pause = Duration.seconds(5)
    /// How many of these pauses are between two looks while there is no way to send a message: for the page about alerts alone.
    private static let idlePauses = 12

    init(
        _ active: ActiveProject, _ facts: AlertFactSource, file: StateFile<AlertLedger>, sender: AlertSender,
        callLog: CallLogReader?, faults: OpenFaults, logger: Logger
    ) {
        (self.active, self.facts, self.file, self.sender) = (active, facts, file, sender)
        (self.callLog, self.faults, self.logger) = (callLog, faults, logger)
        do throws(StateFileError) {
            ledger = try file.read() ?? AlertLedger()
            stored = ledger
        } catch {
            logger.warning("\(error.sentence) Alerts begin anew.")
        }
    }

    private var settings: AlertSettings { active.live.configuration.alerts }
    private var zone: Zone { active.live.configuration.timeZone }

    /// Runs until the task is cancelled.
    func run() async throws {
        var pauses = 0
        while true {
            // A way that is added counts within one pause.
            if pauses == 0 || !settings.ways.isEmpty { await look(at: .now) }
            pauses = (pauses + 1) % Self.idlePauses
            try await Task.sleep(for: Self.pause)
        }
    }

    private func look(at now: Moment) async {
        let settings = settings
        let facts = await facts.facts(at: now)
        ledger.apply(AlertDecision(facts, by: settings.rules, at: now), settings, at: now)
        if ledger.summaryIsDue(settings, in: zone, at: now), let figures = await figures(until: now) {
            ledger.summarize(figures, at: now)
        }
        store()
        await send(settings, at: now)
        reportFaults(settings)
        store()
    }

    /// Sends what is due, on all ways at the same time.
    private func send(_ settings: AlertSettings, at now: Moment) async {
        let due = ledger.due(settings, in: zone, at: now)
        guard !due.isEmpty else { return }
        await withTaskGroup(of: (AlertLedger.Delivery, DeliveryError?).self) { group in
            for delivery in due {
                guard let way = settings.ways.first(where: { $0.kind == delivery.way }) else { continue }
                group.addTask { (delivery, await self.failure(of: delivery.message, by: way, settings)) }
            }
            for await (delivery, failure) in group {
                // What was cut off by the end of the server says nothing about the receiver.
                if Task.isCancelled, failure != nil { continue }
                record(delivery, failure)
            }
        }
    }

    private nonisolated func failure(
        of message: AlertMessage, by way: AlertWay, _ settings: AlertSettings
    ) async -> DeliveryError? {
        do throws(DeliveryError) {
            let configuration = active.live.configuration
            try await sender.send(
                message, by: way, settings.language, server: configuration.publicURL, zone: configuration.timeZone)
            return nil
        } catch {
            return error
        }
    }

    private func record(_ delivery: AlertLedger.Delivery, _ failure: DeliveryError?) {
        guard let failure else { return ledger.arrived(delivery, at: .now) }
        if ledger.ways[delivery.way.rawValue]?.fault != failure.sentence {
            logger.warning("An alert by \(delivery.way.rawValue) did not arrive: \(failure.sentence) It is sent again.")
        }
        ledger.failed(delivery, because: failure.sentence, at: .now)
    }

    /// What `/health` says about the ways.
    private func reportFaults(_ settings: AlertSettings) {
        let failing = settings.ways.compactMap { way in
            ledger.ways[way.kind.rawValue]?.fault.map { "Alerts by \(way.kind.rawValue) do not arrive: \($0)" }
        }
        faults.set(failing.isEmpty ? nil : failing.joined(separator: " "), about: .alerts)
    }

    private func store() {
        let lasting = ledger.lasting
        guard lasting != stored else { return }
        do throws(StateFileError) {
            try file.write(lasting)
            (stored, isStored) = (lasting, true)
        } catch {
            if isStored { logger.warning("\(error.sentence) Alerts may be sent twice after a restart.") }
            isStored = false
        }
    }

    private func figures(until now: Moment) async -> WeekFigures? {
        let begin = now.adding(.seconds(-7 * 86_400))
        guard let hours = try? await callLog?.hours(from: begin, to: now) else { return nil }
        var counts: [CallOutcome: Int] = [:]
        for hour in hours { counts.merge(hour.outcomes, uniquingKeysWith: +) }
        let outcomes = counts.filter { $0.value > 0 }.sorted {
            ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
        }
        return WeekFigures(
            from: begin, to: now, calls: counts.values.reduce(0, +),
            outcomes: outcomes.map { .init(word: $0.key.rawValue, count: $0.value) })
    }

    // MARK: For the dashboard and the command line

    /// What is known now.
    package var current: AlertLedger { ledger }

    /// Sends a test message at once, also in quiet hours.
    ///
    /// - Throws: `DeliveryError`.
    package func test(_ kind: AlertWay.Kind) async throws(DeliveryError) {
        let settings = settings
        guard let way = settings.ways.first(where: { $0.kind == kind }) else { throw .notConfigured(kind) }
        if let failure = await failure(of: .test(at: .now), by: way, settings) { throw failure }
        ledger.arrived(kind, at: .now)
        store()
    }

    /// The environment variables that the ways need and that are not set.
    package var missingVariables: [String] { settings.ways.flatMap { sender.missingVariables(of: $0) } }
}
