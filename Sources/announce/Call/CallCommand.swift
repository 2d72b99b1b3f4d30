import AnnounceServer
import ArgumentParser
import CallFlow
import Dashboard
import Glibc
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony
import Webhook

struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Live through a call as a caller does, without a telephone.",
        discussion: """
            Goes through the same code as the server: what is heard and for how long, what is pressed, where it ends. \
            Without --keys you are asked when the menu asks; where nobody can be asked, nothing is pressed.

              announce call "+49 211 1234567" --at 2026-12-24T13:59:00
              announce call "+49 211 1234567" --from anonymous
              announce call "+49 211 1234567" --keys "3,,0815" --json

            With --json an array of what the caller lives through: {"hear":"closed","seconds":3.2}, {"press":"3"}, \
            {"silence":true}, {"dial":["+4915799912345"]}, and last {"end":"hangup"} (or connect, voicemail, reject, \
            busy); a dial is its own end.

            Exit status: 0 the call was lived through; 1 the configuration has errors; 64 wrong usage.
            """
    )

    @Argument(help: ArgumentHelp("The number called, in any international notation.", valueName: "to"))
    var to: PhoneNumber

    @Option(help: ArgumentHelp("Who calls: a number, or anonymous; without it nobody knows.", valueName: "number"))
    var from: CallerArgument?

    @Option(
        help: ArgumentHelp(
            "When, in the configuration's time zone: 2026-12-24T13:59:00, seconds optional; without it now.",
            valueName: "time"))
    var at: LocalTime?

    @Option(
        help: ArgumentHelp(
            "What is pressed, menu by menu, separated by commas; nothing between two commas is silence, and so is what "
                + "comes after the last.", valueName: "keys"))
    var keys: KeySequence?

    @Flag(help: "The call goes out: --from is the number of yours that it is made from.")
    var outgoing = false

    @Flag(help: "Print what the caller lives through as a JSON array.")
    var json = false

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var place: StateOption

    func validate() throws {
        if outgoing {
            guard case .number = from?.caller else {
                throw ValidationError("An outgoing call is made from a number of yours: add --from NUMBER.")
            }
        }
    }

    func run() async throws {
        let project = try await CheckedProject(source, state: place, onlyUsed: true)
        project.printProblems()
        let configuration = try project.validConfiguration()
        let moment = at.map { configuration.timeZone.moment(of: $0) } ?? .now
        let catalogue = project.catalogue
        let responder = WebhookResponder(
            plan: CallPlan(configuration, overrides: try overrides(in: configuration, at: moment)),
            catalogue: { catalogue },
            tokens: try PositionTokens(secret: StateFiles.randomSecret()), urls: WebhookURLs(configuration.publicURL))
        var call = CallSimulation(
            responder: responder, direction: outgoing ? .outgoing : .incoming, from: from?.caller ?? .unknown(""),
            to: to, at: moment)

        var script = keys?.elements.makeIterator()
        let asks = keys == nil && isatty(STDIN_FILENO) == 1
        var taken: [CallSimulation.Step] = []
        func take(_ steps: [CallSimulation.Step]) {
            taken += steps
            if !json { steps.forEach { Console.result($0.line) } }
        }
        take(call.begin())
        while call.listens {
            if asks {
                Console.write(call.mostKeys == 1 ? "key? " : "keys? ", to: .standardError)
                // At the end of input the caller hangs up.
                guard let answer = readLine() else { break }
                take(call.press(answer.filter { !$0.isWhitespace }))
            } else {
                take(call.press(script?.next()))
            }
        }
        if json { Console.result(CallStepObject.array(taken)) }
    }
}

extension CallCommand {
    /// The overrides that a server with the same state folder applies. Prints those active at the time of the call.
    private func overrides(in configuration: Configuration, at moment: Moment) throws -> ScheduleOverrides {
        let overrides = try StateFiles(in: try place.folder().path).overrides.read() ?? ScheduleOverrides()
        for row in OverrideList(overrides, configuration, at: moment).rows {
            Console.note("\(row.schedule) is overridden: \(row.state) until \(row.until)")
        }
        return overrides
    }
}

/// `--keys 3,,0815`: the keys pressed at each menu.
struct KeySequence: ExpressibleByArgument, Hashable {
    /// An empty element is silence.
    let elements: [String]

    init?(argument: String) {
        let elements = argument.split(separator: ",", omittingEmptySubsequences: false).map { part in
            part.filter { !$0.isWhitespace }
        }
        guard elements.joined().allSatisfy({ "0123456789*#".contains($0) }) else { return nil }
        self.elements = elements
    }
}

/// A number, or `anonymous`.
struct CallerArgument: ExpressibleByArgument, Hashable {
    let caller: Caller

    init?(argument: String) {
        caller = Caller(argument)
        if case .unknown = caller { return nil }
    }
}
