import ACME
import AnnounceServer
import CallFlow
import CallLog
import Dashboard
import LocalFiles
package import Logging
import MediaLibrary
import SystemPackage
import Telephony
import Webhook

/// A project with its server: configuration, recordings, call log, dashboard and listeners, put together.
///
/// Everything that can be wrong at the start is checked by the initializer, before anything is opened or converted.
package struct ProjectServer: Sendable {
    /// What calls are answered with.
    package let active: ActiveProject
    private let server: AnnounceServer
    private let callLog: CallLogWriter?
    private let lock: ServerLock
    private let logger: Logger
    private let sandbox: DecoderSandbox

    /// - Parameters:
    ///   - place: where state is kept. The folder is created if missing.
    ///   - handlesSignals: whether SIGTERM and SIGINT stop the server.
    ///   - manager: the service manager to notify.
    ///   - ready: called once, when both listeners are open.
    /// - Throws: `ConfigurationText.ReadError`, `WebhookSecretError`, `StateFolder.OpenError`, `StateFileError`,
    ///   `StartupError`, `ProjectError`.
    package init(
        _ source: ProjectSource, state place: StatePlace, logger: Logger, handlesSignals: Bool = true,
        manager: ServiceManager? = nil,
        ready: @escaping @Sendable (ServedProject) -> Void
    ) throws {
        let reading = try source.read()
        guard let configuration = reading.configuration else {
            throw ProjectError.invalidConfiguration(reading.text, reading.problems)
        }
        if let file = source.file { logger.log(reading.problems, of: file) }
        let secrets = try WebhookSecrets(configuration)
        try Self.checkCertificates(configuration.server)
        let (state, lock) = try Self.openState(place, of: source, configuration, logger)
        let files = StateFiles(in: state.path)
        let secret = try secrets.positionKey ?? files.currentPositionSecret()

        let callLog = configuration.log.isKept ? files.callLogWriter(configuration.log, logger) : nil
        let services = ProjectServices(
            state: state, callLog: callLog, metrics: ServerMetrics(), logger: logger, manager: manager)
        let active = ActiveProject(
            configuration, prompts: source.prompts(of: configuration), secrets: secrets, state: state,
            tokens: try PositionTokens(secret: secret), trials: TestCallSignature(secret: secret))
        let tunnel = configuration.server.tunnel.map { tunnel in
            RunningTunnel(tunnel, logger: logger) { url in
                active.replace(publicURL: url)
                lock.publish(url)
            }
        }
        let running = RunningProject(source, active, text: reading.text?.text, services: services)

        var settings = AnnounceServer.Settings(configuration.server)
        settings.handlesSignals = handlesSignals
        let sandbox = DecoderSandbox()
        self.sandbox = sandbox
        let renewal = try Self.renewal(configuration, files, logger, &settings)
        let opened = OpenedListeners(
            active, isRecordingsAlone: source.file == nil, publicURLFollows: reading.followsListener
        ) { served in
            tunnel?.listenerOpened(served.listen)
            manager?.ready("Answering calls on \(served.listen), dashboard on \(served.admin)")
            ready(served)
        }
        self.active = active
        self.callLog = callLog
        self.lock = lock
        self.logger = logger
        server = AnnounceServer(
            settings, plan: active.live, logger: logger, metrics: services.metrics,
            dashboard: Self.dashboard(source, files, active, callLog),
            backgroundTasks: [
                .init("project") { try await running.run() },
                .init("watchdog") { try await manager?.reportResponding() },
                .init("tunnel") { try await tunnel?.run() },
                .init("certificates") { try await renewal?.run() },
            ], ready: { await running.settled() },
            recorder: callLog.map { CallRecorder($0) },
            health: { Self.health(active, services, tunnel, renewal, sandbox) },
            opened: { listener, endpoint in
                if listener == .challenges { renewal?.listenerOpened() }
                opened.opened(listener, endpoint)
            }, stopping: { manager?.stopping() })
        if !active.library.catalogue.isSettled {
            let recordings = FilePath(configuration.recordings.folder).nearby.readable
            logger.info("Publishing the recordings in \(recordings)")
        }
    }

    /// Serves until SIGTERM, SIGINT or the task's cancellation, then finishes answers in progress.
    ///
    /// - Throws: `StartupError`, or `StateFolderError` if announcements can no longer be stored.
    package func run() async throws {
        defer { lock.release() }
        async let _: Void = sandbox.look(logger)
        do {
            try await server.run()
        } catch {
            await callLog?.close(within: .seconds(1))
            throw error
        }
        if await callLog?.close(within: .seconds(2)) == false {
            logger.warning("The last entries of the call log could not be written in time")
        }
        logger.info("Stopped")
    }

    private static func dashboard(
        _ source: ProjectSource, _ files: StateFiles, _ active: ActiveProject, _ callLog: CallLogWriter?
    ) -> DashboardContent {
        var dashboard = DashboardContent(passwords: files.adminPassword)
        dashboard.overrides = files.overrides
        dashboard.configuration = source.file.map { files.editedFile($0.absolute, media: source.media?.absolute) }
        dashboard.heldEdit = { active.heldEdit }
        dashboard.callLog = callLog
        dashboard.studio = RecordingStudio { [library = active.library] in library.running }
        return dashboard
    }

    private static func health(
        _ active: ActiveProject, _ services: ProjectServices, _ tunnel: RunningTunnel?,
        _ renewal: CertificateRenewal?, _ sandbox: DecoderSandbox
    ) -> Health {
        let edit: [String] =
            if let held = active.heldEdit {
                [held.sentence]
            } else if services.metrics.configurationIsCurrent {
                []
            } else {
                [
                    "The configuration was edited and has errors (run `announce check`). The last valid version is still in "
                        + "use."
                ]
            }
        return Health(
            reasons: [tunnel?.fault, renewal?.fault].compactMap(\.self), tunnel: tunnel?.url?.description,
            warnings: edit + [renewal?.warning].compactMap(\.self) + active.library.catalogue.problems.map(\.message)
                + (services.callLog?.status.warnings ?? []),
            sandboxMissing: sandbox.report?.missing.map(\.name))
    }

    /// Opens the state folder for this server alone, after taking over state that all projects shared before.
    ///
    /// Addresses that cannot be listened on are reported before anything is created.
    private static func openState(
        _ place: StatePlace, of source: ProjectSource, _ configuration: Configuration, _ logger: Logger
    ) throws -> (StateFolder, ServerLock) {
        let folder = try place.folder(of: source.identity)
        do throws(StartupError) {
            try AnnounceServer.Settings(configuration.server).checkAddresses()
        } catch {
            // Usually the other program is this project's server; then name it.
            try ServerLock.check(folder)
            throw error
        }
        if let takeover = try place.takeover(for: source.identity), let taken = try takeover.run() {
            logger.notice(
                "State that all projects shared before was moved to \(taken.readable): each configuration has its own now"
            )
        }
        let state = try StateFolder(try place.folder(of: source.identity))
        try checkPassword(StateFiles(in: state.path).adminPassword, for: configuration.server.admin)
        return (state, try ServerLock(in: state))
    }

    /// Has an authority issue the certificate, if the configuration says so.
    private static func renewal(
        _ configuration: Configuration, _ files: StateFiles, _ logger: Logger, _ settings: inout AnnounceServer.Settings
    ) throws -> CertificateRenewal? {
        guard let authority = configuration.server.authority else { return nil }
        let host = configuration.publicURL.host
        let folder = CertificateFolder(
            in: files.path(of: .certificates), host: host, directory: authority.directory)
        let renewal = CertificateRenewal(authority, host: host, folder: folder, logger: logger)
        try renewal.prepare()
        settings.tls = .init(certificate: folder.certificate.string, key: folder.key.string)
        settings.challenges = (authority.listen, { renewal.proofs[$0] })
        return renewal
    }

    /// A dashboard that other machines can reach needs a password.
    private static func checkPassword(_ file: StateFile<PasswordHash>, for admin: Endpoint) throws {
        guard try file.read() == nil, !admin.isLoopback else { return }
        throw ProjectError.dashboardWithoutPassword(admin)
    }

    /// Checks that certificate and key can be read: the TLS library's own errors do not say which file.
    private static func checkCertificates(_ settings: ServerSettings) throws {
        guard let tls = settings.tls else { return }
        for path in [tls.certificate, tls.key].map({ FilePath($0) }) {
            do throws(Errno) {
                try FileDescriptor.opening(path, .readOnly, .closeOnExec).closeQuietly()
            } catch {
                throw ProjectError.unreadableCertificate(path, error)
            }
        }
    }
}

extension StateFiles {
    fileprivate func callLogWriter(_ settings: LogSettings, _ logger: Logger) -> CallLogWriter {
        CallLogWriter(path(of: .callLog), settings: CallLogSettings(settings), report: { logger.log($0) })
    }
}
