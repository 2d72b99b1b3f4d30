import CallFlow
import Telephony
import Testing

@Suite("Files of golden calls")
struct GoldenCallFileTests {
    private static let head = "- call: +49 211 1234567\n  at: 2026-12-24T13:59\n"

    private func read(_ text: String, _ announcements: [String]? = nil) throws -> GoldenCallFile.Reading {
        let names = try announcements.map { Set(try $0.map { try AnnouncementName($0) }) }
        return GoldenCallFile.read(text, announcements: names)
    }

    private static func heard(_ names: String...) -> GoldenCall.Step? {
        Prompt(names.compactMap { try? AnnouncementName($0) }).map { .hear($0) }
    }

    private static let number = (try? DialTarget("+4915799912345")).map { [$0] } ?? []

    @Test(
        "Every word of a step",
        arguments: [
            ("{ hear: closed }", heard("closed")), ("{ hear: [ one, shop/two ] }", heard("one", "shop/two")),
            ("{ hear: one+two }", heard("one", "two")), (#"{"hear":"closed","seconds":3.2}"#, heard("closed")),
            (#"{ press: "0815" }"#, .press("0815")), ("{ press: 0815 }", .press("0815")),
            (#"{ press: "*#" }"#, .press("*#")), ("{ silence: true }", .silence), ("silence", .silence),
            ("{ dial: +49 157 99912345 }", .dial(number)), (#"{"dial":["+4915799912345"]}"#, .dial(number)),
            ("{ dial: [ 0049 157/99912345, 4915799912345 ] }", .dial(number + number)),
            ("{ end: hangup }", .end(.hangup)), ("{ end: connect }", .end(.connect)),
            ("{ end: voicemail }", .end(.voicemail)), ("{ end: reject }", .end(.reject)),
            ("{ end: busy }", .end(.busy)), ("hangup", .end(.hangup)), ("connect", .end(.connect)),
            ("voicemail", .end(.voicemail)), ("reject", .end(.reject)), ("busy", .end(.busy)),
        ] as [(String, GoldenCall.Step?)])
    func words(_ text: String, _ step: GoldenCall.Step?) throws {
        for steps in ["[ \(text) ]", text] {
            let reading = try read(Self.head + "  steps: \(steps)\n")
            #expect(reading.problems == [])
            #expect(reading.entries.map(\.call.steps) == [[try #require(step)]])
        }
    }

    @Test("A call is read with its place and the places of its steps")
    func call() throws {
        let reading = try read(
            """
            # Two calls
            - call: 0049 211 1234567
              name: The doors are "open"
              from: anonymous
              at: 2026-03-29T02:30:15
              steps:
                - hear: main-menu
                - silence
            - { call: "+4930123456", outgoing: true, from: +49 211 1234567, at: 2026-01-01T00:00, steps: connect }
            """)
        #expect(reading.problems == [])
        let (first, second) = (try #require(reading.entries.first), try #require(reading.entries.last))
        #expect(first.call.to == (try PhoneNumber("492111234567")))
        #expect(first.call.name == #"The doors are "open""#)
        #expect(first.call.from == .anonymous && first.call.direction == .incoming)
        #expect(first.call.at.exactDescription == "2026-03-29T02:30:15")
        #expect(first.place.line == 2 && first.stepPlaces.map(\.line) == [7, 8])
        #expect(first.stepPlaces.map(\.column) == [7, 7])
        #expect(second.call.from == .number(try PhoneNumber("+492111234567")) && second.call.direction == .outgoing)
        #expect(second.place.line == 9)
    }

    typealias Case = (text: String, kind: ConfigurationProblem.Kind, suggestion: String?)

    private static let moment = ConfigurationProblem.Kind.badValue(
        "`at`", expected: "a day and a time, such as `2026-12-24 13:59`")
    private static let list = "a list of calls, each beginning with `- call:`"
    private static let keys = "keys (0 to 9, `*` and `#`); if none is pressed, write `silence`"

    @Test(
        "Every problem with its place and suggestion",
        arguments: [
            ("«»", .emptyFile, nil), ("«[]»", .emptyFile, nil),
            ("«call»: +49 211 1234567", .wrongKind("the file", expected: list, found: "a mapping"), nil),
            ("- «hangup»", .wrongKind("the call", expected: "a mapping", found: "text"), nil),
            (
                "- «at»: 2026-12-24T13:59\n  steps: hangup", .missingKey("call", of: "the call"),
                "call: +49 211 1234567"
            ),
            (
                "- «call»: +49 211 1234567\n  steps: hangup", .missingKey("at", of: "the call"),
                "at: 2026-12-24T13:59"
            ),
            (
                "- «call»: +49 211 1234567\n  at: 2026-12-24T13:59", .missingKey("steps", of: "the call"),
                "steps: [ { hear: welcome }, hangup ]"
            ),
            (head + "  «nmae»: hangup\n  steps: hangup", .unknownKey("nmae", of: "the call"), "name"),
            (head + "  steps: «[]»", .emptyList, nil),
            (
                "- call: «0211 1234567»\n  at: 2026-12-24T13:59\n  steps: hangup",
                .nationalNumber("0211 1234567"), "+49 211 1234567"
            ),
            ("- call: +49 211 1234567\n  at: «24.12. 13:59»\n  steps: hangup", moment, nil),
            ("- call: +49 211 1234567\n  at: «2026-12-24»\n  steps: hangup", moment, nil),
            ("- call: +49 211 1234567\n  at: «2026-12-24T24:00»\n  steps: hangup", moment, nil),
            ("- call: +49 211 1234567\n  at: «2026-02-30T10:00»\n  steps: hangup", .noSuchDay("2026-02-30"), nil),
            (
                head + "  from: «anonymos»\n  steps: hangup", .badNumber("anonymos", .impossibleCharacter("a")),
                "anonymous"
            ),
            (
                "- «call»: +49 211 1234567\n  at: 2026-12-24T13:59\n  outgoing: true\n  steps: hangup",
                .missingKey("from", of: "the call"), "from: +49 211 1234567"
            ),
            (
                head + "  outgoing: true\n  from: «anonymous»\n  steps: hangup",
                .badNumber("anonymous", .impossibleCharacter("a")), nil
            ),
            (
                head + "  from: +49 30 123456\n  outgoing: «yes»\n  steps: hangup",
                .badValue("`outgoing`", expected: "`true` or `false`"), "true"
            ),
            (head + "  steps: [ «hangpu» ]", .unknownStep("hangpu"), "hangup"),
            (head + "  steps: [ { «play»: closed } ]", .unknownStep("play"), "hear"),
            (head + "  steps: [ { «hera»: closed } ]", .unknownStep("hera"), "hear"),
            (head + "  steps: [ «hear» ]", .noValue("hear"), nil),
            (head + "  steps: [ { «press»: } ]", .noValue("press"), nil),
            (
                head + "  steps: [ «[ hangup ]» ]",
                .wrongKind("a step", expected: "a text or a mapping", found: "a list"), nil
            ),
            (head + "  steps: [ { hear: closed, «press»: 1 } ]", .severalSteps(["hear", "press"]), nil),
            (head + "  steps: [ { hear: closed, «second»: 1 } ]", .unknownKey("second", of: "`hear`"), "seconds"),
            (head + "  steps: [ { hear: «clsoed» } ]", .unknownName(.announcement, "clsoed"), "closed"),
            (head + "  steps: [ { hear: [ closed, «wlcome» ] } ]", .unknownName(.announcement, "wlcome"), "welcome"),
            (head + "  diverted: «0157 1»\n  steps: hangup", .nationalNumber("0157 1"), "+49 157 1"),
            (head + "  steps: { dial: [ 12, «5» ] }", .badNumber("5", .tooShort(1)), nil),
            (head + "  steps: [ { press: «a» } ]", .badValue("`press`", expected: keys), nil),
            (head + "  steps: [ { press: «\"\"» } ]", .badValue("`press`", expected: keys), nil),
            (head + "  steps: [ { silence: «false» } ]", .badValue("`silence`", expected: "`true`"), "true"),
            (head + "  steps: [ { «reject: busy» } ]", .takesNothing("reject"), "busy"),
            (head + "  steps: [ { «hangup: now» } ]", .takesNothing("hangup"), "hangup"),
            (
                head + "  steps: [ { dial: [ «157 99912345x» ] } ]",
                .badNumber("157 99912345x", .impossibleCharacter("x")), nil
            ),
            (
                head + "  steps: [ { dial: [ 49301, 49302, 49303, 49304, 49305, «49306» ] } ]", .numbersToDial(6), nil
            ),
            (
                head + "  steps: [ { end: «hangupp» } ]",
                .badValue("`end`", expected: "`hangup`, `connect`, `voicemail`, `reject` or `busy`"), "hangup"
            ),
            (head + "  steps: [ voicemail, «hangup» ]", .unreachable(after: "voicemail"), nil),
            (
                head + "  steps: [ { dial: 4930123456 }, «{ hear: closed }» ]", .unreachable(after: "dial"), nil
            ),
            (head + "  steps: [ hangup«»", .yaml(.syntax("did not find expected ',' or ']'", context: nil)), nil),
        ] as [Case])
    func problems(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        let file = MarkedConfiguration(marked)
        let reading = try read(file.text, ["closed", "welcome"])
        #expect(reading.entries.isEmpty)
        #expect(reading.problems.count == 1, "\(reading.problems.map(\.message))")
        let problem = try #require(reading.problems.first)
        if case .yaml(.syntax) = kind {
            guard case .yaml(.syntax) = problem.kind else {
                Issue.record("\(problem)")
                return
            }
            #expect(problem.place.line == 3)
        } else {
            let place = try #require(file.places.first)
            #expect(problem.kind == kind)
            #expect(problem.suggestion == suggestion)
            #expect((problem.place.line, problem.place.column) == (place.line, place.column), "\(problem)")
            if suggestion != nil {
                let corrected = try file.corrected(by: problem)
                let again = try read(corrected, ["closed", "welcome"])
                #expect(again.problems == [], "\(corrected)")
            }
        }
    }

    @Test(
        "The time of a call has the notations of the command line",
        arguments: ["2026-12-24 13:59", "24.12.2026 13:59", "2026-12-24T13:59:00"])
    func notations(_ text: String) throws {
        let reading = try read("- call: +49 211 1234567\n  at: \(text)\n  steps: hangup")
        #expect(reading.entries.map(\.call.at) == [LocalTime("2026-12-24T13:59")])
    }

    @Test("All problems of all calls are reported in one run")
    func all() throws {
        let reading = try read("- { call: 1, at: never, steps: [ one, two ] }\n- { steps: { press: x } }\n")
        #expect(reading.problems.map(\.place.line) == [1, 1, 1, 1, 2, 2, 2])
        #expect(reading.entries.isEmpty)
    }

    @Test(
        "A hostile text is refused quickly",
        arguments: [
            String(repeating: "[", count: 10_000), String(repeating: "- ", count: 10_000) + "a", "\u{0}", "- *a",
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + "bcdefgh".reduce(("", "a")) { all, name in
                    (
                        all.0
                            + "\(name): &\(name) [\(Array(repeating: "*\(all.1)", count: 9).joined(separator: ","))]\n",
                        "\(name)"
                    )
                }.0,
            head + "  steps: [ { hear: \"\(String(repeating: "a", count: 100_000))\" } ]",
        ])
    func hostile(_ text: String) throws {
        let reading = try read(text)
        #expect(reading.entries.isEmpty)
        #expect(reading.problems.contains { $0.severity == .error })
    }

    @Test(
        "A call that is written is read back unchanged",
        arguments: [
            "welcome", "shop/closed", "0815", "true", "ja: nein", "# kein Kommentar", "\"quoted\" \\ back",
            "grüß Gott 👋",
            "- dash", "'", "line\u{2028}separator", " space ",
        ])
    func roundTrip(_ name: String) throws {
        let prompt = Prompt(try AnnouncementName("first"), [try AnnouncementName(name.asName)])
        let call = GoldenCall(
            name: name, direction: .outgoing, from: .number(try PhoneNumber("+492111234567")),
            to: try PhoneNumber("+4930123456"), at: try #require(LocalTime("2026-10-25T02:30:07")),
            steps: [.hear(prompt), .press("0*#"), .silence, .hear(Prompt(try AnnouncementName(name.asName)))])
        var ended = call
        (ended.direction, ended.from, ended.name) = (.incoming, .anonymous, nil)
        for end in CallEnd.allCases {
            ended.steps = [.end(end)]
            let reading = try read(call.yaml + ended.yaml)
            #expect(reading.problems == [], "\(call.yaml)")
            #expect(reading.entries.map(\.call) == [call, ended])
        }
        ended.steps = [.dial(Self.number + [try DialTarget("+4930123456"), try DialTarget("12")])]
        (ended.from, ended.diverted) = (Caller("12"), try PhoneNumber("+4915712345"))
        #expect(try read(ended.yaml).entries.map(\.call) == [ended])
    }
}

extension String {
    /// A name that is read from a list of joined ones has no space at its ends, and none has a backslash.
    fileprivate var asName: String {
        replacing("\\", with: "").trimmingPrefix { $0 == " " }.reversed().drop { $0 == " " }.reversed().map { "\($0)" }
            .joined()
    }
}
