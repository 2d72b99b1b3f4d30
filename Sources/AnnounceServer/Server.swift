import CLinux
package import CallFlow
import Glibc
import HTTPTypes
import HummingbirdCore
package import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Synchronization
import Telephony
import UnixSignals

/// The server, put together from its parts: the public listener, the admin listener, and what runs beside them.
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
        /// Whether the admin listener speaks TLS as well, by the same certificate.
        package var adminUsesTLS: Bool
        package var masksNumbers: Bool
        package var limits = ConnectionLimits()
        package var adminLimits = ConnectionLimits.admin
        /// How long what has begun may take to end after the server was told to stop.
        package var stopLimit: Duration = .seconds(4)
        /// How often certificate files are looked at.
        package var certificateInterval: Duration = .seconds(10)
        /// Whether SIGTERM and SIGINT stop the server.
        package var handlesSignals = true
        /// When an event comes.
        package var now: @Sendable () -> Moment = { .now }

        package init(_ settings: CallFlow.ServerSettings) {
            listen = settings.listen
            admin = settings.admin
            tls = settings.tls
            adminUsesTLS = settings.adminUsesTLS
            masksNumbers = settings.masksNumbers
        }
    }

    package enum Listener: String, Hashable, Sendable {
        case `public`
        case admin
    }

    /// Why there is no server.
    package enum Failure: Error, Hashable, Sendable {
        /// The port is in use or not permitted, the address is not this machine's, …: an `errno` value.
        case cannotListen(Listener, Endpoint, errno: CInt)
        case unknownHost(Listener, Endpoint)
        /// What is wrong with certificate or key.
        case certificate(CallFlow.ServerSettings.TLSFiles, reason: String)
    }

    /// Something that runs as long as the server does: a library, a watch on a file.
    package struct Companion: Sendable {
        package var name: String
        /// Ends when its task is cancelled. What it throws before stops the server.
        package var run: @Sendable () async throws -> Void

        package init(_ name: String, run: @escaping @Sendable () async throws -> Void) {
            self.name = name
            self.run = run
        }
    }

    private let settings: Settings
    private let plan: LivePlan
    private let logger: Logger
    private let metrics: ServerMetrics
    private let dashboard: Dashboard
    private let companions: [Companion]
    private let ready: @Sendable () async -> Void
    private let recorder: CallRecorder?
    private let health: @Sendable () -> Health
    private let opened: @Sendable (Listener, Endpoint) -> Void

    /// - Parameters:
    ///   - dashboard: what the admin listener shows and changes.
    ///   - companions: started first, stopped last.
    ///   - ready: awaited before the public listener opens.
    ///   - recorder: told what is answered and what is fetched.
    ///   - health: what `/health` says besides whether the public listener is open.
    ///   - opened: told each listener's address when it is open, with the port that a 0 has become.
    package init(
        _ settings: Settings, plan: LivePlan, logger: Logger, metrics: ServerMetrics = ServerMetrics(),
        dashboard: Dashboard = Dashboard(), companions: [Companion] = [],
        ready: @escaping @Sendable () async -> Void = {}, recorder: CallRecorder? = nil,
        health: @escaping @Sendable () -> Health = { Health() },
        opened: @escaping @Sendable (Listener, Endpoint) -> Void = { _, _ in }
    ) {
        self.settings = settings
        self.plan = plan
        self.logger = logger
        self.metrics = metrics
        self.dashboard = dashboard
        self.companions = companions
        self.ready = ready
        self.recorder = recorder
        self.health = health
        self.opened = opened
    }

    /// Serves until SIGTERM, SIGINT or the task's cancellation; then answers what has begun, and returns.
    ///
    /// - Throws: `Failure`, and what a companion threw.
    package func run() async throws {
        let certificates = try settings.tls.map { files in
            do throws(Certificates.Unusable) {
                return try Certificates(files, every: settings.certificateInterval, logger: logger)
            } catch {
                throw Failure.certificate(files, reason: error.reason)
            }
        }
        let isOpen = OpenFlag()
        var services = companions.map { companion in
            ServiceGroupConfiguration.ServiceConfiguration(
                service: CompanionService(companion: companion), successTerminationBehavior: .ignore,
                failureTerminationBehavior: .gracefullyShutdownGroup, serviceName: companion.name)
        }
        if let certificates { services.append(.init(service: certificates.reloader, serviceName: "certificates")) }
        for listener in [try adminListener(isOpen, certificates), try publicListener(isOpen, certificates)] {
            // Told to stop and not cancelled, which the listeners' library would log as an error of its own.
            services.append(
                .init(
                    service: listener, failureTerminationBehavior: .gracefullyShutdownGroup,
                    serviceName: listener.listener.rawValue))
        }
        var configuration = ServiceGroupConfiguration(services: services, logger: quietLogger)
        configuration.gracefulShutdownSignals = settings.handlesSignals ? [.sigterm, .sigint] : []
        configuration.maximumGracefulShutdownDuration = settings.stopLimit
        try await run(ServiceGroup(configuration: configuration), isOpen)
    }

    private func run(_ group: ServiceGroup, _ isOpen: OpenFlag) async throws {
        // In a task of its own: cancelled from outside, it would drop what has begun.
        let running = Task { try await group.run() }
        do {
            try await withTaskCancellationHandler {
                try await running.value
            } onCancel: {
                Task { await group.triggerGracefulShutdown() }
            }
        } catch is CancellationError {
            // What had begun did not end in time.
            logger.warning("Some requests did not end in time and were cut off")
        }
    }

    private func publicListener(_ isOpen: OpenFlag, _ certificates: Certificates?) throws -> ListenerService {
        let webhook = WebhookController(
            limits: settings.limits, numbers: LoggedNumbers(isMasking: settings.masksNumbers), logger: logger,
            now: settings.now)
        let media = MediaController(catalogue: plan.catalogue, cache: MediaCache())
        let responder = PublicResponder(
            live: plan, webhook: webhook, media: media,
            accounts: Accounts(metrics: metrics, log: recorder, now: settings.now))
        return ListenerService(
            listener: .public, endpoint: settings.listen, limits: settings.limits,
            tls: try certificates?.configuration(), logger: quietLogger,
            channel: PublicConnection(limits: settings.limits, responder: responder),
            mayOpen: ready,
            opened: { [opened] endpoint in
                isOpen.open()
                opened(.public, endpoint)
            })
    }

    private func adminListener(_ isOpen: OpenFlag, _ certificates: Certificates?) throws -> ListenerService {
        let tls = settings.adminUsesTLS ? try certificates?.configuration() : nil
        let access = AdminAccess(
            passwords: dashboard.passwords, isLoopback: settings.admin.isLoopback, isSecure: tls != nil,
            now: settings.now)
        let controller = AdminController(
            host: AdminHost(settings.admin.host, isSecure: tls != nil),
            publicName: { [plan] in plan.rules.plan.configuration.publicURL.host }, access: access,
            sections: dashboard.sections(
                live: plan, metrics: metrics, recorder: recorder, health: health, now: settings.now, logger: logger),
            logger: logger
        ) { [health] in
            var health = health()
            if !isOpen.isOpen { health.reasons.insert("The public listener is not open yet.", at: 0) }
            return health
        }
        return ListenerService(
            listener: .admin, endpoint: settings.admin, limits: settings.adminLimits, tls: tls, logger: quietLogger,
            channel: HTTPConnection(limits: settings.adminLimits) { request, writer, channel in
                try await controller.answer(request, writer, client: channel.remoteAddress)
            },
            opened: { [opened] in opened(.admin, $0) })
    }

    /// For the libraries below, whose news nobody needs.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = max(.warning, logger.logLevel)
        return logger
    }
}

extension Moment {
    /// The system's clock.
    package static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

/// Whether the public listener was opened.
private final class OpenFlag: Sendable {
    private let flag = Atomic(false)

    var isOpen: Bool { flag.load(ordering: .relaxed) }
    func open() { flag.store(true, ordering: .relaxed) }
}
