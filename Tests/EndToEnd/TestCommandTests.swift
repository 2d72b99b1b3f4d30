import Foundation
import Support
import Testing

/// `announce test`: golden calls, from files beside the configuration.
struct TestCommandTests {
    private static let configuration = """
        numbers:
          +49 211 1234567:
            - check: office
              open: { menu: main }
              closed: [ { play: closed }, voicemail ]
        menus:
          main:
            prompt: main-menu
            choices: { 1: { dial: +49 157 99912345 }, 9: hangup }
        schedules: { office: { hours: { mon-fri: 09:00-17:00 } } }
        """

    private static let right = """
        - call: +49 211 1234567
          at: 2026-11-22T10:00
          steps: [ { hear: closed }, voicemail ]
        - call: +49 211 1234567
          name: a choice
          at: 2026-11-23T10:00
          steps: [ { hear: main-menu }, { press: 1 }, { dial: +49 157 99912345 } ]

        """

    private static let wrong = """
        - call: +49 211 1234567
          name: a wish
          from: anonymous
          at: 2026-11-23T10:00
          steps:
            - hear: main-menu
            - press: "9"
            - hear: closed
            - hangup

        """

    /// There are no recordings: none are needed.
    private func folder(_ calls: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.makeFolder("below")
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        for (name, text) in calls { try folder.write(Array(text.utf8), to: name) }
        return folder
    }

    private func test(_ folder: TemporaryFolder, _ arguments: String...) throws -> RunningProgram.Result {
        try RunningProgram([Announce.path, "test"] + arguments, in: folder.path, input: .nothing).wait()
    }

    @Test("a failed call to a number that the configuration does not list says so") func notListed() throws {
        let folder = try folder(["calls.yaml": Self.right.replacing("1234567", with: "1234568")])
        let run = try test(folder)
        #expect(run.status == 1)
        #expect(run.text.contains("    `numbers` does not list +492111234568: `default` applies\n"), "\(run.text)")
        #expect(try test(folder, "--json").text.contains(/"listed" ?: ?false/))
    }

    @Test("passed tests are one line each, and no file is written") func right() throws {
        let folder = try folder(["calls.yaml": Self.right])
        let before = folder.listing
        let run = try test(folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.text == """
                ok    calls.yaml:1  +492111234567 at 2026-11-22T10:00
                ok    calls.yaml:4  a choice: +492111234567 at 2026-11-23T10:00

                """)
        #expect(run.errors == "2 calls passed\n")
        #expect(folder.listing == before)
    }

