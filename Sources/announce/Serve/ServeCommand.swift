import AnnounceServer
import ArgumentParser
import Glibc
import Hosting
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
    var listen: EndpointOverride?

    @Option(help: ArgumentHelp("Where the dashboard and health are; best on loopback.", valueName: "host:port"))
    var admin: EndpointOverride?

    @Option(help: "How the log is written: text or json.")
    var logFormat: LogFormat = .text

    @Flag(help: "Hide the last digits of telephone numbers in the log.")
    var maskNumbers = false

    func run() async throws {
        // Standard output may be a pipe whose reader has gone.
        signal(SIGPIPE, SIG_IGN)
        let source = ProjectSource(
            file: recordingsAlone ? nil : source.path, media: media?.path, listen: listen, admin: admin,
            masksNumbers: maskNumbers)
        let output = LogOutput()
        defer { output.flush(within: .seconds(1)) }
        do {
            let logger = logFormat.logger(output)
            let server = try ProjectServer(
                source, state: place.state?.path, logger: logger, manager: ServiceManager(logger: logger)
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
