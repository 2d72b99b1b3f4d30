import ArgumentParser
import CallFlow
import LocalFiles
import ServerProbe
import SystemPackage

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check everything between a call and what the caller hears, and say what to do.",
        discussion: """
            A row a check: configuration, state folder, the public address with its name and certificate, the clock, the \
            webhook with a forged and a trial call, every announcement's URL, and what the provider is set to and has seen. \
            Run it while `announce serve` runs, with the same --config and --state: the trial call is vouched for by the \
            secret there, and marked as a trial in the call log. The provider's rows need `announce account login`.

            Exit status: 0 nothing failed; 1 something did; 64 wrong usage.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Connect there instead of where the name leads: to a new server before the name is switched, or where a "
                + "router does not let its own addresses in.", valueName: "ip address"))
    var address: String?

    @Option(
        help: ArgumentHelp(
            "Trust these authorities (PEM) beside the system's. The provider will not.", valueName: "file"),
        completion: .file(extensions: ["pem", "crt"]))
    var ca: PathArgument?

    @Option(help: ArgumentHelp("How long one answer may take; the provider waits for ten.", valueName: "seconds"))
    var timeout = 10

    @OptionGroup var source: ConfigurationOption
    @OptionGroup var options: AccountOptions

    func validate() throws {
        guard (1...600).contains(timeout) else { throw ValidationError("--timeout takes 1 to 600 seconds.") }
        if let address, IPAddress(address) == nil {
            throw ValidationError("--address \(address) is no IP address.")
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
        let account = AccountChecks(options: options, timeout: .seconds(timeout))
        let login = await account.logIn(report)
        guard let setup else {
            for name in Check.Name.allCases.drop(while: { $0 != .publicURL }) {
                report.add(.skipped(name, "the configuration must be right first"))
            }
            return
        }
        let target = PublicTarget(url: setup.configuration.publicURL, address: address)
        let isReachable = await AddressChecks(target: target, authorities: authorities, timeout: .seconds(timeout))
            .run(report)
        if isReachable {
            let client = PublicClient(target, authorities: authorities, timeout: .seconds(timeout))
            if await WebhookChecks(setup: setup, client: client).run(report) {
                await AnnouncementChecks(setup: setup, client: client).run(report)
            } else {
                report.add(.skipped(.announcements, "the server must answer first"))
            }
            await client.close()
        } else {
            for name in [Check.Name.clock, .forgeries, .trial, .announcements] {
                report.add(.skipped(name, "the public address must be right first"))
            }
        }
        await account.run(report, login, setup)
    }

    private func authorities() throws -> Authorities? {
        guard let ca else { return nil }
        guard let authorities = Authorities(file: ca.path.string) else {
            Console.error("\(ca.path.readable) holds no certificates in PEM form, or cannot be read.")
            throw ExitCode(1)
        }
        return authorities
    }
}
