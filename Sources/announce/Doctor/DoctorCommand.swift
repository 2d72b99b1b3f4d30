import ArgumentParser
import CallFlow
import LocalFiles
import ServerProbe
import SystemPackage
import Telephony

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Diagnose everything between the provider and the caller's ear.",
        discussion: """
            Prints one row per check, with a remedy below each problem: configuration, state folder, sandbox of decoders, the ways of alerts, the announcements that instances have in common, public address, DNS, \
            certificate, clock, the webhook with a forged and a test call, every announcement's URL, the provider's \
            settings and its log. With --instance, also whether several instances are alike. Run it while `announce serve` runs, with the same --config and --state: the test call is \
            authenticated by the secret there, and marked as a trial in the call log. The provider's rows need \
            `announce account login`.

            Exit status: 0 nothing failed; 1 a check failed; 64 wrong usage.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Connect to this IP instead of resolving the name: for a new server before the DNS switch, or when the router "
                + "has no NAT loopback.", valueName: "ip address"))
    var address: String?

    @Option(
        help: ArgumentHelp(
            "Also trust these CA certificates (PEM). The provider does not.", valueName: "file"),
        completion: .file(extensions: ["pem", "crt"]))
    var ca: PathArgument?

    @Option(help: ArgumentHelp("Timeout per request; the provider uses 10 s.", valueName: "seconds"))
    var timeout = 10

    @Option(
        help: ArgumentHelp(
            "Address of an instance behind a balancer, such as http://10.0.0.11:8080, to compare it with the others; repeat the "
                + "option for each.", valueName: "url"),
        transform: { try DoctorCommand.url($0) })
    var instance: [PublicURL] = []

    @OptionGroup var source: ConfigurationOption
    @OptionGroup var options: AccountOptions

    func validate() throws {
        guard (1...600).contains(timeout) else { throw ValidationError("--timeout must be between 1 and 600 seconds.") }
        if let address, IPAddress(address) == nil {
            throw ValidationError("--address \(address) is not an IP address.")
        }
    }

    private static func url(_ text: String) throws -> PublicURL {
        do throws(PublicURL.ParseError) {
            return try PublicURL(text)
        } catch {
            throw ValidationError("\(text.printable) is not the address of an instance; write \(error.words).")
        }
    }

    func run() async throws {
        let authorities = try authorities()
        let report = DoctorReport(isJSON: options.json)
        try await Interruption.cancelling { [self] in
            try await examine(report, authorities)
        }
        report.finish()
        if report.hasFailed { throw ExitCode(1) }
    }

    private func examine(_ report: DoctorReport, _ authorities: Authorities?) async throws {
        let setup = await LocalChecks(source: source, place: options.place).run(report)
        await report.add(SandboxCheck().run())
        let account = AccountChecks(options: options, timeout: .seconds(timeout))
        let login = await account.logIn(report)
        guard let setup else {
            for name in Check.Name.allCases.drop(while: { $0 != .publicURL }) {
                report.add(.skipped(name, "needs a valid configuration"))
            }
            return
        }
        if let check = await SpeechCheck(setup: setup).run() { report.add(check) }
        if let check = AlertCheck(configuration: setup.configuration).run() { report.add(check) }
        if let check = await DepotCheck(setup: setup).run() { report.add(check) }
        if !instance.isEmpty {
            await InstanceChecks(
                setup: setup, instances: instance, authorities: authorities, timeout: .seconds(timeout)
            )
            .run(report)
        }
        let target = PublicTarget(url: setup.configuration.publicURL, address: address)
        let isReachable = await AddressChecks(
            target: target, authorities: authorities, timeout: .seconds(timeout),
            isRenewedByServer: setup.configuration.server.authority != nil
        ).run(report)
        if isReachable {
            let client = PublicClient(target, authorities: authorities, timeout: .seconds(timeout))
            if await WebhookChecks(setup: setup, client: client).run(report) {
                await announcements(setup, client, authorities, report)
            } else {
                report.add(.skipped(.announcements, "the server does not answer"))
            }
            await client.close()
        } else {
            for name in [Check.Name.clock, .forgeries, .trial, .announcements] {
                report.add(.skipped(name, "needs a reachable public address"))
            }
        }
        await account.run(report, login, setup)
    }

    /// Of the server itself, or of the one that calls fetch announcements from.
    private func announcements(
        _ setup: LocalSetup, _ client: PublicClient, _ authorities: Authorities?, _ report: DoctorReport
    ) async {
        guard let url = setup.configuration.recordings.url else {
            return await AnnouncementChecks(setup: setup, client: client).run(report)
        }
        let other = PublicClient(
            PublicTarget(url: url, address: nil), authorities: authorities, timeout: .seconds(timeout))
        await AnnouncementChecks(setup: setup, client: other, isElsewhere: true).run(report)
        await other.close()
    }

    private func authorities() throws -> Authorities? {
        guard let ca else { return nil }
        guard let authorities = Authorities(file: ca.path.string) else {
            Console.error("\(ca.path.readable) contains no certificates in PEM format, or cannot be read.")
            throw ExitCode(1)
        }
        return authorities
    }
}
