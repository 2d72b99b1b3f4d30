import CallFlow
import Telephony
import Testing

/// Extensions, numbers that end in the keys pressed, trunk prefixes, and codes with a `#` behind them.
struct DiallingTests {
    static let text = """
        numbers:
          +49 (0211) 1234567: { menu: main }
          +49 0211 1234568: { dial: 12 }
          +49 211 1234569: { dial: [ 11, +49 (0157) 99912345 ], caller-id: +49 0211 1234567 }
          +39 06 1234567: { dial: +39 (0)6 7654321 }
          +49 211 1234570: { menu: hash }
          +49 211 12346*: [ { caller: { +49 0157*: reject } }, hangup ]
          outgoing:
            +49 0211 1234567: { dial: 99999 }
        menus:
          main:
            prompt: main-menu
            choices:
              "2xxx": { dial: "+49 (0208) 455{keys}", anonymous: true }
              "3xxx": [ { play: connecting }, { check: office, open: { dial: "+49 208 455{keys}" }, closed: voicemail } ]
              "4x": [ { play: connecting }, { dial: "{keys}" } ]
              "5x": [ { play: connecting }, hangup ]
              912: { menu: hash }
              else: voicemail
          hash:
            prompt: hash
            choices: { "1": reject, "12#": hangup }
        schedules:
          office: { hours: { daily: 00:00-24:00 } }
        """

    static func plan(_ text: String = text, forwardedLegs: String? = nil) throws -> CallPlan {
        let head = MarkedConfiguration.head + (forwardedLegs.map { "forwarded-legs: \($0)\n" } ?? "")
        let reading = try MarkedConfiguration(head + text).read()
        return CallPlan(try #require(reading.configuration, "\(reading.problems.map(\.message))"))
    }

    @Test(
        "What is dialled",
        arguments: [
            ("492111234568", [], "dial 12"), ("492111234569", [], "dial 11 +4915799912345 as +492111234567"),
            ("39061234567", [], "dial +39067654321"), ("492111234567", ["2123"], "dial +492084552123 anonymous true"),
            ("492111234567", ["3123"], "hear connecting"), ("492111234567", ["3123", "-"], "dial +492084553123"),
            ("492111234567", ["42", "7"], "dial 42"), ("492111234567", ["912"], "ask hash 3/5000"),
            ("492111234567", ["21*3"], "voicemail"), ("492111234567", ["42#", "-"], "dial 42"),
            ("492111234567", ["912#"], "ask hash 3/5000"), ("492111234567", ["#"], "voicemail"),
            ("492111234567", ["912##"], "voicemail"), ("492111234567", ["9#2"], "voicemail"),
            ("492111234570", ["1#"], "ask hash 3/5000"), ("492111234570", ["12#"], "hangup"),
            ("492111234600", [], "reject rejected"),
        ] as [(String, [String], String)])
    func dialled(_ to: String, _ keys: [String], _ answer: String) throws {
        let call = Call(name: "", from: "4915712345678", to: to, keys: keys, hears: [])
        let plan = try Self.plan()
        let decisions = try call.decisions(plan)
        #expect(decisions.last?.text == answer)
        for position in decisions.compactMap(\.position) { #expect(plan.travelled(position) == position) }
    }

    @Test("Positions contain the keys only where they are dialled later")
    func positions() throws {
        let plan = try Self.plan()
        func last(_ keys: String...) throws -> Position {
            let decisions = try Call(name: "", to: "492111234567", keys: keys, hears: []).decisions(plan)
            return try #require(decisions.last?.position)
        }
        #expect(try last("3123").keys == "3123")
        #expect(try last("42").keys == "42")
        #expect(try last("50").keys == nil)
        #expect(try last("912").keys == nil && last().keys == nil)
        // Keys that no caller of this choice can have pressed are not dialled.
        var forged = try last("42")
        forged.keys = "4"
        #expect(plan.resume(forged, .silence, at: try utc("2026-06-01T10:00:00"))?.answer == .connect)
        forged.keys = nil
        #expect(plan.resume(forged, .silence, at: try utc("2026-06-01T10:00:00"))?.answer == .connect)
    }

    @Test("An outgoing call by a number with a trunk prefix")
    func outgoing() throws {
        let call = Call(name: "", direction: .outgoing, from: "492111234567", to: "4930123456", hears: [])
        #expect(try call.decisions(try Self.plan()).map(\.text) == ["dial 99999"])
    }

    typealias Case = (marked: String, kind: ConfigurationProblem.Kind, suggestion: String?)

    @Test(
        "Mistakes and their places",
        arguments: [
            (
                "numbers: { +49 211 1234567: { dial: «\"+49 208{keys}\"» } }", .keysOutsideChoice, nil
            ),
            ("«\"+49 208 455{keys}\"»", .badKeyedNumber("+49208455{keys}", keys: "20000000x", .tooLong(17)), nil),
            ("«\"{keys}5\"»", .keysNotLast, nil), ("«\"{keys}{keys}\"»", .keysNotLast, nil),
            ("«\"{keys}\"»", .badKeyedNumber("{keys}", keys: "20000000x", .tooLong(9)), nil),
            ("[ 12, «\"+49{keys}\"» ]", .keysAmongNumbers, nil),
            ("«\"0208{keys}\"»", .nationalNumber("0208{keys}"), "\"+49 208{keys}\""),
            ("«\"+49a{keys}\"»", .badNumber("+49a{keys}", .impossibleCharacter("a")), nil),
            ("«5»", .badNumber("5", .tooShort(1)), nil), ("«0211»", .nationalNumber("0211"), "+49 211"),
            ("[ 11, 12, 13, 14, 15, «16» ]", .numbersToDial(6), nil),
        ] as [Case])
    func problems(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        let menu =
            "numbers: { +49 211 1234567: { menu: main } }\nmenus:\n  main:\n    prompt: a\n    choices:\n      20000000x: { dial: "
        let text = MarkedConfiguration.head + (marked.hasPrefix("numbers") ? marked : menu + marked + " }")
        let configuration = MarkedConfiguration(text)
        let place = try #require(configuration.places.first)
        #expect(try configuration.read().problems == [.expected(kind, suggestion, at: place)])
    }

    @Test("A number that is written with and without its trunk prefix is the same number")
    func duplicate() throws {
        let configuration = MarkedConfiguration(
            MarkedConfiguration.head + "numbers:\n  +49 0211 1234567: connect\n  «+49 211 1234567»: connect\n")
        #expect(
            try configuration.read().problems == [
                .expected(.duplicateNumber("+49 211 1234567", firstLine: 4), at: configuration.places[0])
            ])
    }
}
