import CallFlow
import Telephony
import Testing

/// Files that a configuration names: included ones, tables of numbers, and lists of callers.
struct CompanionFilesTests {
    private static func read(
        _ text: String, _ files: [String: String], matches: [String: [String]] = [:]
    ) -> ConfigurationFile.Reading {
        var companions = CompanionFiles()
        companions.contents = files.mapValues { .text($0) }
        companions.matches = matches
        return ConfigurationFile.read(
            MarkedConfiguration.head + text, folder: "/etc/announce", announcements: nil, files: companions)
    }

    private static func problems(_ text: String, _ files: [String: String]) -> [String] {
        read(text, files).problems.map { $0.description(file: "conf/announce.yaml") }
    }

    private static func steps(_ reading: ConfigurationFile.Reading, _ number: String) throws -> [Step]? {
        let configuration = try #require(reading.configuration, "\(reading.problems.map(\.message))")
        return configuration.numbers.incoming.entry(for: try PhoneNumber(number))?.steps.steps
    }

    @Test("Sections of included files belong to the configuration, and each names files relative to itself")
    func included() throws {
        let reading = Self.read(
            """
            include: [ branches/*.yaml, more.yaml ]
            numbers: { +49 30 12345: { flow: belle } }

            """,
            [
                "branches/belle.yaml":
                    "flows: { belle: { menu: both } }\nnumbers: { file: belle.csv, outgoing: { +49 30 1: connect } }\n",
                "branches/nord.yaml": "numbers: { +49 40 12345: voicemail, default: hangup }\n",
                "branches/belle.csv": "number,flow\n+49 30 54321,belle\n",
                "more.yaml":
                    "menus: { both: { prompt: a, choices: { 1: hangup } } }\nnumbers:\n  outgoing: { +49 40 12345: connect }\n",
            ].mapValues { $0.replacing("+49 30 1:", with: "+49 30 12345:") },
            matches: ["branches/*.yaml": ["branches/belle.yaml", "branches/nord.yaml"]])
        #expect(reading.problems.isEmpty, "\(reading.problems.map(\.message))")
        #expect(try Self.steps(reading, "+49 30 54321") == [.flow("belle")])
        #expect(try Self.steps(reading, "+49 40 12345") == [.voicemail])
        #expect(reading.configuration?.numbers.otherwise?.steps == [.hangup])
        #expect(reading.configuration?.numbers.outgoing.entries.count == 2)
    }

