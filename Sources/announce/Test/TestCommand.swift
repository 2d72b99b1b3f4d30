import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import MediaLibrary
import Telephony
import Webhook

struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run call tests written in YAML.",
        discussion: """
            A call test (a golden call) says who calls which number and when, which keys are pressed, and what should \
            happen. Each is run by the server's own code at its own time and compared.

              - call: +49 211 1234567
                at: 2026-12-24 13:59
                steps: [ { hear: closed }, voicemail ]

            The clock is frozen at that time, in the configured time zone. Optional keys: from (a number, or anonymous), \
            name, and outgoing: true.

            Steps are those of `announce call --json`: {hear: NAME}, {press: "0815"}, {silence: true}, \
            {dial: [NUMBER]}, {end: hangup}; or, shorter, silence, hangup, connect, voicemail, reject, busy. \
            Announcements joined into one prompt are {hear: [ONE, OTHER]}. The list may stop wherever the call waits for \
            keys.

            Recordings are not needed: every announcement in the configuration counts as published. Schedule overrides \
            are ignored.

            Exit status: 0 all tests passed; 1 a test failed, or a file has errors; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Test files (default: calls.yaml and *.calls.yaml next to the configuration).", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var files: [PathArgument] = []

    @OptionGroup
    var source: ConfigurationOption

    @Flag(help: "Print expected and actual steps of every call as a JSON array.")
    var json = false

    func run() throws {
        let configuration = try source.validConfiguration()
        let known = Set(configuration.prompts.flatMap(\.parts))
            .union(MediaLibrary.names(in: configuration.recordings.folder))
        let files = try CallFile.read(files.map(\.path), beside: source.path, announcements: known)
        let plan = CallPlan(configuration)
        let replay = GoldenReplay(plan: plan, tokens: try PositionTokens(secret: StateFiles.randomSecret()))
        let verdicts = files.flatMap { file in
            file.entries.map { entry in
                let call = entry.call
                return CallVerdict(
                    file: file.path.readable, entry: entry, outcome: replay.replay(call),
                    isListed: plan.pattern(direction: call.direction, from: call.from, to: call.to) != nil)
            }
        }
        if json {
            Console.result(jsonText(verdicts.map(CallVerdictObject.init)))
        } else {
            verdicts.forEach { Console.result($0.lines.joined(separator: "\n")) }
        }
        let failed = verdicts.count { !$0.isPassed }
        Console.note(CallVerdict.summary(verdicts.count, failed: failed))
        if failed > 0 { throw ExitCode(1) }
    }
}
