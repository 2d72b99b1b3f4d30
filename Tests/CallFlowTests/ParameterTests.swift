import CallFlow
import Telephony
import Testing

/// Flows and menus with parameters.
struct ParameterTests {
    /// One tree of menus in three languages.
    static let languages = """
        numbers: { +49 211 1234567: { menu: language } }
        menus:
          language:
            prompt: language
            choices:
              1: { menu: main, with: { lang: de, target: +49 30 12345 } }
              2: { menu: main, with: { lang: en, target: +49 30 54321 } }
          main:
            prompt: "{lang}/main"
            choices:
              1: { flow: ring, with: { to: "{target}", greeting: "{lang}/moment" } }
              2: { menu: more, with: { lang: "{lang}" } }
              9: back
          more:
            prompt: [ "{lang}/more", jingle ]
            choices: { 1: voicemail, "*": back }
        flows:
          ring: [ { play: "{greeting}" }, { dial: "{to}" } ]

        """

    @Test(
        arguments: [
            (["1", "1"], ["“language”", "1", "“de/main”", "1", "“de/moment”", "dial +493012345"]),
            (["2", "1"], ["“language”", "2", "“en/main”", "1", "“en/moment”", "dial +493054321"]),
            (["2", "2", "*"], ["“language”", "2", "“en/main”", "2", "“en/more”+“jingle”", "*", "“en/main”"]),
            (["1", "9"], ["“language”", "1", "“de/main”", "9", "“language”"]),
        ])
    func languageTree(keys: [String], heard: [String]) throws {
        var call = try PlayedCall(Self.languages)
        for key in keys { call = try call.pressing(key) }
        #expect(call.steps.map { $0.replacing("+jingle", with: "”+“jingle") } == heard)
    }

    @Test("Positions and the graph name the instance")
    func instances() throws {
        let call = try PlayedCall(Self.languages).pressing("2")
        #expect(call.position?.menus == ["language", "main(lang=en,target=+49 30 54321)"])
        #expect(
            call.plan.configuration.menus.keys.sorted() == [
                "language", "main(lang=de,target=+49 30 12345)", "main(lang=en,target=+49 30 54321)", "more(lang=de)",
                "more(lang=en)",
            ])
    }

    private func expect(_ marked: String, _ expected: [(ConfigurationProblem.Kind, String?)], names: [String]? = nil)
        throws
    {
        let configuration = MarkedConfiguration(MarkedConfiguration.head + marked)
        #expect(
            try configuration.read(names).problems
                == zip(expected, configuration.places).map { .expected($0.0, $0.1, at: $1) })
        #expect(configuration.places.count == expected.count)
    }

    @Test func missingAndUnused() throws {
        try expect(
            """
            numbers:
              +49 211 1234567: «solo»
              +49 211 1234568: { flow: «greet», with: { name: a } }
              +49 211 1234569: { flow: greet, with: { name: a, «lng»: de } }
              +49 211 1234560: { flow: plain, with: { «lang»: de } }
              +49 211 1234561: { flow: greet, with: { «name»: , lang: de } }
              +49 211 1234562: { flow: greet, with: { name: «[ a ]», lang: de } }
            flows:
              solo: [ { play: "{lang}" }, hangup ]
              greet: [ { play: "{lang}/{name}" }, hangup ]
              plain: hangup

            """,
            [
                (.missingParameter("lang", of: "flow `solo`"), nil),
                (.missingParameter("lang", of: "flow `greet`"), nil),
                (.unusedParameter("lng", of: "flow `greet`"), "lang"),
                (.unusedParameter("lang", of: "flow `plain`"), nil),
                (.noValue("name"), nil), (.wrongKind("`name`", expected: "a text", found: "a list"), nil),
            ])
    }

    @Test("A mistake in a flow is one error, whatever the number of uses; one in a value is at the value")
    func placesOnce() throws {
        try expect(
            """
            numbers:
              +49 211 1234567: { flow: greet, with: { lang: de, to: +49 30 12345 } }
              +49 211 1234568: { flow: greet, with: { lang: en, to: «0211 123» } }
              +49 211 1234569: { flow: greet, with: { lang: fr, to: +49 30 123456 } }
            flows:
              greet:
                - { play: «"{lang}/hello"» }
                - { dial: "{to}", «calerid»: +49 211 1234567 }
              unused: [ { play: "{x}" }, hangup ]

            """.replacing("  unused", with: "  «unused»"),
            [
                (.nationalNumber("0211 123"), "+49 211 123"),
                (.unknownName(.announcement, "fr/hello"), "de/hello"),
                (.unknownKey("calerid", of: "`dial`"), "caller-id"), (.unused(.flow, "unused"), nil),
            ], names: ["de/hello", "en/hello"])
    }

    @Test("Names of unknown flows are suggested as they are written, and count as used")
    func suggestions() throws {
        try expect(
            """
            numbers: { +49 211 1234567: { flow: «gret», with: { lang: de } }, +49 30 12345: { flow: greet, with: { lang: en } } }
            flows: { greet: [ { play: "{lang}" }, hangup ] }

            """, [(.unknownName(.flow, "gret"), "greet")])
    }

    @Test("Flows that use themselves with ever new values end")
    func growing() throws {
        let text = """
            numbers: { default: { menu: m, with: { x: a } } }
            menus:
              m:
                prompt: "{x}"
                choices: { 1: { menu: m, with: { x: "{x}a" } } }

            """
        let problems = try MarkedConfiguration(MarkedConfiguration.head + text).read().problems
        #expect(problems.contains { if case .tooManyInstances = $0.kind { true } else { false } }, "\(problems)")
    }

    @Test("Two thousand uses with different values, each answered as the only one")
    func many() throws {
        let numbers = (0..<2000).map { "  +49 211 1\(100_000 + $0): { flow: practice, with: { name: p\($0) } }\n" }
            .joined()
        let text = """
            numbers:
            \(numbers)flows:
              practice: [ { play: "{name}/hello" }, { menu: main, with: { name: "{name}" } } ]
            menus:
              main: { prompt: "{name}/main", choices: { 1: voicemail, 2: hangup, 3: { flow: practice, with: { name: "{name}" } } } }

            """
        let call = try PlayedCall(text, to: "+49 211 1101999")
        #expect(call.steps == ["“p1999/hello”", "“p1999/main”"])
        #expect(try call.pressing("3").steps.suffix(2) == ["“p1999/hello”", "“p1999/main”"])
        #expect(call.plan.configuration.menus.count == 2000)
    }
}
