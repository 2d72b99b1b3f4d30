import AnnounceServer
import ArgumentParser
import CallFlow
import CallLog
import Dashboard
import Glibc
import Logging
import MediaLibrary
import Synchronization
import SystemPackage
import Webhook

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer calls as the configuration says, and publish the recordings.",
        discussion: """
            Calls are answered when every announcement that the configuration uses is published, or its failure told. \
            The first line of standard output is then "Listening on HOST:PORT, admin on HOST:PORT"; the log goes to \
            standard error. announce.yaml and recordings count as soon as they change (SIGHUP also has the \
            configuration read again); an edit with errors is reported and changes nothing. SIGTERM and Ctrl-C end it, \
            with every answer that has begun given.

            Without an announce.yaml, --media alone publishes the recordings of a folder on 127.0.0.1:8080.

            Exit status: 0 ended by a signal; 1 it cannot serve, and why is told; 64 wrong usage.
            """
    )

    @OptionGroup
    var source: ConfigurationOption

    @Option(
        help: ArgumentHelp(
            "The folder of recordings, instead of the one that the configuration names.", valueName: "folder"),
        completion: .directory)
    var media: PathArgument?

    @OptionGroup
    var place: StateOption

    @Option(
        help: ArgumentHelp(
            "Where calls and fetches of recordings come in; port 0 is any free one.", valueName: "host:port"))
    var listen: EndpointArgument?

    @Option(help: ArgumentHelp("Where the dashboard and health are; best on loopback.", valueName: "host:port"))
    var admin: EndpointArgument?

    @Option(help: "How the log is written: text or json.")
    var logFormat: LogFormat = .text

    @Flag(help: "Hide the last digits of telephone numbers in the log.")
    var maskNumbers = false

    func run() async throws {
        // A reader of our output that has gone is no reason to end.
        signal(SIGPIPE, SIG_IGN)
        let source = ServedConfiguration(
            file: mediaAlone ? nil : source.path, media: media?.path, listen: listen, admin: admin,
            masksNumbers: maskNumbers)
        let output = LogOutput()
        defer { output.flush(within: .seconds(1)) }
        let logger = logFormat.logger(output)
        let reading = try source.read()
        guard let configuration = reading.configuration else {
            if let text = reading.text { ProblemReport(text).print(reading.problems) }
            throw ExitCode(1)
        }
        if let file = source.file { logger.log(reading.problems, of: file) }
        let secrets = try WebhookSecrets(configuration)
        try checkCertificates(configuration.server)
        let state = try place.folder()
        let passwords = PasswordFile(state: state.path)
        try requirePassword(passwords, for: configuration.server.admin)
        let secret = try secrets.positionKey ?? state.positionSecret()

        let callLog = configuration.log.isKept ? writer(configuration.log, in: state, logger) : nil
        let metrics = ServerMetrics()
        let project = ServedProject(
            source, configuration, text: reading.text?.text, secrets: secrets, state: state,
            tokens: try PositionTokens(secret: secret), trials: TrialVouch(secret: secret), callLog: callLog,
            metrics: metrics, logger: logger)
        let banner = StartupBanner(project, isMediaAlone: mediaAlone)
        var settings = AnnounceServer.Settings(configuration.server)
        settings.masksNumbers = configuration.server.masksNumbers
        var dashboard = DashboardContent(passwords: passwords)
        dashboard.overrides = OverrideFile(state: state.path)
        dashboard.configuration = source.file.map {
            EditedFile($0.absolute, media: media?.path.absolute, backups: state.path.appending("configurations"))
        }
        dashboard.callLog = callLog
        dashboard.studio = RecordingStudio { [shelf = project.shelf] in shelf.settings }
        let server = AnnounceServer(
            settings, plan: project.live, logger: logger, metrics: metrics, dashboard: dashboard,
            companions: [.init("project") { try await project.run() }], ready: { await project.settled() },
            recorder: callLog.map { CallRecorder($0) },
            health: {
                let edit = metrics.configurationIsCurrent ? [] : [badEdit]
                return Health(
                    warnings: edit + project.shelf.catalogue.problems.map(\.message)
                        + (callLog?.status.warnings ?? []))
            }, opened: banner.opened)
        if !project.shelf.catalogue.isSettled {
            logger.info("Publishing the recordings in \(recordings(configuration))")
        }
        do {
            try await server.run()
        } catch {
            await callLog?.close(within: .seconds(1))
            throw error
        }
        if await callLog?.close(within: .seconds(2)) == false {
            logger.warning("The last entries of the call log could not be written in time")
        }
        logger.info("Ended")
    }

    private func writer(_ settings: LogSettings, in state: StateFolder, _ logger: Logger) -> CallLogWriter {
        CallLogWriter(
            state.path.appending(callLogName), settings: CallLogSettings(settings), news: { logger.log($0) })
    }

    private var badEdit: String {
        "The configuration's file was edited and does not hold: `announce check` tells why. The last good one answers."
    }

    /// Only `--media` says what to serve.
    private var mediaAlone: Bool {
        media != nil && !source.isGiven && FileIdentity(ConfigurationText.standardPath) == nil
    }

    private func recordings(_ configuration: Configuration) -> String {
        FilePath(configuration.recordings.folder).nearby.readable
    }

    /// Where other machines reach the dashboard, nobody gets in without a password.
    private func requirePassword(_ passwords: PasswordFile, for admin: Endpoint) throws {
        guard try passwords.read() == nil, !admin.isLoopback else { return }
        Console.error(
            "Other machines can reach the dashboard at \(admin), so it needs a password: `announce password` sets one. "
                + "Or keep it to this machine: --admin 127.0.0.1:\(admin.port)")
        throw ExitCode(1)
    }

    /// Says of files that cannot be read why, in plainer words than the library that will read them.
    private func checkCertificates(_ settings: ServerSettings) throws {
        guard let tls = settings.tls else { return }
        for path in [tls.certificate, tls.key].map({ FilePath($0) }) {
            let descriptor = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
            guard descriptor >= 0 else {
                Console.error(
                    "\(path.nearby.readable), which `server: tls` names, cannot be read: \(systemReason(errno)).")
                throw ExitCode(1)
            }
            close(descriptor)
        }
    }
}

extension LogFormat: ExpressibleByArgument {}

extension StartupError: ReportableError {
    var sentence: String {
        switch self {
        case .cannotListen(let listener, let endpoint, EADDRINUSE):
            "\(endpoint) is in use by another program. End it, or choose another address with \(listener.option)."
        case .cannotListen(let listener, let endpoint, EACCES):
            "\(endpoint) is not permitted: ports below 1024 take special rights. Choose another with \(listener.option)."
        case .cannotListen(let listener, let endpoint, EADDRNOTAVAIL):
            "\(endpoint) is not an address of this machine. Choose another with \(listener.option)."
        case .cannotListen(let listener, let endpoint, let code):
            "\(endpoint) cannot be listened on: \(systemReason(code)). Choose another with \(listener.option)."
        case .unknownHost(let listener, let endpoint):
            "\(endpoint.host) is no address and no known name. Choose another with \(listener.option)."
        case .certificate(let files, let reason):
            "The certificate \(FilePath(files.certificate).nearby.readable) with its key "
                + "\(FilePath(files.key).nearby.readable) cannot be used: \(reason)"
        }
    }
}

extension AnnounceServer.Listener {
    fileprivate var option: String { self == .admin ? "--admin" : "--listen" }
}
