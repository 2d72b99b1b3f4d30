import AnnounceServer
public import ArgumentParser
import Glibc
import Hosting
import LocalFiles
public import Logging
import SystemPackage
import Webhook

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer calls and publish recordings as configured.",
        discussion: """
            Calls are answered once every announcement in use has been published or reported as failed. The first line of \
            standard output is then "Listening on HOST:PORT, admin on HOST:PORT"; the log goes to standard error. Changes to \
            announce.yaml and to recordings take effect immediately (SIGHUP also reloads); an edit with errors is reported \
            and ignored. SIGTERM and Ctrl-C stop it after finishing answers in progress. SIGUSR2 starts the program again, as \
            it is installed by then, with the same options and --take-over: the old process goes on until the new one answers.

            A state folder that cannot be written does not keep it from answering calls; /health and the log say what is \
            missing.

            --listen and --admin override the configuration. A port alone, 9090 or :9090, keeps the configured host, which \
            is 127.0.0.1 (this machine only) unless the configuration names another; 0.0.0.0:9090 is reachable from other \
            machines. If public-url is the listener's own address on this machine, it follows --listen.

            Without an announce.yaml, --media alone publishes the recordings of a folder on 127.0.0.1:8080.

            With --configuration-database, the configuration is the version of that database that is in use, and edits there take \
            effect in all instances (`announce configuration`). The file is not read then; recordings, keys and certificates are \
            looked for in its folder. While the database is away, the version that was in use here last answers calls.

            Exit status: 0 stopped by a signal; 1 could not serve (the reason is printed); 64 wrong usage.
            """
    )

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var database: ConfigurationDatabaseOption

    @Option(
        help: ArgumentHelp("Recordings folder, overriding the configuration.", valueName: "folder"),
        completion: .directory)
    var media: PathArgument?

    @OptionGroup
    var place: StateOption

    @Option(
        help: ArgumentHelp(
            "Address for webhooks and recordings (default: 127.0.0.1:8080; port 0 picks a free one).",
            valueName: "[host:]port"))
    var listen: EndpointOverride?

    @Option(
        help: ArgumentHelp(
            "Address of the dashboard and /health (default: 127.0.0.1:8081; keep it on loopback).",
            valueName: "[host:]port"))
    var admin: EndpointOverride?

    @Option(help: "Log format.")
    var logFormat: LogFormat = .text

    @Option(help: ArgumentHelp("Least severe messages to log.", valueName: "level"))
    var logLevel: Logger.Level = .info

    @Flag(name: .shortAndLong, help: "Log debug messages as well (--log-level debug).")
    var verbose = false

    @Flag(help: "Hide the last digits of telephone numbers in the log.")
    var maskNumbers = false

    @Option(
        help: ArgumentHelp(
            "Open a tunnel from the internet: an SSH destination, or a command in which {port} is the local port.",
            discussion: "Its address replaces public-url. The host key must be known already.", valueName: "user@host"))
    var tunnel: TunnelArgument?

    @Flag(help: "Take the place of the server that uses the state folder, if there is one, without losing a call.")
    var takeOver = false

    func run() async throws {
        // Standard output may be a pipe whose reader has gone.
        signal(SIGPIPE, SIG_IGN)
        makeMemoryPrivate()
        let database = try database.url
        let source = ProjectSource(
            file: database == nil && recordingsAlone ? nil : source.path, database: database, media: media?.path,
            listen: listen, admin: admin,
            masksNumbers: maskNumbers, tunnel: tunnel?.tunnel)
        let output = LogOutput()
        defer { output.flush(within: .seconds(1)) }
        let logger = logFormat.logger(output, level: verbose ? min(.debug, logLevel) : logLevel)
        do {
            let server = try ProjectServer(
                source, state: place.place, takesOver: takeOver, logger: logger, manager: ServiceManager(logger: logger)
            ) {
                Console.result(StartupBanner($0).lines.joined(separator: "\n"))
            }
            try await server.run()
        } catch ProjectError.invalidConfiguration(let text, let problems) {
            if let text { ProblemReport(text).print(problems) }
            throw ExitCode(1)
        }
    }

    /// Whether `--media` is given and there is no configuration.
    private var recordingsAlone: Bool { media != nil && !source.isPresent }
}

extension LogFormat: ExpressibleByArgument {}
extension Logger.Level: @retroactive ExpressibleByArgument {}
