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
        abstract: "Simulate a call, step by step, without a telephone.",
        discussion: """
            Runs the server's own code and shows what is heard, for how long, what is pressed and how the call ends. \
            Without --keys you are prompted at each menu; without a terminal no key is pressed.

              announce call +49 211 1234567 --at "24.12. 13:59"
              announce call "0211 1234567" --from anonymous
              announce call +492111234567 --keys "3,,0815" --json
              announce call +492111234567 --play

            With --json, prints an array of steps: {"hear":"closed","seconds":3.2}, {"press":"3"}, {"silence":true}, \
            {"dial":["+4915799912345"]}, and last {"end":"hangup"} (or connect, voicemail, reject, busy); `dial` is \
            always the last step.

            Exit status: 0 call simulated; 1 the configuration has errors, or the sound cannot be written or played; 64 wrong usage; 130 Ctrl-C, 143 SIGTERM.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Number to call, in international format, or national if all configured numbers share a country.",
            valueName: "number"),
        completion: ConfigurationCompletion.numbers)
    var to: [String]

    @Option(
        help: ArgumentHelp("Caller: a number, an extension or anonymous (default: unknown).", valueName: "number"),
        transform: WrittenCaller.argument)
    var from: WrittenCaller?

    @Option(
        help: ArgumentHelp("Number that the call was forwarded from (default: not forwarded).", valueName: "number"),
        transform: { try WrittenNumber([$0]) })
    var diverted: WrittenNumber?

    @Option(
        help: ArgumentHelp(
            "Time of the call in the configured time zone: \(WrittenTime.examples) (default: now).", valueName: "time"),
        transform: WrittenTime.argument)
    var at: WrittenTime?

    @Option(
        help: ArgumentHelp(
            "Keys to press, one entry per menu, comma-separated; an empty entry is silence, as is everything after the "
                + "last.", valueName: "keys"))
    var keys: KeySequence?

    @Flag(help: "Simulate an outgoing call; --from is your own number.")
    var outgoing = false

    @Option(
        help: ArgumentHelp(
            "Write the call as the caller hears it: prompts, silence and key tones, as a telephone WAV.",
            valueName: "file"),
        completion: .file(extensions: ["wav"]))
    var wav: PathArgument?

    @Flag(help: "Play the call on the loudspeaker (aplay, paplay, play or ffplay) once it has ended.")
    var play = false

    @Flag(help: "Print the steps as a JSON array.")
    var json = false

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var place: StateOption

    func validate() throws {
        _ = try WrittenNumber(to)
        if outgoing {
            guard case .number = from else {
                throw ValidationError("An outgoing call is made from one of your numbers: add --from NUMBER.")
            }
        }
    }

    func run() async throws {
        let player = play ? try CallPlayer.installed() : nil
        let project = try await CheckedProject(source, state: place, onlyUsed: true)
        project.printProblems()
        let configuration = try project.validConfiguration()
        let to = try WrittenNumber(to).number(in: configuration)
        let from = try from?.caller(in: configuration) ?? .unknown("")
        let moment = moment(in: configuration.timeZone)
        let catalogue = project.catalogue
        let responder = WebhookResponder(
            plan: CallPlan(configuration, overrides: try overrides(in: configuration, at: moment)),
            catalogue: { catalogue },
            tokens: try PositionTokens(secret: StateFiles.randomSecret()), urls: WebhookURLs(configuration))
        var call = CallSimulation(
            responder: responder, direction: outgoing ? .outgoing : .incoming, from: from, to: to,
            diverted: try diverted?.number(in: configuration), at: moment)

        var script = keys?.elements.makeIterator()
        let asks = keys == nil && isatty(STDIN_FILENO) == 1
        var recorder = CallRecorder(catalogue, recordsSound: wav != nil || play)
        func take(_ steps: [CallSimulation.Step], after timeout: Int = 0) throws {
            try recorder.add(steps, after: timeout)
            if !json { steps.forEach { Console.result($0.line + call.turns(for: $0)) } }
        }
        try take(call.begin())
        while call.listens {
            let timeout = call.timeout
            if asks {
                // At the end of input the caller hangs up.
                guard let pressed = KeyPrompt.ask(atMost: call.mostKeys) else { break }
                try take(call.press(pressed), after: timeout)
            } else {
                try take(call.press(script?.next()), after: timeout)
            }
        }
        for change in call.overrides { Console.note(change.note(in: configuration.timeZone, at: moment)) }
        if json { Console.result(CallStepObject.array(recorder.steps, turns: call.turns)) }
        if let path = wav?.path { try recorder.sound.write(to: path) }
        try player?.play(recorder.sound)
    }
}

extension CallCommand {
    /// The time of the call. Printed unless it was given with its day, its year and its time of day.
    private func moment(in zone: Zone) -> Moment {
        guard let at else { return .now }
        if let time = at.localTime { return zone.moment(of: time) }
        let moment = at.moment(.today, from: .now, in: zone)
        let time = zone.localTime(at: moment)
        Console.note("Time of the call: \(time.date) \(time.clock) (\(zone))")
        return moment
    }

    /// The overrides that a server with the same state folder applies. Prints those active at the time of the call.
    private func overrides(in configuration: Configuration, at moment: Moment) throws -> ScheduleOverrides {
        let overrides = try StateFiles(in: try place.folder(of: source).path).overrides.read() ?? ScheduleOverrides()
        let zone = configuration.timeZone
        for override in overrides.list(at: moment)
        where overrides.override(of: override.schedule, at: moment) == override {
            Console.note(
                "\(override.schedule) is overridden: \(override.state.rawValue) until \(zone.localTime(at: override.until))"
            )
        }
        for swap in overrides.allSwaps where moment < swap.until {
            Console.note("\(swap.rota) is overridden: \(swap.person) until \(zone.localTime(at: swap.until))")
        }
        return overrides
    }
}

extension OverrideChange {
    /// What the call would do on a server.
    fileprivate func note(in zone: Zone, at now: Moment) -> String {
        guard let override else { return "The call returns \(schedule) to its regular hours (not applied)." }
        let until = zone.localTime(at: override.until).description(relativeTo: zone.localTime(at: now))
        return "The call overrides \(schedule): \(override.state.rawValue) until \(until) (not applied)."
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
