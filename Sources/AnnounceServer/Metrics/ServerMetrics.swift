import CallFlow
import CallLog
import MediaLibrary
import Metrics
import Synchronization
package import Telephony

/// The metrics of the server, for `/metrics`.
///
/// Labels are number patterns of the configuration, never text of a request, so clients cannot create series.
package final class ServerMetrics: Sendable {
    /// Values that are looked up when metrics are requested.
    struct Gauges: Sendable {
        var catalogue: Catalogue
        /// Nil: there is no call log.
        var log: CallLogStatus?
        /// Of the public listener: connections that are open, and those that had to go.
        var connections: (open: Int, evicted: Int)
    }

    private struct Configuration {
        /// When the configuration in use was read.
        var readAt: Moment
        /// Whether the file has no newer, invalid text.
        var isCurrent = true
    }

    private struct Series: Hashable {
        var event: String
        var number: String
    }

    private let registry = PrometheusRegistry(descriptions)
    private let events = Mutex<[Series: Timer]>([:])
    private let answers = Mutex<[String: Counter]>([:])
    private let configuration: Mutex<Configuration>
    private let stateIsUsable = Atomic(true)
    private let missing = Atomic(0)

    /// - Parameter now: when the configuration was read.
    package init(at now: Moment = .now) {
        configuration = Mutex(Configuration(readAt: now))
        // A series that exists from the start shows its first event as an increase.
        for result in ["good", "bad"] { reloads(result).increment(by: 0) }
        refusals(403).increment(by: 0)
        misplacements.increment(by: 0)
    }

    // MARK: Counting

    /// An event was answered.
    ///
    /// - Parameters:
    ///   - number: the pattern that the call matched; nil: none.
    ///   - answer: `play`, `gather`, `dial`, …
    func answered(event: String, number: NumberPattern?, answer: String, nanoseconds: Int64) {
        let series = Series(event: event, number: number?.description ?? "")
        let timer = events.withLock { timers in
            if let timer = timers[series] { return timer }
            let timer = Timer(
                label: "announce_webhook_seconds", dimensions: [("event", event), ("number", series.number)],
                factory: registry)
            timers[series] = timer
            return timer
        }
        timer.recordNanoseconds(nanoseconds)
        let counter = answers.withLock { counters in
            if let counter = counters[answer] { return counter }
            let counter = Counter(
                label: "announce_answers_total", dimensions: [("answer", answer)], factory: registry)
            counters[answer] = counter
            return counter
        }
        counter.increment()
    }

    /// An event was refused. The HTTP status 403 means a missing or wrong signature.
    func refused(status: Int) { refusals(status).increment() }

    /// An event was posted to a path where nothing answers.
    func misplaced() { misplacements.increment() }

    private var misplacements: Counter {
        Counter(label: "announce_misplaced_events_total", dimensions: [], factory: registry)
    }

    /// A request for an announcement was answered.
    ///
    /// - Parameter bytes: of the body, as far as it was sent.
    func served(status: Int, bytes: Int) {
        Counter(label: "announce_media_requests_total", dimensions: [("status", String(status))], factory: registry)
            .increment()
        Counter(label: "announce_media_bytes_total", dimensions: [], factory: registry).increment(by: bytes)
    }

    /// The configuration file was read again, and is in use now if it is valid.
    package func reloaded(isGood: Bool, at now: Moment = .now) {
        configuration.withLock { configuration in
            configuration.isCurrent = isGood
            if isGood { configuration.readAt = now }
        }
        reloads(isGood ? "good" : "bad").increment()
    }

    /// The state folder can be used, or cannot.
    package func stateChanged(isUsable: Bool) { stateIsUsable.store(isUsable, ordering: .relaxed) }

    /// A published file was asked for and could not be read.
    func mediaMissed() { missing.wrappingAdd(1, ordering: .relaxed) }

    /// Whether the configuration in use is that of the file.
    package var configurationIsCurrent: Bool { configuration.withLock { $0.isCurrent } }

    private func refusals(_ status: Int) -> Counter {
        Counter(label: "announce_refused_events_total", dimensions: [("status", String(status))], factory: registry)
    }

    private func reloads(_ result: String) -> Counter {
        Counter(label: "announce_configuration_reloads_total", dimensions: [("result", result)], factory: registry)
    }

    // MARK: Reporting

    /// All metrics in the text format of Prometheus.
    func text(_ gauges: Gauges, at now: Moment) -> String {
        let catalogue = gauges.catalogue
        gauge("announce_connections", Double(gauges.connections.open))
        gauge("announce_connections_evicted", Double(gauges.connections.evicted))
        gauge("announce_announcements", Double(catalogue.fileCount))
        gauge("announce_announcement_bytes", Double(catalogue.fileBytes))
        gauge("announce_recordings", Double(catalogue.recordings.count))
        gauge("announce_recordings_failed", Double(catalogue.problems.count))
        gauge("announce_conversions", Double(catalogue.conversions.done), [("result", "done")])
        gauge("announce_conversions", Double(catalogue.conversions.failed), [("result", "failed")])
        gauge("announce_conversion_seconds", catalogue.conversions.seconds)
        let configuration = configuration.withLock { $0 }
        gauge(
            "announce_configuration_age_seconds",
            Double(now.milliseconds - configuration.readAt.milliseconds) / 1000)
        gauge("announce_configuration_is_current", configuration.isCurrent ? 1 : 0)
        gauge("announce_state_is_usable", stateIsUsable.load(ordering: .relaxed) ? 1 : 0)
        gauge("announce_media_missed", Double(missing.load(ordering: .relaxed)))
        if let log = gauges.log {
            gauge("announce_log_waiting", Double(log.queued))
            gauge("announce_log_written", Double(log.written))
            gauge("announce_log_dropped", Double(log.dropped))
            gauge("announce_log_is_writing", log.condition == .writing ? 1 : 0)
        }
        return registry.text
    }

    private func gauge(_ name: String, _ value: Double, _ labels: [(String, String)] = []) {
        Meter(label: name, dimensions: labels, factory: registry).set(value)
    }

    private static let descriptions: [String: PrometheusRegistry.Description] = [
        "announce_webhook_seconds": .init(
            help: "From an event's last byte to its answer, by event and by the number of the configuration it is for.",
            buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]),
        "announce_answers_total": .init(help: "Answers to events, by action."),
        "announce_refused_events_total": .init(
            help: "Events that were refused, by HTTP status; 403: a missing or wrong signature."),
        "announce_misplaced_events_total": .init(
            help: "Events that were posted to another path than that of the webhook, and not answered."),
        "announce_media_requests_total": .init(help: "Requests for announcements, by HTTP status."),
        "announce_media_bytes_total": .init(help: "Bytes of announcements that were sent."),
        "announce_connections": .init(help: "Open connections of the public listener."),
        "announce_connections_evicted": .init(
            help: "Idle connections that the public listener closed since the start, because places ran short."),
        "announce_announcements": .init(help: "Published files, joined and replaced ones among them."),
        "announce_announcement_bytes": .init(help: "Bytes of all published files."),
        "announce_recordings": .init(help: "Recordings in the folder."),
        "announce_recordings_failed": .init(
            help: "Problems of the library: recordings that are not published, and why."),
        "announce_conversions": .init(help: "Recordings converted since the start, by result."),
        "announce_conversion_seconds": .init(help: "Time that conversions took since the start."),
        "announce_configuration_reloads_total": .init(help: "How often the configuration was read anew, by result."),
        "announce_configuration_age_seconds": .init(help: "Since the configuration was read that holds now."),
        "announce_configuration_is_current": .init(help: "1; 0 where the file was edited and does not hold."),
        "announce_state_is_usable": .init(help: "1; 0 where nothing can be stored in the state folder."),
        "announce_media_missed": .init(
            help: "Requests since the start for published files that had gone and could not be made again in time."),
        "announce_log_waiting": .init(help: "Entries that wait to be written to the call log."),
        "announce_log_written": .init(help: "Entries of the call log that were written since the start."),
        "announce_log_dropped": .init(help: "Entries of the call log that were lost since the start."),
        "announce_log_is_writing": .init(help: "1; 0 where the call log cannot be written."),
    ]
}
