import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import ProviderSimulator
import ServerProbe
import Synchronization
import SystemPackage
import Telephony

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Play a day of calls against a running server, as the provider would.",
        discussion: """
            Stands in for the provider: posts the events of whole calls, follows the server's answers, fetches every sound and \
            decodes it as the telephone network does (which skips all but mono 16-bit WAV at 8 kHz without telling anyone), \
            presses keys, rings simulated telephones, passes calls on, and waits at most ten seconds for an answer. Prints one line \
            per call with what the caller heard and how the call ended, and a summary. Nothing reaches a telephone.

              announce simulate --calls 200
              announce simulate --script day.yaml --speed 600
              announce simulate --server https://phone.example.com --json

            Numbers, menus and opening hours of announce.yaml make the day believable; --script plays your own:

              - call: +49 211 1234567
                at: 09:30
                from: +49 171 3920001
                keys: [ 3, "", "0815" ]
                phone: transfers
                talk: 2m

            Optional keys: name, from (a number, an extension or anonymous), outgoing: true, diverted, keys (one entry per \
            menu; "" is silence; left out: whatever the menu offers), hang-up (the caller gives up after this time), phone \
            (answers, busy, rings, voicemail, transfers, transfer-unanswered or forwards), ring, talk, and loses (answer or \
            hangup: events that do not arrive).

            Time is skipped, unless --speed says how much faster than real it passes. The server goes by its own clock all \
            the time: schedules are open or closed as they are now, whatever the day. The calls appear in its call log as \
            real ones, so simulate against a test server, or one that is not in use yet.

            Only the provider has the key whose signatures `webhook: { signature: required }` accepts. --sign-with signs with a \
            key of your own, which is made if the file does not exist; the server must be told to trust it instead: \
            `webhook: { keys: [ FILE.pub ] }`.

            --account serves the REST API of a simulated account as well, and goes on after the day until Ctrl-C. The first lines \
            of standard output set the environment of `announce account` and `announce doctor`; the day's calls are in the \
            account's history, and its events in the provider's log.

            Exit status: 0 every event was answered in time and every sound played, also when Ctrl-C ends --account; 1 not, \
            or no server; 64 wrong usage; 130 Ctrl-C before the end of the day.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Server to call (default: where announce.yaml has it listen). What begins with public-url is sent there.",
            valueName: "url"))
    var server: String?

    @Option(help: ArgumentHelp("Number of calls (default: as many as fit the day).", valueName: "count"))
    var calls: Int?

    @Option(
        help: ArgumentHelp("Play the calls of this file instead.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var script: PathArgument?

    @Option(
        help: ArgumentHelp("Day of the calls, such as 24.12. or 2026-12-24 (default: today).", valueName: "date"),
        transform: WrittenTime.argument)
    var day: WrittenTime?

    @Option(help: ArgumentHelp("How much faster than real time passes (default: it is skipped).", valueName: "factor"))
    var speed: Double?

    @Option(help: ArgumentHelp("Repeat the same day (default: another one each time).", valueName: "number"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp("Sign events with this RSA key (PEM); made if missing.", valueName: "file"),
        completion: .file(extensions: ["pem", "key"]))
    var signWith: PathArgument?

    @Option(help: ArgumentHelp("Timeout per answer in seconds; the provider's is 10.", valueName: "seconds"))
    var timeout = 10

    @Option(
        help: ArgumentHelp("Also trust these CA certificates (PEM). The provider does not.", valueName: "file"),
        completion: .file(extensions: ["pem", "crt"]))
    var ca: PathArgument?

    @Option(
        help: ArgumentHelp(
            "Also serve the account's REST API on this port of 127.0.0.1 until Ctrl-C, so that `announce account` can be tried "
                + "(0 picks a free one).", valueName: "port"))
    var account: Int?

    @Flag(help: "Print one JSON object with all calls and the summary.")
    var json = false

    @OptionGroup
    var source: ConfigurationOption

    func validate() throws {
        if let calls, !(1...100_000).contains(calls) {
            throw ValidationError("--calls must be between 1 and 100000.")
        }
        if script != nil, calls != nil { throw ValidationError("--calls and --script cannot be combined.") }
        if let speed, !(speed > 0 && speed <= 1_000_000) {
            throw ValidationError("--speed must be greater than 0 and at most 1000000.")
        }
        guard (1...600).contains(timeout) else { throw ValidationError("--timeout must be between 1 and 600 seconds.") }
        if let account, !(0...65_535).contains(account) { throw ValidationError("--account takes a port, 0 to 65535.") }
        if account != nil, json { throw ValidationError("--account and --json cannot be combined.") }
        if let server, (try? PublicURL(server)) == nil {
            throw ValidationError("--server \(server) is not an http or https URL without query.")
        }
    }

    func run() async throws {
        let configuration = try source.validConfiguration()
        let zone = configuration.timeZone
        let date = zone.localTime(at: day?.moment(.today, from: .now, in: zone) ?? .now).date
        // Small enough to be repeated by hand.
        let seed = seed ?? UInt64.random(in: 1..<1_000_000)
        let calls =
            try script.map { try ScriptedDay(at: $0.path).calls }
            ?? DayGenerator(configuration, on: date).calls(calls, seed: seed)
        let address = try address(in: configuration)
        let signer = try signWith.map { try SigningKeyFile(at: $0.path).signer }
        guard signer != nil || !configuration.webhook.requiresSignature else { throw SimulationError.unsigned }
        let client = PushClient(
            TestedServer(
                address, publicURL: configuration.publicURL, credentials: try Self.credentials(configuration),
                elsewhere: configuration.recordings.url),
            signer: signer, authorities: try ca.map { try $0.authorities() }, timeout: .seconds(timeout))
        let report = SimulationReport(zone: zone, isJSON: json)
        let simulated = account.map { _ in Self.account(of: configuration) }
        let (speed, account) = (speed, account)
        do {
            try await Interruption.cancelling {
                if let failure = await client.probe() { throw SimulationError.unreachable("\(address)", failure) }
                try await SimulatedAccountOutput.serving(simulated, port: account) {
                    Console.note(
                        "Playing \(calls.count == 1 ? "1 call" : "\(calls.count) calls") of \(date) against \(address) (seed \(seed)). "
                            + "Schedules follow the server's own clock.")
                    let midnight = zone.moment(of: LocalTime(date: date, second: 0))
                    // A paced day begins with its first call.
                    let begin = midnight.adding(.seconds(max(0, (calls.map(\.second).min() ?? 0) - 1)))
                    let clock: any DayClock =
                        speed.map { PacedClock(from: begin, speed: $0) } ?? SkippingClock(from: begin)
                    let network = SimulatedNetwork(client, configuration, clock: clock, seed: seed, account: simulated)
                    try await network.play(calls, from: midnight) { report.add($0) }
                    report.finish(date: date, seed: seed, server: "\(address)")
                }
            }
        } catch {
            await client.close()
            // An interrupted day is summed up as far as it went.
            if error is ExitCode { report.finish(date: date, seed: seed, server: "\(address)") }
            throw error
        }
        await client.close()
        if !report.isFlawless { throw ExitCode(1) }
    }

    /// An account as it is once the server is connected, with the provider's log turned on.
    private static func account(of configuration: Configuration) -> AccountServer {
        var account = SimulatedAccount(tokens: [.random()], numbers: configuration.exactNumbers)
        account.settings.incomingURL = configuration.publicURL.appending("/sipgate")
        account.settings.isLogged = true
        return AccountServer(account)
    }

    /// `--server`, otherwise where the configuration has the server listen.
    private func address(in configuration: Configuration) throws -> PublicURL {
        if let server, let url = try? PublicURL(server) { return url }
        let (listen, usesTLS) = (configuration.server.listen, configuration.server.usesTLS)
        let text = "\(usesTLS ? "https" : "http")://\(listen.reachable)"
        guard listen.port != 0, let url = try? PublicURL(text) else { throw SimulationError.noAddress }
        return url
    }

    /// `user:password` of `webhook: basic-auth`.
    private static func credentials(_ configuration: Configuration) throws(WebhookSecretError) -> String? {
        guard let basic = configuration.webhook.basicAuthentication else { return nil }
        return try WebhookSecrets(configuration).password.map { "\(basic.user):\($0)" }
    }
}

extension Configuration {
    /// The account's numbers, without those that stand for many; of a large table some.
    fileprivate var exactNumbers: [PhoneNumber] {
        let listed = numbers.incoming.entries.map(\.pattern).filter { !$0.isPrefix }
        return (listed + numbers.incoming.rows(1000).map(\.pattern)).compactMap { try? PhoneNumber($0.digits) }
    }
}

extension PathArgument {
    /// Reads certificates of authorities.
    fileprivate func authorities() throws -> Authorities {
        guard let authorities = Authorities(file: path.string) else { throw SimulationError.noCertificates(path) }
        return authorities
    }
}

/// Reasons no day can be played.
enum SimulationError: ReportableError {
    case unreachable(String, DeliveryFailure)
    case noAddress
    case unsigned
    case noCertificates(FilePath)
    case badKey(FilePath)
    case key(FilePath, Errno)
    case port(Int)

    var sentence: String {
        switch self {
        case .unreachable(let address, let failure):
            "No server answers at \(address): \(failure). Start one with `announce serve`, or name it with --server."
        case .noAddress:
            "The configuration does not say where the server listens (port 0). Name its address with --server URL."
        case .unsigned:
            "The server accepts signed events only (`webhook: { signature: required }`), and only the provider has that key. Sign "
                + "with a key of your own, --sign-with test-key.pem, which `webhook: { keys: [ test-key.pem.pub ] }` has a test "
                + "server trust instead."
        case .noCertificates(let path):
            "\(path.readable) contains no certificates in PEM format, or cannot be read."
        case .badKey(let path):
            "\(path.readable) is not a private RSA key in PEM. Name a file that does not exist to have one made."
        case .port(let port): "Port \(port) of 127.0.0.1 is in use or not permitted. Choose another with --account."
        case .key(let path, let error): "\(path.readable) cannot be used as a key: \(error.reason)."
        }
    }
}
