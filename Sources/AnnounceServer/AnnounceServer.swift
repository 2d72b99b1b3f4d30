import CLinux
package import CallFlow
import CallLog
package import Dashboard
package import HTTPListener
package import Logging
package import MediaLibrary
import NIOCore
import NIOPosix
import ServiceLifecycle
import Sipgate
import Synchronization
package import Telephony
import UnixSignals
package import Webhook

/// The server, composed from its parts: the public listener, the admin listener, and what runs beside them.
///
/// ```swift
/// let server = AnnounceServer(settings, plan: plan, logger: logger, ready: { await library.settled() }) { … }
/// try await server.run()
/// ```
package struct AnnounceServer: Sendable {
    package struct Settings: Sendable {
        package var listen: Endpoint
        package var admin: Endpoint
        /// Nil: the public listener speaks plain HTTP.
        package var tls: CallFlow.ServerSettings.TLSFiles?
        /// Where a certificate authority looks at this server, and what it finds there by token; nil if none does.
        package var challenges: (listen: Endpoint, proof: @Sendable (String) -> String?)?
        /// Whether the admin listener speaks TLS as well, with the same certificate.
        package var adminUsesTLS: Bool
        package var masksNumbers: Bool
        package var limits = ConnectionLimits()
        package var adminLimits = ConnectionLimits.uploads
        /// How long requests that have begun may take after the server is asked to stop.
        package var stopLimit: Duration = .seconds(4)
        /// How often certificate files are read again.
        package var certificateInterval: Duration = .seconds(10)
        /// Whether SIGTERM and SIGINT stop the server.
        package var handlesSignals = true
        /// Sockets that another process has bound for this server, and those that are open.
        package var sockets = ListenerSockets()
        /// Whether no listener opens before calls can be answered, since another process answers until then.
        package var opensAtOnce = false
        /// The clock.
        package var now: @Sendable () -> Moment = { .now }

        package init(_ settings: CallFlow.ServerSettings) {
            listen = settings.listen
            admin = settings.admin
            tls = settings.tls
            adminUsesTLS = settings.adminUsesTLS
            masksNumbers = settings.masksNumbers
            let unlimited = settings.proxies + Self.provider
            limits.isUnlimited = { address in unlimited.contains { $0.contains(address) } }
        }

        /// Where events come from.
        private static let provider = EventSource.addresses.compactMap { try? NetworkRange($0) }
    }

    package enum Listener: String, Hashable, Sendable {
        case `public`
        case admin
        /// Port 80, for a certificate authority.
        case challenges
    }

    /// Something that runs as long as the server does, such as a library or a watch on a file.
    package struct BackgroundTask: Sendable {
        package var name: String
        /// Returns when its task is cancelled. An error that it throws before stops the server.
        package var run: @Sendable () async throws -> Void
        /// Whether the server stops when it returns.
        package var endsServer: Bool

        package init(
            _ name: String, endsServer: Bool = false, run: @escaping @Sendable () async throws -> Void
        ) {
            self.name = name
            self.endsServer = endsServer
            self.run = run
        }
    }

    private let settings: Settings
    private let plan: LivePlan
    private let logger: Logger
    private let metrics: ServerMetrics
    private let dashboard: DashboardContent
    private let backgroundTasks: [BackgroundTask]
    private let ready: @Sendable () async -> Void
    private let restore: @Sendable (PublishedFile) async -> Bool
    private let lookup: @Sendable (String) -> (@Sendable () async -> PublishedFile?)?
    private let recorder: CallRecorder?
    private let health: @Sendable () -> Health
    private let opened: @Sendable (Listener, Endpoint) -> Void
    private let stopping: @Sendable () -> Void

    /// - Parameters:
    ///   - dashboard: what the admin listener shows and edits.
    ///   - backgroundTasks: started first, stopped last.
    ///   - ready: awaited before the public listener opens.
    ///   - lookup: called for a name that is not published here; returns what looks for the file of another instance, if
    ///     there can be one.
    ///   - restore: called for a published file that cannot be read; returns whether it can be by now.
    ///   - recorder: records what is answered and what is fetched.
    ///   - health: what `/health` reports in addition to whether the public listener is open.
    ///   - opened: called with each listener's address when it is open, and the port that a 0 has become.
    ///   - stopping: called when the server begins to stop.
    package init(
        _ settings: Settings, plan: LivePlan, logger: Logger, metrics: ServerMetrics = ServerMetrics(),
        dashboard: DashboardContent = DashboardContent(), backgroundTasks: [BackgroundTask] = [],
        ready: @escaping @Sendable () async -> Void = {},
        restore: @escaping @Sendable (PublishedFile) async -> Bool = { _ in false },
        lookup: @escaping @Sendable (String) -> (@Sendable () async -> PublishedFile?)? = { _ in nil },
        recorder: CallRecorder? = nil,
        health: @escaping @Sendable () -> Health = { Health() },
        opened: @escaping @Sendable (Listener, Endpoint) -> Void = { _, _ in },
        stopping: @escaping @Sendable () -> Void = {}
    ) {
        self.settings = settings
        self.plan = plan
        self.logger = logger
        self.metrics = metrics
        self.dashboard = dashboard
        self.backgroundTasks = backgroundTasks
        self.ready = ready
        self.restore = restore
        self.lookup = lookup
        self.recorder = recorder
        self.health = health
        self.opened = opened
        self.stopping = stopping
    }

    /// Serves until SIGTERM, SIGINT or the task's cancellation; then answers requests that have begun, and returns.
    ///
    /// - Throws: `StartupError`, and what a background task has thrown.
    package func run() async throws {
        let certificates = try settings.tls.map { files in
            do throws(CertificateError) {
                return try Certificates(
                    CertificateFiles(certificate: files.certificate, key: files.key),
                    every: settings.certificateInterval, logger: logger)
            } catch {
                throw StartupError.certificate(files, reason: error.reason)
            }
        }
        let isOpen = OpenFlag()
        let health = { @Sendable [health] in
            var health = health()
            if let fault = certificates?.fault { health.warnings.append(fault) }
            return health
        }
        var services = backgroundTasks.map { task in
            ServiceGroupConfiguration.ServiceConfiguration(
                service: BackgroundService(task: task),
                successTerminationBehavior: task.endsServer ? .gracefullyShutdownGroup : .ignore,
                failureTerminationBehavior: .gracefullyShutdownGroup, serviceName: task.name)
        }
        if let certificates { services.append(.init(service: certificates.service, serviceName: "certificates")) }
        let overrides = TelephoneOverrides(
            plan, file: dashboard.overrides,
            numbers: LoggedNumbers(isMasking: settings.masksNumbers || plan.configuration.log.masksNumbers),
            audit: dashboard.audit, now: settings.now, logger: logger)
        let publicListener = try publicListener(isOpen, certificates, overrides)
        let listeners = [
            challengeListener, try adminListener(isOpen, certificates, health, beside: publicListener), publicListener,
        ]
        for listener in listeners.compactMap(\.self) {
            // Shut down gracefully rather than cancelled, so that the other listener answers what it has begun.
            services.append(
                .init(
                    service: listener, failureTerminationBehavior: .gracefullyShutdownGroup,
                    serviceName: listener.listener.rawValue))
        }
        services.append(.init(service: StopNotice(stopping: stopping), serviceName: "stop notice"))
        var configuration = ServiceGroupConfiguration(services: services, logger: dependencyLogger)
        configuration.gracefulShutdownSignals = settings.handlesSignals ? [.sigterm, .sigint] : []
        configuration.maximumGracefulShutdownDuration = settings.stopLimit
        do {
            try await run(ServiceGroup(configuration: configuration), isOpen)
        } catch {
            await overrides.finish()
            throw error
        }
        await overrides.finish()
    }

    private func run(_ group: ServiceGroup, _ isOpen: OpenFlag) async throws {
        // In a task of its own: cancelled itself, the group would drop requests that have begun.
        let running = Task { try await group.run() }
        do {
            try await withTaskCancellationHandler {
                try await running.value
            } onCancel: {
                Task { await group.triggerGracefulShutdown() }
            }
        } catch is CancellationError {
            logger.warning("Some requests did not end in time and were cut off")
        }
    }

    /// Awaited before the listeners open that do not wait for announcements.
    private var earliest: @Sendable () async -> Void {
        settings.opensAtOnce ? ready : { @Sendable () async -> Void in }
    }

    private func publicListener(
        _ isOpen: OpenFlag, _ certificates: Certificates?, _ overrides: TelephoneOverrides
    ) throws -> NamedListener {
        let routes = PublicRoutes(
            live: plan,
            webhook: WebhookController(
                mostBytes: settings.limits.bodyBytes, numbers: LoggedNumbers(isMasking: settings.masksNumbers),
                logger: logger, now: settings.now),
            media: MediaController(
                catalogue: plan.catalogue, cache: ContentCache(), restore: restore, lookup: lookup, metrics: metrics,
                logger: logger),
            recorder: TrafficRecorder(metrics: metrics, log: recorder, now: settings.now),
            misplaced: MisplacedEvents(metrics), overrides: overrides, logger: logger)
        return NamedListener(
            .public, settings.listen, limits: settings.limits, tls: try certificates?.configuration(), logger: logger,
            sockets: settings.sockets, mayOpen: ready,
            opened: { [opened] endpoint in
                isOpen.open()
                opened(.public, endpoint)
            },
            makeResponder: { PublicResponder(routes) })
    }

    private func adminListener(
        _ isOpen: OpenFlag, _ certificates: Certificates?, _ health: @escaping @Sendable () -> Health,
        beside publicListener: NamedListener
    ) throws -> NamedListener {
        let tls = settings.adminUsesTLS ? try certificates?.configuration() : nil
        // Of its own, so that listening at the dashboard evicts nothing that callers hear.
        let media = MediaController(
            catalogue: plan.catalogue, cache: ContentCache(capacity: 12 << 20), restore: restore, metrics: metrics,
            logger: logger)
        let controller = dashboard.controller(
            live: plan, endpoint: settings.admin, isSecure: tls != nil,
            media: { try await media.respond(to: $0, name: $1) }, trials: recorder.map(trialRecording),
            further: [metricsSection(of: publicListener)], health: health, isPublicOpen: { isOpen.isOpen },
            now: settings.now,
            logger: logger)
        return NamedListener(
            .admin, settings.admin, limits: settings.adminLimits, tls: tls, logger: logger,
            sockets: settings.sockets, mayOpen: earliest,
            opened: { [opened] in opened(.admin, $0) },
            makeResponder: { AsyncResponder { try await controller.answer($0) } })
    }

    private var challengeListener: NamedListener? {
        settings.challenges.map { listen, proof in
            let controller = ChallengeController(proof: proof) { [plan] in plan.configuration.publicURL }
            return NamedListener(
                .challenges, listen, limits: settings.limits, tls: nil, logger: logger,
                sockets: settings.sockets, mayOpen: earliest,
                opened: { [opened] in opened(.challenges, $0) },
                makeResponder: { AsyncResponder { controller.answer($0) } })
        }
    }

    private func metricsSection(of publicListener: NamedListener) -> MetricsController {
        MetricsController(
            metrics: metrics,
            gauges: { [plan, log = dashboard.callLog] in
                .init(catalogue: plan.catalogue(), log: log?.status, connections: publicListener.connections)
            },
            now: settings.now)
    }

    /// Records simulated calls of the dashboard, and what it fetches for them, in the call log.
    private func trialRecording(_ recorder: CallRecorder) -> TrialRecording {
        TrialRecording(
            answered: { [now = settings.now] tried in
                // The time of the trial: the simulated call's own clock may show any day.
                recorder.answered(
                    tried.event, form: tried.form, outcome: tried.outcome, latency: tried.duration, at: now(),
                    isTrial: true, isDetached: !tried.isWatched)
            },
            fetchBegan: { [now = settings.now] name, size, first in
                let fetch = recorder.fetchBegan(
                    name, size: size, request: .bytes(from: first), at: now(), isTrial: true)
                return { sent in recorder.fetchEnded(fetch, sent: sent, at: now()) }
            })
    }

    /// Dependencies log warnings and errors only, unless everything is wanted.
    private var dependencyLogger: Logger {
        var logger = logger
        if logger.logLevel > .debug { logger.logLevel = max(.warning, logger.logLevel) }
        return logger
    }
}

/// Whether the public listener is open.
private final class OpenFlag: Sendable {
    private let flag = Atomic(false)

    var isOpen: Bool { flag.load(ordering: .relaxed) }
    func open() { flag.store(true, ordering: .relaxed) }
}