    @Test("a failed test is shown side by side, with the first different step and its place") func wrong() throws {
        let folder = try folder(["calls.yaml": Self.right, "wishes.calls.yaml": Self.wrong, "other.yaml": "nonsense"])
        let run = try test(folder)
        #expect(run.status == 1)
        #expect(
            run.text.hasSuffix(
                """
                FAIL  wishes.calls.yaml:1  a wish: +492111234567 from anonymous at 2026-11-23T10:00
                      expected           got
                      hear   main-menu   hear   main-menu
                      press  9           press  9
                    > hear   closed      hangup   wishes.calls.yaml:8:7
                      hangup             (call ended)

                """), "\(run.text)")
        #expect(run.errors == "3 calls, 1 failed\n")
        // Named files only, from wherever; the configuration is named too.
        let named = try RunningProgram(
            [Announce.path, "test", "../calls.yaml", "--config", "../announce.yaml"],
            in: folder.file("below"), input: .nothing
        ).wait()
        #expect(named.status == 0 && named.text.contains("ok    ../calls.yaml:1  "), "\(named.errors)")
        // Next to the configuration, not in the current folder.
        let elsewhere = try RunningProgram(
            [Announce.path, "test", "--config", "../announce.yaml"], in: folder.file("below"), input: .nothing
        ).wait()
        #expect(elsewhere.text.contains("FAIL  ../wishes.calls.yaml:1"), "\(elsewhere.errors)")
    }

    @Test("JSON has the same steps, in the form of announce call") func json() throws {
        struct Verdict: Decodable {
            struct Difference: Decodable, Equatable {
                var step: Int
                var line: Int
                var column: Int
            }
            var file: String
            var line: Int
            var ok: Bool
            var waiting: Bool
            var expected: [CallCommandTests.Step]
            var got: [CallCommandTests.Step]
            var difference: Difference?
        }
        let folder = try folder(["calls.yaml": Self.right + Self.wrong])
        let run = try test(folder, "--json")
        #expect(run.status == 1)
        let verdicts = try run.json(Verdict.self)
        #expect(verdicts.map(\.ok) == [true, true, false])
        #expect(verdicts.map(\.line) == [1, 4, 8])
        #expect(verdicts[1].got.map(\.description) == ["main-menu", "[1]", "dial +4915799912345"])
        #expect(verdicts[1].got == verdicts[1].expected)
        #expect(verdicts[2].expected.map(\.description) == ["main-menu", "[9]", "closed", "end hangup"])
        #expect(verdicts[2].got.map(\.description) == ["main-menu", "[9]", "end hangup"])
        #expect(verdicts[2].difference == .init(step: 3, line: 15, column: 7) && !verdicts[2].waiting)
    }

    @Test("the output of announce call --json can be pasted") func pasted() throws {
        let folder = try folder([:])
        try folder.makeFolder("media")
        try folder.copy("main-menu.mp3", to: "media/main-menu.mp3")
        try folder.copy("nothing-heard.wav", to: "media/closed.wav")
        let arguments = ["+492111234567", "--at", "2026-11-23T10:00", "--keys", ",1", "--json", "--state", "state"]
        let call = try RunningProgram([Announce.path, "call"] + arguments, in: folder.path, input: .nothing).wait()
        #expect(call.status == 0, "\(call.errors)")
        let steps = call.text.split(separator: "\n").joined(separator: "\n    ")
        let text = "- call: +492111234567\n  at: 2026-11-23T10:00\n  steps:\n    \(steps)\n"
        try folder.write(Array(text.utf8), to: "calls.yaml")
        let run = try test(folder)
        #expect(run.status == 0, "\(run.text)\(run.errors)")
    }

    @Test("all problems of all files are reported before any call is run") func problems() throws {
        let folder = try folder([
            "calls.yaml": Self.right, "a.calls.yaml": "- call: 0211 1234567\n  at: now\n",
            "b.calls.yaml": Self.right.replacing("hear: closed", with: "hear: clsoed"),
        ])
        let run = try test(folder)
        #expect(run.status == 1 && run.output.isEmpty)
        for text in [
            "a.calls.yaml:1:9: error: `0211 1234567` has no country code; write `+49 211 1234567`",
            "a.calls.yaml:2:7: error: `at` must be a day and a time",
            "a.calls.yaml:1:3: error: the call is missing `steps`",
            "b.calls.yaml:3:20: error: no recording for announcement `clsoed`; did you mean `closed`?",
            "              ^~~~~~", "4 errors",
        ] {
            #expect(run.errors.contains(text), "\(run.errors)")
        }
    }

    @Test(
        "files that cannot be read are one sentence each",
        arguments: [
            ("", [], "No call tests found next to announce.yaml. Write them to calls.yaml"),
            ("", ["none.yaml"], "none.yaml does not exist."),
            ("", ["below"], "below is a folder. Name the test files in it."),
            (#"printf 'a\377' > calls.yaml"#, [], "calls.yaml: line 1 is not UTF-8 text"),
            ("rm announce.yaml; touch calls.yaml", [], "There is no announce.yaml here."),
        ])
    func unreadable(_ script: String, _ arguments: [String], _ sentence: String) throws {
        let folder = try folder([:])
        #expect(try Announce.shell(script, in: folder).status == 0)
        let run = try RunningProgram([Announce.path, "test"] + arguments, in: folder.path, input: .nothing).wait()
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("Error: ") && run.errors.contains(sentence), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test("a configuration with errors is reported, and no call is run") func badConfiguration() throws {
        let folder = try folder(["calls.yaml": Self.right])
        try folder.write(Array(ServedFolder.text("numbers: { +49 211 1234567: nowhere }").utf8), to: "announce.yaml")
        let run = try test(folder)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.contains("announce.yaml:5:29: error: unknown flow `nowhere`"), "\(run.errors)")
    }
}
