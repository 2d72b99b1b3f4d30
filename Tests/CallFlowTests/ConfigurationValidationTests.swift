import CallFlow
import Telephony
import Testing

/// Every problem of how steps, flows and menus depend on each other.
struct ConfigurationValidationTests {
    /// Compares the problems of a configuration, below the two lines that every file needs, with its marks in order.
    private func expect(_ marked: String, _ expected: [(kind: ConfigurationProblem.Kind, suggestion: String?)]) throws {
        let configuration = MarkedConfiguration(MarkedConfiguration.head + marked)
        let problems = try configuration.read().problems
        #expect(
            problems
                == zip(expected, configuration.places).map { .expected($0.kind, $0.suggestion, at: $1) })
        #expect(configuration.places.count == expected.count)
        if let problem = problems.first, problem.suggestion != nil {
            let corrected = MarkedConfiguration(try configuration.corrected(by: problem))
            let errors = try corrected.read().problems.filter { $0.severity == .error }
            #expect(errors.isEmpty, "\(corrected.text)\n\(errors.map(\.message))")
        }
    }

    /// Compares the problems of the steps of one number.
    private func expect(steps marked: String, _ kind: ConfigurationProblem.Kind?, _ suggestion: String? = nil) throws {
        try expect(
            """
            numbers:
              +49 211 1234567: \(marked)
              +49 211 1234568: [ { check: office, open: a, closed: { menu: m } } ]
            flows: { a: hangup }
            menus: { m: { prompt: p, choices: { 1: hangup } } }
            schedules: { office: { hours: { daily: closed } } }
            """.replacing("open: a", with: "open: { flow: a }"), kind.map { [($0, suggestion)] } ?? [])
    }

    @Test(
        arguments: [
            ("[ hangup, «connect» ]", .unreachable(after: "hangup"), nil),
            ("[ { menu: m }, «connect», hangup ]", .unreachable(after: "menu"), nil),
            ("[ { check: office, open: hangup, closed: voicemail }, «connect» ]", .unreachable(after: "check"), nil),
            ("[ { caller: { anonymous: [ hangup, «connect» ] } }, connect ]", .unreachable(after: "hangup"), nil),
            ("{ «caller»: { anonymous: hangup } }", .noEnd(.otherCallers), nil),
            ("{ «check»: office, open: connect }", .noEnd(.status(.closed, schedule: "office")), nil),
            ("{ «check»: office, closed: connect }", .noEnd(.status(.open, schedule: "office")), nil),
            ("{ «check»: office, holiday: connect }", .noEnd(.status(.open, schedule: "office")), nil),
            ("{ «check»: office }", .noBranches("check"), nil), ("{ «caller»: {} }", .noBranches("caller"), nil),
            ("[ { check: office, open: connect }, { play: closed } ]", nil, nil),
            ("[ { play: closed }, { caller: { anonymous: hangup } }, connect ]", nil, nil),
            ("{ check: office, open: { play: a }, closed: hangup }", nil, nil),
            ("{ «flow: m» }", .unknownName(.flow, "m"), "menu: m"), ("«m»", .unknownName(.flow, "m"), "{ menu: m }"),
            ("{ «menu: a» }", .unknownName(.menu, "a"), "flow: a"), ("[ «a» ]", .unknownStep("a"), "flow: a"),
            ("{ check: office, open: «a», closed: hangup }", .unknownStep("a"), "{ flow: a }"),
            ("{ check: office, open: [ «m» ], closed: hangup }", .unknownStep("m"), "menu: m"),
            ("\n    check: office\n    open: «m»\n    closed:\n      - hangup", .unknownStep("m"), "{ menu: m }"),
            ("{ check: «ofice», open: connect, closed: hangup }", .unknownName(.schedule, "ofice"), "office"),
            (
                "[ { caller: { +49 1*: hangup, «+49 157*»: connect } }, hangup ]",
                .shadowedCaller("+49 157*", by: "+491*"), nil
            ),
            ("[ { caller: { +49 157*: hangup, +49 1*: connect, anonymous: hangup } }, hangup ]", nil, nil),
            (
                "[ { caller: { «anonymos»: hangup } }, hangup ]", .badNumber("anonymos", .impossibleCharacter("a")),
                "anonymous"
            ),
            ("[ { play: closed }, «reject» ]", .rejectAfterPrompt, nil),
            (
                "[ { play: closed }, { check: office, open: { «reject»: busy }, closed: hangup } ]", .rejectAfterPrompt,
                nil
            ),
            ("[ { check: office, open: { play: closed } }, reject ]", nil, nil),
            ("{ dial: «called-number» }", .calledNumberIncoming, nil),
            ("{ dial: [ +49 30 12345, «0049 211 1234567» ] }", .dialsItself("+492111234567"), nil),
        ] as [(String, ConfigurationProblem.Kind?, String?)])
    func steps(_ marked: String, _ kind: ConfigurationProblem.Kind?, _ suggestion: String?) throws {
        try expect(steps: marked, kind, suggestion)
    }

    @Test(
        arguments: [
            ("+49 211 1234567: { dial: called-number, anonymous: true }", nil),
            ("+49 211 1*: [ { play: a }, { dial: +49 30 12345 } ]", nil),
            ("+49 211 1234567: { dial: [ +49 30 12345, «+49 30 12346» ] }", .severalNumbersOutgoing(2)),
            ("+49 211 1234567: «repeat»", .outsideMenu("repeat")),
        ] as [(String, ConfigurationProblem.Kind?)])
    func outgoingCalls(_ marked: String, _ kind: ConfigurationProblem.Kind?) throws {
        try expect("numbers:\n  outgoing:\n    \(marked)", kind.map { [($0, nil)] } ?? [])
    }

    @Test func dialledNumbersAreCheckedBehindFlowsAndMenus() throws {
        try expect(
            """
            numbers:
              +49 211 1234567: both
              outgoing: { +49 211 1234567: both }
            flows:
              both: { menu: m }
              self: { dial: called-number }
            menus:
              m:
                prompt: p
                choices: { 1: { dial: «called-number» }, 2: { dial: [ +49 30 12345, «+49 30 12346» ] } }
            """.replacing("  self: { dial: called-number }\n", with: ""),
            [(.calledNumberIncoming, nil), (.severalNumbersOutgoing(2), nil)])
    }

    @Test func unreachableItemsAreUnused() throws {
        try expect(
            """
            numbers: { +49 211 1234567: used }
            flows:
              used: hangup
              «lost»: { menu: lost }
            menus:
              «lost»: { prompt: p, choices: { 1: [ { check: lost, open: hangup }, connect ] } }
            schedules:
              «lost»: { hours: { daily: closed } }
            """,
            [(.unused(.flow, "lost"), nil), (.unused(.menu, "lost"), nil), (.unused(.schedule, "lost"), nil)])
    }

    /// An item that only a typo keeps from being used is not reported as unused.
    @Test func aTypoIsReportedOnce() throws {
        try expect(
            """
            numbers: { +49 211 1234567: «recepion» }
            flows: { reception: { menu: main } }
            menus: { main: { prompt: p, choices: { 1: hangup } } }
            """, [(.unknownName(.flow, "recepion"), "reception")])
    }

    @Test(
        arguments: [
            ("a: { «flow»: a }", ["flow a", "flow a"]),
            ("a: [ { play: p }, { flow: b } ]\n  b: { «flow»: a }", ["flow a", "flow b", "flow a"]),
            (
                "a: [ { caller: { anonymous: { flow: b } } }, connect ]\n  b: [ { check: s, closed: { «flow»: a } }, hangup ]",
                ["flow a", "flow b", "flow a"]
            ),
            ("a: { flow: b }\n  b: { menu: silent }", nil),
        ] as [(String, [String]?)])
    func cyclesOfFlows(_ marked: String, _ cycle: [String]?) throws {
        try expect(
            """
            numbers:
              +49 211 1234567: a
              +49 211 1234568: { menu: silent }
              +49 211 1234569: { check: s, open: hangup, closed: hangup }
            flows:
              \(marked)
            menus: { silent: { prompt: p, choices: { 1: { flow: a } } } }
            schedules: { s: { hours: { daily: closed } } }
            """, cycle.map { [(.endless($0), nil)] } ?? [])
    }

    @Test(
        arguments: [
            ("silence: { then: { «menu»: m } }", .endless(["menu m", "menu m"])),
            ("silence: { then: { «flow»: away } }".replacing("«flow»", with: "flow"), nil),
            ("silence: { then: «repeat» }", .silenceRepeats), ("wrong-key: { then: «repeat» }", .wrongKeyRepeats),
            ("silence: { then: [ { check: s, open: «repeat» }, hangup ] }", .silenceRepeats),
            ("silence: { then: «back» }", .nowhereToGoBack(menu: "m")), ("wrong-key: { then: { menu: m } }", nil),
        ] as [(String, ConfigurationProblem.Kind?)])
    func endlessMenus(_ marked: String, _ kind: ConfigurationProblem.Kind?) throws {
        try expect(
            """
            numbers:
              +49 211 1234567: { menu: m }
              +49 211 1234568: { check: s, open: hangup, closed: { flow: away } }
            flows: { away: hangup }
            menus:
              m:
                prompt: p
                choices: { 1: repeat }
                \(marked)
            schedules: { s: { hours: { daily: closed } } }
            """, kind.map { [($0, nil)] } ?? [])
    }

    @Test(
        arguments: [
            // In by a key, back by silence, and out by silence: the call ends.
            ("+49 211 1234567: { menu: top }", "hangup", "back", nil),
            (
                "+49 211 1234567: { menu: top }", "{ «menu»: sub }", "back",
                .endless(["menu sub", "menu top", "menu sub"])
            ),
            (
                "+49 211 1234567: { menu: top }\n  +49 211 1234568: { menu: sub }", "hangup", "«back»", .silenceGoesBack
            ),
        ] as [(String, String, String, ConfigurationProblem.Kind?)])
    func silenceInSubmenus(_ numbers: String, _ top: String, _ sub: String, _ kind: ConfigurationProblem.Kind?) throws {
        try expect(
            """
            numbers:
              \(numbers)
            menus:
              top: { prompt: p, choices: { 1: { flow: down } }, silence: { then: \(top) } }
              sub: { prompt: p, choices: { 1: back }, silence: { then: \(sub) } }
            flows: { down: { menu: sub } }
            """, kind.map { [($0, nil)] } ?? [])
    }

    @Test(arguments: ["connect", "voicemail", "hangup", "reject", "repeat", "back", "default"])
    func keywordsAreNotNames(_ name: String) throws {
        try expect(
            "numbers: { +49 211 1234567: { flow: \(name) } }\nflows: { «\(name)»: hangup }",
            [(.reservedName(name), nil)])
    }

    @Test(arguments: ["a.b", "a[0]", "\" a\"", "\"\"", "\"a\\n\"", String(repeating: "a", count: 65)])
    func namesArePlain(_ name: String) throws {
        let configuration = MarkedConfiguration(
            MarkedConfiguration.head + "numbers: {}\nflows:\n  «\(name)»: hangup")
        let problems = try configuration.read().problems.filter { $0.severity == .error }
        #expect(problems.map(\.place) == configuration.places)
    }

    @Test func allProblemsOfAFileAreFoundAtOnce() throws {
        let configuration = MarkedConfiguration(
            """
            public-url: «phone.example.com»
            time-zone: «Berlin»
            recordings: { «trimm»: true }
            numbers:
              «0211 1234567»: reception
              +49 211 1234568: [ { play: «closd» }, hangup, «connect» ]
              «+49 211 1234568»: hangup
            flows:
              reception: { check: «ofice», open: { menu: «mian» }, closed: hangup }
            menus:
              main:
                prompt: closed
                choices: { «A»: hangup, 1: «back» }
                timeout: «never»
            schedules:
              office: { hours: { «mo»: 09:00-17:00, tue: «nine» } }
            """)
        let reading = try configuration.read(["closed"])
        #expect(reading.configuration == nil)
        #expect(reading.problems.map(\.place) == configuration.places)
        #expect(reading.problems.allSatisfy { $0.severity == .error })
    }
}
