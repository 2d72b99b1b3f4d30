import ACME
import Alerts
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
    private let state: ServedState
    private let handover: Handover
    private let shared: SharedConfiguration?
    private let logger: Logger
    private let sandbox: DecoderSandbox

    /// - Parameters:
    ///   - place: where state is kept. The folder is created if missing.
    ///   - takesOver: whether this server takes the place of one that uses the folder.
    ///   - handlesSignals: whether SIGTERM and SIGINT stop the server.
    ///   - manager: the service manager to notify.
    ///   - ready: called once, when both listeners are open.
    /// - Throws: `ConfigurationText.ReadError`, `WebhookSecretError`, `StateFolder.OpenError.inUse`,
    ///   `StartupError`, `ProjectError`.
    package init(
        _ given: ProjectSource, state place: StatePlace, takesOver: Bool = false, logger: Logger,
        handlesSignals: Bool = true,
        manager: ServiceManager? = nil,
        ready: @escaping @Sendable (ServedProject) -> Void
    ) throws {
        let (source, fetched) = try Self.fetch(given, place, logger)
        let reading = try source.read()
        guard let configuration = reading.configuration else {
            throw ProjectError.invalidConfiguration(reading.text, reading.problems)
        }
        if let file = source.copy ?? source.file { logger.log(reading.problems, of: file) }
        let secrets = try WebhookSecrets(configuration)
        try Self.checkCertificates(configuration.server)
        let faults = OpenFaults()
        var settings = AnnounceServer.Settings(configuration.server)
        settings.handlesSignals = handlesSignals
        let taken = takesOver ? (try? place.folder(of: source.identity)).flatMap { TakenPlace(in: $0) } : nil
        settings.opensAtOnce = taken != nil
        if let taken { settings.take(taken.sockets) { _, _ in } }
        if handlesSignals {
            settings.take(.fromServiceManager()) { name, address in
                logger.warning(
                    "A socket of the service manager is not used: no `listen` or `admin` of the configuration is \(address)"
                )
                manager?.forget(name)
            }
        }
        let state = try Self.openState(place, of: source, settings, taken?.lock, logger, faults)
        let files = StateFiles(in: state.folder.path, sharedBy: source.database)
        let secret = secrets.positionKey ?? state.positionSecret()

        let shared = source.database.flatMap { database in
            fetched.map {
                SharedConfiguration(
                    database, $0.folder, spare: $0.spare, files: files, state: state.folder.path, key: secret, logger)
            }
        }
        let callLog = configuration.log.isKept ? files.callLogWriter(configuration.log, logger) : nil
        let services = ProjectServices(
            state: state, faults: faults, callLog: callLog, metrics: ServerMetrics(), logger: logger, manager: manager,
            shared: shared)
        let active = try ActiveProject(
            configuration, prompts: source.prompts(of: configuration), secrets: secrets, text: reading.text?.written,
            state: state,
            tokens: try PositionTokens(secret: secret), trials: TestCallSignature(secret: secret))
        let tunnel = configuration.server.tunnel.map { tunnel in
            RunningTunnel(tunnel, logger: logger) { url in
                active.replace(publicURL: url)
                state.lock.publish(url)
            }
        }
        let running = RunningProject(source, active, text: reading.text?.written, services: services)
        let sandbox = DecoderSandbox()
        self.sandbox = sandbox
        let renewal = try Self.renewal(configuration, state, logger, &settings)
        let sockets = settings.sockets
        let handover = Handover(logger, manager, startsAgain: handlesSignals)
        let opened = OpenedListeners(
            active, isRecordingsAlone: source.file == nil, publicURLFollows: reading.followsListener
        ) { served in
            tunnel?.listenerOpened(served.listen)
            shared?.listens(at: served.listen)
            shared?.start()
            state.lock.publishProcess()
            manager?.ready("Answering calls on \(served.listen), dashboard on \(served.admin)")
            if let manager { sockets.share { manager.store($0) } }
            handover.listenersAreOpen(state, sockets)
            ready(served)
        }
        let alerts = AlertService(
            active,
            AlertFactSource(active, callLog: callLog, renewed: renewal?.folder.certificate) {
                Self.health(active, services, tunnel, renewal, sandbox)
            }, file: files.alerts, sender: .ofThisProcess, callLog: callLog?.reader,
            faults: faults, logger: logger)
        self.active = active
        self.callLog = callLog
        self.state = state
        self.handover = handover
        self.shared = shared
        self.logger = logger
        server = AnnounceServer(
            settings, plan: active.live, logger: logger, metrics: services.metrics,
            dashboard: Self.dashboard(source, place, files, active, services, alerts),
            backgroundTasks: [
                .init("project") { try await running.run() },
                .init("watchdog") { try await manager?.reportResponding() },
                .init("state") {
                    try await state.run { isUsable in
                        services.metrics.stateChanged(isUsable: isUsable)
                        if isUsable { handover.stateIsUsable(state, sockets) }
                    }
                },
                .init("handover", endsServer: true) { try await handover.run() },
                .init("tunnel") { try await tunnel?.run() },
                .init("certificates") { try await renewal?.run() },
                .init("alerts") { try await alerts.run() },
                .init("instance") {
                    while let shared {
                        shared.report(Self.health(active, services, tunnel, renewal, sandbox))
                        try await Task.sleep(for: .seconds(1))
                    }
                },
            ],
            ready: {
                await running.audible()
                await taken?.release()
            },
            restore: { [library = active.library] in await library.running.restore($0) },
            lookup: { [library = active.library] in library.running.lookup($0) },
            recorder: callLog.map { CallRecorder($0) },
            health: { Self.health(active, services, tunnel, renewal, sandbox) },
            opened: { listener, endpoint in
                if listener == .challenges { renewal?.listenerOpened() }
                opened.opened(listener, endpoint)
            }, stopping: { if !handover.isDone { manager?.stopping() } })
        if !active.library.catalogue.isSettled {
            let recordings = FilePath(configuration.recordings.folder).nearby.readable
            logger.info("Publishing the recordings in \(recordings)")
        }
    }

    /// The source with the copy of a configuration that is in a database.
    private static func fetch(
        _ source: ProjectSource, _ place: StatePlace, _ logger: Logger
    ) throws -> (ProjectSource, FetchedVersion?) {
        guard let database = source.database else { return (source, nil) }
        let files = StateFiles(in: try place.folder(of: source.identity))
        let fetched = try FetchedVersion(database, for: source, in: files, logger)
        var copied = source
        copied.copy = fetched.folder.current
        return (copied, fetched)
    }

    /// Serves until SIGTERM, SIGINT or the task's cancellation, then finishes answers in progress.
    ///
    /// - Throws: `StartupError`.
    package func run() async throws {
        defer { state.close() }
        defer { shared?.stop() }
        async let _: Void = sandbox.look(logger)
        do {
            try await server.run()
        } catch {
            await callLog?.close(within: .seconds(1))
            throw error
        }
        // While another process answers calls, there is no hurry.
        if await callLog?.close(within: handover.isDone ? .seconds(60) : .seconds(5)) == false {
            logger.warning("The last entries of the call log could not be written in time")
        }
        logger.info("Stopped")
    }

    private static func dashboard(
        _ source: ProjectSource, _ place: StatePlace, _ files: StateFiles, _ active: ActiveProject,
        _ services: ProjectServices, _ alerts: AlertService
    ) -> DashboardContent {
        var dashboard = DashboardContent(passwords: files.adminPassword)
        dashboard.users = files.users
        dashboard.audit = AuditTrail(files.path(of: .audit))
        dashboard.sessions = files.sessions
        dashboard.overrides = files.overrides
        dashboard.callBacks = files.callBacks
        dashboard.configuration = (source.copy ?? source.file).map { file in
            files.editedFile(
                file.absolute, media: source.media?.absolute, folder: source.file.map { _ in source.relativeFolder },
                publish: services.shared.map(Self.publishing))
        }
        dashboard.heldEdit = { active.heldEdit }
        // The doctor reads a file with its recordings beside it.
        dashboard.doctor =
            source.database != nil
            ? nil
            : source.file.map { file in
                let doctor = DoctorProcess(configuration: file.absolute, place: place) { active.configuration }
                return { doctor.run() }
            }
        if let shared = services.shared { dashboard.instances = { shared.rows } }
        dashboard.callLog = services.callLog
        dashboard.alerts = AlertsAccess(
            ledger: { await alerts.current }, missingVariables: { await alerts.missingVariables },
            test: { kind async throws(DeliveryError) in try await alerts.test(kind) })
        dashboard.studio = RecordingStudio { [library = active.library] in library.running }
        return dashboard
    }

    private static func publishing(_ shared: SharedConfiguration) -> EditedFile.Publishing {
        { (texts, author) throws(EditedFileError) in try shared.publish(texts, by: author) }
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
                [Health.configurationHasErrors]
            }
        let problems = active.library.catalogue.problems
        return Health(
            reasons: services.state.reasons + (services.shared?.reasons ?? [])
                + [tunnel?.fault, renewal?.fault].compactMap(\.self)
                + problems.filter(\.silencesCalls).map(\.message),
            tunnel: tunnel?.url?.description,
            warnings: edit + services.faults.all + [services.state.passwordFault, renewal?.warning].compactMap(\.self)
                + problems.filter { !$0.silencesCalls }.map(\.message) + (services.callLog?.status.warnings ?? [])
                + (services.shared?.warnings ?? []),
            sandboxMissing: sandbox.report?.missing.map(\.name))
    }

    /// Opens the state folder for this server alone, after taking over state that all projects shared before.
    ///
    /// Addresses that cannot be listened on are reported before anything is created.
    private static func openState(
        _ place: StatePlace, of source: ProjectSource, _ settings: AnnounceServer.Settings, _ lock: FileLock?,
        _ logger: Logger, _ faults: OpenFaults
    ) throws -> ServedState {
        let folder = try? place.folder(of: source.identity)
        do throws(StartupError) {
            try settings.checkAddresses()
        } catch {
            // Usually the other program is this project's server; then name it.
            if let folder, lock == nil { try ServerLock.check(folder) }
            throw error
        }
        if lock == nil, let taken = try takeOver(place, for: source) {
            logger.notice(
                "State that all projects shared before was moved to \(taken.readable): each configuration has its own now"
            )
        }
        let state = try ServedState(
            { () throws(StateFolder.OpenError) in try place.folder(of: source.identity) },
            lock: lock.map { ServerLock(adopting: $0) }, logger: logger)
        try checkPassword(of: state, for: settings.admin, logger)
        if let mode = state.folder.path.permissionsOfOthers, mode.contains(.otherWrite) || mode.contains(.groupWrite) {
            let sentence =
                "Other users can write to the state folder \(state.folder.path.readable), and so control calls. "
                + "Run `chmod 700 \(state.folder.path.readable)`."
            logger.warning("\(sentence)")
            faults.set(sentence, about: .statePermissions)
        }
        return state
    }

    /// Takes over state that all projects shared before; where that cannot be written, it stays where it is.
    private static func takeOver(
        _ place: StatePlace, for source: ProjectSource
    ) throws(StateFolder.OpenError) -> FilePath? {
        do throws(StateFolder.OpenError) {
            return try place.takeover(for: source.identity)?.run()
        } catch .inUse(let path, let process) {
            throw .inUse(path, process: process)
        } catch {
            // Reported when the folder is opened.
            return nil
        }
    }

    /// Has an authority issue the certificate, if the configuration says so.
    private static func renewal(
        _ configuration: Configuration, _ state: ServedState, _ logger: Logger,
        _ settings: inout AnnounceServer.Settings
    ) throws -> CertificateRenewal? {
        guard let authority = configuration.server.authority else { return nil }
        let host = configuration.publicURL.host
        func made(in path: FilePath) throws -> CertificateRenewal {
            let folder = CertificateFolder(
                in: StateFiles(in: path).path(of: .certificates), host: host, directory: authority.directory)
            let renewal = CertificateRenewal(authority, host: host, folder: folder, logger: logger)
            try renewal.prepare()
            return renewal
        }
        let renewal: CertificateRenewal
        do {
            renewal = try made(in: state.folder.path)
        } catch {
            // Without any certificate no call could be answered.
            guard let spare = state.spareFolder() else { throw error }
            renewal = try made(in: spare)
        }
        settings.tls = .init(certificate: renewal.folder.certificate.string, key: renewal.folder.key.string)
        settings.challenges = (authority.listen, { renewal.proofs[$0] })
        return renewal
    }

    /// A dashboard that other machines can reach needs a password.
    ///
    /// A password that cannot be read closes the dashboard alone: calls are answered.
    private static func checkPassword(
        of state: ServedState, for admin: Endpoint, _ logger: Logger
    ) throws {
        if let fault = state.passwordFault { return logger.error("\(fault)") }
        let password = try StateFiles(in: state.folder.path).adminPassword.read()
        if password == nil, state.fault == nil, !admin.isLoopback {
            throw ProjectError.dashboardWithoutPassword(admin)
        }
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
        let place = settings.database.map { CallLogPlace.database($0.description) } ?? .file(path(of: .callLog))
        return CallLogWriter(place, settings: CallLogSettings(settings), report: { logger.log($0) })
    }
}

extension AnnounceServer.Settings {
    /// Takes sockets that another process has bound.
    ///
    /// - Parameter refused: called with the name and address of each that no listener is for, which is closed.
    fileprivate func take(_ inherited: InheritedSockets, refused: (_ name: String, _ address: String) -> Void) {
        for (name, descriptor) in inherited.sockets
        where sockets.take(descriptor.rawValue, named: name, for: self) == nil {
            refused(name, ListenerSockets.address(of: descriptor.rawValue) ?? "no address")
            descriptor.closeQuietly()
        }
    }
}