    @Test("What is needed is asked for until all is there")
    func requests() {
        let text =
            "include: [ b/*.yaml, more.yaml ]\nnumbers: { file: numbers.csv }\nlists: { vip: vip.csv, own: [ +49 30 12345 ] }\n"
        var files = CompanionFiles()
        #expect(
            ConfigurationFile.requests(of: text, with: files) == [
                .matches("b/*.yaml"), .content("more.yaml"), .table("numbers.csv"), .content("vip.csv"),
            ])
        files.matches["b/*.yaml"] = ["b/one.yaml"]
        for path in ["more.yaml", "numbers.csv", "vip.csv"] { files.contents[path] = .text("") }
        #expect(ConfigurationFile.requests(of: text, with: files) == [.content("b/one.yaml")])
        files.contents["b/one.yaml"] = .text("numbers: { file: ../own.csv }")
        #expect(ConfigurationFile.requests(of: text, with: files) == [.table("b/../own.csv")])
        files.contents["b/../own.csv"] = .unreadable("it does not exist")
        #expect(ConfigurationFile.requests(of: text, with: files).isEmpty)
        #expect(ConfigurationFile.requests(of: "numbers: {}", with: CompanionFiles()).isEmpty)
    }

    @Test(
        arguments: [
            (
                "include: more.yaml\nnumbers: {}", "more.yaml", "flows:\n  f: [ hangup, connect ]\n",
                ["conf/more.yaml:2:16: error: this step is unreachable: `hangup` above it ends the list"]
            ),
            (
                "include: more.yaml\nnumbers: {}", "more.yaml", "server: {}\nflws: { f: hangup }\n",
                [
                    "conf/more.yaml:1:1: error: `server` belongs into the configuration file itself, not into an included one",
                    "conf/more.yaml:2:1: error: the included file has no key `flws`; did you mean `flows`?",
                ]
            ),
            (
                "include: more.yaml\nnumbers: {}", "more.yaml", "numbers: ]\n",
                [
                    "conf/more.yaml:1:10: error: invalid YAML: did not find expected node content (while parsing a block node, which begins in line 1)"
                ]
            ),
            (
                "include: more.yaml\nflows: { f: hangup }\nnumbers: { default: { flow: f } }", "more.yaml",
                "flows: { f: connect }\n",
                ["conf/more.yaml:1:10: error: `f` is already defined in line 4 of the configuration file"]
            ),
            (
                "include: gone.yaml\nnumbers: {}", "", "",
                ["conf/announce.yaml:3:10: error: `gone.yaml` cannot be read: it does not exist"]
            ),
            (
                "include: b/*.yaml\nnumbers: {}", "", "",
                ["conf/announce.yaml:3:10: warning: no file matches `b/*.yaml`"]
            ),
            (
                "include: \"*/b.yaml\"\nnumbers: {}", "", "",
                ["conf/announce.yaml:3:10: error: `include` must be a pattern for names of files, not of folders"]
            ),
            (
                "numbers: { file: n.csv, +49 30 12345: hangup }\nflows: { f: hangup, g: { play: \"{x}\" } }", "n.csv",
                """
                Number; Flow ;x;
                +49 3; f
                0211 1234567;g;a
                +49 211 1234567;ff;
                +49 30 12345;hangup
                +49 30 123456;g
                +49 30 1234567;f;b
                ;f
                +49 30 12346;f;;;;

                """,
                [
                    "conf/n.csv:1:17: error: a column must be named `number`, `flow`, or after a parameter",
                    "conf/n.csv:2:1: error: `+49 3` is not a phone number: too short (3 digits)",
                    "conf/n.csv:3:1: error: `0211 1234567` has no country code; write `+49 211 1234567`",
                    "conf/n.csv:4:17: error: unknown flow `ff`; did you mean `f`?",
                    "conf/n.csv:5:1: error: `+49 30 12345` is already defined in line 3 of the configuration file",
                    "conf/n.csv:6:15: error: flow `g` needs a value for `{x}`; write it as `with: { x: … }`",
                    "conf/n.csv:7:18: error: flow `f` has no parameter `{x}`",
                    "conf/n.csv:8:1: error: this row has no `number`",
                    "conf/n.csv:9:18: error: this row has 6 fields, but the table has 4 columns",
                ]
            ),
            (
                "numbers: { file: n.csv }", "n.csv", "phone,flow\n",
                ["conf/n.csv:1:1: error: the table has no column `number`; the first line names the columns"]
            ),
            (
                "numbers: { file: n.csv }", "n.csv", "number,flow\n\"+49 30 12345,f\n",
                ["conf/n.csv:2:1: error: the file is not a CSV table: a quote is opened here and never closed"]
            ),
            (
                "lists: { vip: n.csv, anonymous: [], spare: [ +49 30 12345 ] }\nnumbers: { default: [ { caller: { vap: hangup, vip: reject } }, connect ] }",
                "n.csv", "+49 30 12345\n+49 30*\nx\n",
                [
                    "conf/announce.yaml:3:22: error: `anonymous` means something else among callers, so it cannot name a list",
                    "conf/announce.yaml:3:22: warning: list `anonymous` is never used",
                    "conf/announce.yaml:3:37: warning: list `spare` is never used",
                    "conf/announce.yaml:4:35: error: `vap` is not a phone number: `v` cannot be part of one; did you mean `vip`?",
                    "conf/n.csv:3:1: error: `x` is not a phone number: `x` cannot be part of one",
                ]
            ),
        ])
    func mistakes(text: String, path: String, content: String, expected: [String]) {
        var files = CompanionFiles()
        files.contents = [path: .text(content), "gone.yaml": .unreadable("it does not exist")]
        files.matches = ["b/*.yaml": []]
        let reading = ConfigurationFile.read(
            MarkedConfiguration.head + text, folder: "/etc/announce", announcements: nil, files: files)
        let messages = reading.problems.map { $0.description(file: "conf/announce.yaml") }
        #expect(messages.filter { !$0.contains("is unreachable: no number") } == expected)
    }

    @Test("Ten thousand rows with parameters of their own")
    func table() throws {
        let rows = (0..<10_000).map { "+49 211 \(1_000_000 + $0),practice,p\($0 % 2_000),+49 30 \(100_000 + $0)" }
        let text = """
            numbers: { file: numbers.csv, default: hangup }
            flows:
              practice: [ { play: "{greeting}" }, { menu: main, with: { name: "{greeting}", to: "{target}" } } ]
            menus:
              main: { prompt: "{name}/main", choices: { 1: { dial: "{to}" }, 2: voicemail } }

            """
        let reading = Self.read(
            text, ["numbers.csv": "number,flow,greeting,target\n" + rows.joined(separator: "\r\n") + "\r\n"])
        #expect(
            try Self.steps(reading, "+49 211 1009999") == [
                .flow("practice(greeting=p1999,target=+49 30 109999)")
            ])
        #expect(reading.configuration?.menus.count == 10_000)
    }

    @Test("A list of a hundred thousand numbers and prefixes")
    func list() throws {
        let rows =
            "number,why\n" + (0..<100_000).map { "+49 211 \(1_000_000 + $0),spam\n" }.joined() + "+49 900*,costs\n"
        let reading = Self.read(
            "numbers: { default: [ { caller: { blocked: reject, vip: { dial: +49 30 12345 } } }, connect ] }\n"
                + "lists: { blocked: blocked.csv, vip: [ +49 157 12345, 0043 1* ] }\n", ["blocked.csv": rows])
        let plan = CallPlan(try #require(reading.configuration))
        func answer(_ from: String) throws -> Answer {
            plan.begin(
                direction: .incoming, from: .number(try PhoneNumber(from)), to: nil, users: [],
                at: Moment(milliseconds: 0)
            ).answer
        }
        for number in ["+49 211 1000000", "+49 211 1099999", "+49 900 123456"] {
            #expect(try answer(number) == .reject(.rejected), "\(number)")
        }
        for number in ["+49 211 1100000", "+49 90 123456", "+49 211 100000"] {
            #expect(try answer(number) == .connect, "\(number)")
        }
        #expect(
            try answer("+43 1 12345")
                == .dial([.number(try PhoneNumber("+49 30 12345"))], callerID: nil, anonymous: nil))
        #expect(plan.configuration.lists["blocked"]?.count == 100_001)
    }

    @Test(
        arguments: [
            ("a.yaml", "*.yaml", true), ("a.yml", "*.yaml", false), (".a.yaml", "*.yaml", false),
            ("calls.yaml", "*.yaml", false), ("x.calls.yaml", "*", false), ("aXbXc.yaml", "a*b*.yaml", true),
            ("ab.yaml", "a?.yaml", true), ("a.yaml", "a?.yaml", false), ("aaab", "*a*ab", true),
            ("é.yaml", "?.yaml", true),
        ])
    func patterns(name: String, pattern: String, isMatch: Bool) {
        #expect(CompanionFiles.matches(name, pattern: pattern) == isMatch)
    }
}
