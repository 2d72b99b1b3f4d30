import Foundation
import Support
import SystemPackage
import Testing

/// `announce call` on the example that ships with the project.
struct CallCommandTests {
    struct Step: Decodable, Equatable, CustomStringConvertible {
        var hear: String?
        var seconds: Double?
        var press: String?
        var silence: Bool?
        var dial: [String]?
        var end: String?

        var description: String {
            hear ?? press.map { "[\($0)]" } ?? silence.map { _ in "…" } ?? dial.map {
                "dial " + $0.joined(separator: " ")
            }
                ?? end.map { "end \($0)" } ?? "?"
        }
    }

    struct Example: CustomTestStringConvertible {
        let name: String
        let arguments: [String]
        /// As `Step.description`.
        let steps: [String]

        init(_ name: String, _ arguments: [String], _ steps: [String]) {
            (self.name, self.arguments, self.steps) = (name, arguments, steps)
        }

        var testDescription: String { name }
    }

    static let root = Media.folder.removingLastComponent()
    /// The example's recordings are converted once for all tests.
    static let state: TemporaryFolder? = {
        // Static values are never destroyed.
        atexit { CallCommandTests.state.map { try? FileManager.default.removeItem(atPath: $0.path.string) } }
        return try? TemporaryFolder()
    }()

    private static let reception = "+49 211 1234567"
    private static let open = ["--at", "2026-11-24T10:00:00", "--from", "+49 30 123456"]
    private static let greeting = ["main-menu"]

    static let examples = [
        Example(
            "a choice", [reception, "--keys", "1"] + open, greeting + ["[1]", "dial +4915799912345 +492111234500"]),
        Example("voicemail", [reception, "--keys", "2"] + open, greeting + ["[2]", "end voicemail"]),
        Example(
            "a code with its leading zero", [reception, "--keys", "3,0815"] + open,
            greeting + ["[3]", "enter-code", "[0815]", "dial +4915799912345"]),
        Example(
            "a code with wildcards", [reception, "--keys", "3,9123"] + open,
            greeting + ["[3]", "enter-code", "[9123]", "dial +492111234501"]),
        Example(
            "a wrong code", [reception, "--keys", "3,1111"] + open,
            greeting + ["[3]", "enter-code", "[1111]", "end hangup"]),
        Example(
            "back and out", [reception, "--keys", "3, *, 9"] + open,
            greeting + ["[3]", "enter-code", "[*]", "main-menu", "[9]", "end hangup"]),
        Example(
            "repeat says it short", [reception, "--keys", "*,9"] + open,
            greeting + ["[*]", "main-menu-short", "[9]", "end hangup"]),
        Example(
            "an empty element is silence, and a wrong key has its own counter", [reception, "--keys", ",7,9"] + open,
            greeting + ["…", "nothing-heard+main-menu-short", "[7]", "wrong-key+main-menu-short", "[9]", "end hangup"]),
        Example(
            "keys run out: silence", [reception, "--keys", "7"] + open,
            greeting + [
                "[7]", "wrong-key+main-menu-short", "…", "nothing-heard+main-menu-short", "…",
                "nothing-heard+main-menu-short", "…", "end hangup",
            ]),
        Example(
            "the minute before closing", [reception, "--keys", "2", "--at", "2026-12-24T11:59"],
            greeting + ["[2]", "end voicemail"]),
        Example("a special day, closed", [reception, "--at", "2026-12-24T13:59:00"], ["closed", "end voicemail"]),
        Example("a holiday", [reception, "--at", "2026-10-03T10:00:00"], ["holiday", "end voicemail"]),
        Example("a holiday by Easter", [reception, "--at", "2027-05-27T10:00"], ["holiday", "end voicemail"]),
        Example("the weekend", [reception, "--at", "2026-11-22T10:00:00"], ["closed", "end voicemail"]),
        Example("anonymous", [reception, "--from", "anonymous"], ["no-anonymous", "end hangup"]),
        Example("a caller by prefix", [reception, "--from", "0049 157 55555"], ["dial +492111234500"]),
        Example("play, then hang up", ["0049 (211) 123-4568"], ["closed", "opens-again", "end hangup"]),
        Example("a greeting, and it rings", ["492111234560"], ["welcome", "end connect"]),
        Example("busy", ["+492111234569"], ["end busy"]),
        Example("a number that is not named", ["+49 211 999999"], ["end connect"]),
        Example(
            "outgoing", ["+49 30 123456", "--outgoing", "--from", reception], ["dial +4930123456"]),
        Example(
            "outgoing from elsewhere", ["+49 30 123456", "--outgoing", "--from", "+49 30 7777777"], ["end connect"]),
    ]

    private func call(_ arguments: [String]) throws -> RunningProgram.Result {
        let state = try #require(Self.state).path.string
        return try RunningProgram(
            [Announce.path, "call"] + arguments + ["--state", state], in: Self.root, input: .nothing
        ).wait(within: .seconds(120))
    }

