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
        abstract: "Prove that calls go as they are written down.",
        discussion: """
            Golden calls are YAML: who calls which number when, what is pressed, and what the caller is to live through. \
            Each is lived through by the server's own code, at its own time, and compared.

              - call: +49 211 1234567
                at: 2026-12-24T13:59
                steps: [ { hear: closed }, voicemail ]

            The clock stands still at that time, in the configuration's time zone. Also: from: (a number, or anonymous), \
            name: and outgoing: true.

            Steps are what `announce call --json` prints: {hear: NAME}, {press: "0815"}, {silence: true}, \
            {dial: [NUMBER]}, {end: hangup}; and, shorter: silence, hangup, connect, voicemail, reject, busy. What \
            several announcements say in one go is {hear: [ONE, OTHER]}. The list may stop where keys are waited for.

            Recordings are not needed: every announcement that the configuration plays counts as published. Overrides \
            of schedules are left out.

            Exit status: 0 every call goes as written; 1 one does not, or a file has errors; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Files of calls; without any calls.yaml and every *.calls.yaml beside the configuration.",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var files: [PathArgument] = []

    @OptionGroup
    var source: ConfigurationOption

    @Flag(help: "Print every call, as written and as lived through, as a JSON array.")
    var json = false

    func run() throws {
        let configuration = try source.validConfiguration()
        let known = Set(configuration.prompts.flatMap(\.parts))
            .union(MediaLibrary.names(in: configuration.recordings.folder))
        let files = try CallFile.read(files.map(\.path), beside: source.path, announcements: known)
        let replay = GoldenReplay(
            plan: CallPlan(configuration), tokens: try PositionTokens(secret: StateFiles.randomSecret()))
        let verdicts = files.flatMap { file in
            file.entries.map { CallVerdict(file: file.path.readable, entry: $0, outcome: replay.replay($0.call)) }
        }
        if json {
            Console.result(jsonText(verdicts.map(CallVerdictObject.init)))
        } else {
            verdicts.forEach { Console.result($0.lines.joined(separator: "\n")) }
        }
        let different = verdicts.count { !$0.isAsWritten }
        Console.note(CallVerdict.summary(verdicts.count, different: different))
        if different > 0 { throw ExitCode(1) }
    }
}