    @Test("the steps of a call, as JSON and as text", arguments: examples) func steps(_ example: Example) throws {
        let run = try call(example.arguments + ["--json"])
        #expect(run.status == 0, "\(run.errors)")
        let steps = try run.json(Step.self)
        #expect(steps.map(\.description) == example.steps)
        for step in steps { #expect((step.hear == nil) == (step.seconds == nil)) }

        // As text, one line per step.
        let lines = try call(example.arguments).text.split(separator: "\n")
        #expect(lines.count == example.steps.count)
    }

    @Test("seconds are those of the converted recordings; a joined prompt lasts as long as its parts") func seconds()
        throws
    {
        let folder = try TemporaryFolder()
        var expected: [String: Double] = [:]
        for name in ["main-menu-short.mp3", "nothing-heard.wav", "wrong-key.aiff", "main-menu.mp3"] {
            let medium = Media.folder.appending(name).string
            let run = try Announce.run(
                "convert", "--json", "--level=-19dBm0", "--trim", medium, "-o", "out/", in: folder)
            expected[String(name.prefix { $0 != "." })] = try run.json(ConvertedObject.self).first?.seconds
        }
        let steps = try call([Self.reception, "--keys", ",7,9", "--json"] + Self.open).json(Step.self)
        for step in steps where step.hear != nil {
            let parts = try #require(step.hear).split(separator: "+").map { expected[String($0)] ?? .nan }
            #expect(abs(try #require(step.seconds) - parts.reduce(0, +)) < 0.001, "\(step)")
        }
    }

    @Test("the array is exactly as documented") func form() throws {
        let run = try call([Self.reception, "--keys", ",1", "--json"] + Self.open)
        let lines = run.text.split(separator: "\n").map { $0.trimmingCharacters(in: [" ", ","]) }
        #expect(lines.first == "[" && lines.last == "]")
        #expect(lines[1].wholeMatch(of: /\{"hear":"main-menu","seconds":[0-9.]+\}/) != nil, "\(lines[1])")
        #expect(lines[2] == #"{"silence":true}"#)
        #expect(lines[4] == #"{"press":"1"}"#)
        #expect(lines[5] == #"{"dial":["+4915799912345","+492111234500"]}"#)
    }

    @Test(
        "wrong usage",
        arguments: [
            ["+49"], ["reception"], [], [reception, "+49 30 123456"],
            [reception, "--at", "2026-02-30T10:00:00"], [reception, "--at", "soon"],
            [reception, "--at", "2026-12-24T24:00"],
            [reception, "--keys", "1,a"], [reception, "--keys", "1;2"], [reception, "--from", "unknown"],
            [reception, "--outgoing"], [reception, "--outgoing", "--from", "anonymous"],
        ])
    func wrongUsage(_ arguments: [String]) throws {
        let run = try call(arguments)
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("Error: "), "\(run.errors)")
    }

    @Test(
        "numbers without quotes, national numbers, and times in every notation",
        arguments: [
            ["+49", "211", "1234567", "--at", "24.12.2026 13:59"], ["0211 1234567", "--at", "2026-12-24 13:59"],
            ["--at", "24.12.2026T13:59", "0211", "1234567", "--from", "030 123456"],
        ])
    func notations(_ arguments: [String]) throws {
        let run = try call(arguments + ["--json"])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(try run.json(Step.self).map(\.description) == ["closed", "end voicemail"])
    }

    @Test("a time without a day or a year is printed in full") func resolvedTime() throws {
        let run = try call([Self.reception, "--at", "tomorrow 9:00"])
        #expect(run.errors.contains(/Time of the call: 2\d{3}-\d\d-\d\d 09:00 \(Europe\/Berlin\)/), "\(run.errors)")
    }

    @Test("a national number is refused if the configured numbers have several countries") func severalCountries()
        throws
    {
        let folder = try TemporaryFolder()
        let text = ServedFolder.text("numbers: { +49 211 1234567: connect, +43 1 234567: connect }")
        try folder.write(Array(text.utf8), to: "announce.yaml")
        let run = try Announce.run("call", "0211 1234567", "--state", "state", in: folder)
        #expect(run.status == 64)
        #expect(run.errors.contains("Error: 0211 1234567 has no country code; write it in international format, for"))
        #expect(run.errors.contains("+49 211 1234567"), "\(run.errors)")
    }

    @Test(
        "at the prompt, Ctrl-C and SIGTERM end the call, and letters are refused",
        arguments: [
            (["\u{3}"], 130, "key? \n"), (["TERM"], 143, "key? \n"),
            (["9\n"], 0, "key? 9\npress    9\nend      hung up\n"),
            (
                ["abc\n", "9\n"], 0,
                """
                key? abc
                Keys are 0 to 9, * and #. Press Return alone for silence, Ctrl-D to hang up.
                key? 9
                press    9
                end      hung up

                """
            ),
            (["\n", "9\n"], 0, "key? 9\npress    9\nend      hung up\n"), (["\u{4}"], 0, "key? "),
        ])
    func prompt(_ answers: [String], _ status: Int, _ expected: String) throws {
        let state = try #require(Self.state).path.string
        let config = Self.root.appending("announce.yaml").string
        let command = [Announce.path, "call", Self.reception, "--state", state, "--config", config] + Self.open
        let session = try TypedSession.run(command, answers.map { (prompt: "key? ", answer: $0) })
        // The kernel prints `^C` before or after the program's line break.
        let text = session.text.replacing("^C", with: "")
        #expect(session.status == status && text.hasSuffix(expected), "\(session)")
    }

    @Test(
        "misspelt commands are suggested", arguments: [["conver"], ["help", "conver"], ["account", "help", "statsu"]])
    func suggestedCommands(_ arguments: [String]) throws {
        let run = try RunningProgram([Announce.path] + arguments, in: Self.root, input: .nothing).wait()
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.contains(arguments.last == "conver" ? "did you mean convert?" : "did you mean status?"))
    }

    @Test("a configuration with errors answers no call") func errors() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.write(
            Array(ServedFolder.text("numbers: { +49 211 1234567: { play: nothing } }").utf8), to: "announce.yaml")
        let run = try Announce.run("call", Self.reception, "--state", "state", in: folder)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.contains("no recording for announcement `nothing`"), "\(run.errors)")
    }
}
