import CallFlow
import Telephony
import Testing

/// Complete calls: keys in, answers out.
struct CallPlanTests {
    static let reception = "+49 211 1234567"
    static let night = "2026-06-01T20:00:00"

    static let numbers = [
        Call(name: "open", to: reception, hears: ["ask main-menu 1/4000"]),
        Call(name: "closed", to: reception, at: night, keys: ["-"], hears: ["hear closed", "voicemail"]),
        Call(name: "closed, a key", to: reception, at: night, keys: ["7"], hears: ["hear closed", "voicemail"]),
        Call(
            name: "holiday", to: reception, at: "2026-05-01T10:00:00", keys: ["-"],
            hears: ["hear holiday", "voicemail"]),
        Call(
            name: "anonymous", from: "anonymous", to: reception, keys: ["-"], hears: ["hear no-anonymous", "hangup"]),
        Call(name: "a caller's own branch", from: "4915712345678", to: reception, hears: ["dial +492111234500"]),
        Call(name: "a number without a plan", from: "", to: reception, hears: ["ask main-menu 1/4000"]),
        Call(name: "an odd caller", from: "123456e0", to: reception, hears: ["ask main-menu 1/4000"]),
        Call(name: "list at a number", to: "492111234568", keys: ["-"], hears: ["hear closed", "hangup"]),
        Call(name: "busy", to: "00492111234569", hears: ["reject busy"]),
        Call(name: "longest prefix", to: "+49 211 1234599", hears: ["play welcome"]),
        Call(name: "shorter prefix", to: "+49 211 1299", hears: ["dial +492111234501"]),
        Call(name: "no number of ours", to: "+49 89 123456", hears: ["connect"]),
        Call(name: "no number at all", to: "sip:anna", hears: ["connect"]),
        Call(name: "play, play, connect", to: "+49 30 5550001", keys: ["-"], hears: ["hear welcome", "play closed"]),
        Call(
            name: "play, flow, play", to: "+49 30 5550002", at: night, keys: ["-", "-"],
            hears: ["hear welcome", "hear closed", "voicemail"]),
        Call(
            name: "caller branch after a prompt", from: "+49 157 1", to: "+49 30 5550002", keys: ["1"],
            hears: ["hear welcome", "dial +492111234500"]),
        Call(name: "check: open only, open", to: "+49 30 5550004", hears: ["voicemail"]),
        Call(
            name: "check: open only, closed", to: "+49 30 5550004", at: night, keys: ["-"],
            hears: ["hear closed", "reject rejected"]),
        Call(name: "check: closed only, holiday", to: "+49 30 5550005", at: "2026-05-01T10:00:00", hears: ["hangup"]),
        Call(name: "check: closed only, open", to: "+49 30 5550005", hears: ["ask endless 1/5000"]),
        Call(name: "called-number of an incoming call", to: "+49 30 5550006", hears: ["connect"]),
        Call(
            name: "outgoing", direction: .outgoing, from: reception, to: "+49 40 1234",
            hears: ["dial +49401234 as +492111234500"]),
        Call(
            name: "outgoing with a prompt", direction: .outgoing, from: "492111234568", to: "+49 40 1234", keys: ["-"],
            hears: ["hear welcome", "dial +49401234"]),
        Call(name: "outgoing to no number", direction: .outgoing, from: reception, to: "*21", hears: ["connect"]),
        Call(name: "outgoing, not ours", direction: .outgoing, from: "+4930123456", to: reception, hears: ["connect"]),
        Call(name: "outgoing, hidden", direction: .outgoing, from: "anonymous", to: reception, hears: ["connect"]),
    ]

    static let main = "+49 30 5550007"
    static let asked = "ask main-menu 1/4000"

    static let menus = [
        Call(name: "a choice", to: main, keys: ["1"], hears: [asked, "dial +4915799912345 +492111234500"]),
        Call(name: "gone", to: main, keys: ["gone"], hears: [asked, "connect"]),
        Call(name: "gone in a prompt", to: main, keys: ["4", "gone"], hears: [asked, "hear hours", "connect"]),
        Call(
            name: "silence three times", to: main, keys: ["-", "-", "-"],
            hears: [asked, "ask nothing-heard+short 1/4000", "ask nothing-heard+short 1/4000", "hangup"]),
        Call(
            name: "wrong keys three times", to: main, keys: ["8", "#", "0", "-"],
            hears: [asked, "ask wrong-key+short 1/4000", "ask wrong-key+short 1/4000", "hear bye", "hangup"]),
        Call(
            name: "texts that are not keys count as wrong keys", to: main, keys: ["1; DROP", "é", "11"],
            hears: [asked, "ask wrong-key+short 1/4000", "ask wrong-key+short 1/4000", "hear bye"]),
        Call(
            name: "two counters", to: main, keys: ["8", "-", "8", "-", "-"],
            hears: [
                asked, "ask wrong-key+short 1/4000", "ask nothing-heard+short 1/4000", "ask wrong-key+short 1/4000",
                "ask nothing-heard+short 1/4000", "hangup",
            ]),
        Call(
            name: "repeat keeps the counters", to: main, keys: ["8", "8", "*", "8"],
            hears: [
                asked, "ask wrong-key+short 1/4000", "ask wrong-key+short 1/4000", "ask short 1/4000", "hear bye",
            ]),
        Call(
            name: "so does a prompt with repeat behind it", to: main, keys: ["-", "-", "4", "-", "-"],
            hears: [
                asked, "ask nothing-heard+short 1/4000", "ask nothing-heard+short 1/4000", "hear hours",
                "ask short 1/4000", "hangup",
            ]),
        Call(
            name: "prompts after a choice", to: main, keys: ["5", "-", "3"],
            hears: [asked, "hear a", "hear b", "dial +492111234501"]),
        Call(name: "a prompt at the end connects", to: main, keys: ["7"], hears: [asked, "play a"]),
        Call(name: "caller after a key", to: main, keys: ["6"], hears: [asked, "voicemail"]),
        Call(
            name: "caller after a key, with repeat", from: "anonymous", to: main, keys: ["6", "-", "2"],
            hears: [asked, "hear a", "ask short 1/4000", "voicemail"]),
        Call(
            name: "back with nothing behind is a repeat", from: "+49 170 123", to: main, keys: ["8", "8", "6", "8"],
            hears: [
                asked, "ask wrong-key+short 1/4000", "ask wrong-key+short 1/4000", "ask short 1/4000", "hear bye",
            ]),
        Call(
            name: "code", to: main, keys: ["3", "0815"], hears: [asked, "ask enter-code 4/6000", "dial +4915799912345"]),
        Call(
            name: "digits without their zero", to: main, keys: ["3", "815"],
            hears: [asked, "ask enter-code 4/6000", "hangup"]),
        Call(
            name: "wildcards", to: main, keys: ["3", "9123"],
            hears: [asked, "ask enter-code 4/6000", "dial +492111234501"]),
        Call(
            name: "fewer wildcards win", to: main, keys: ["3", "9012"],
            hears: [asked, "ask enter-code 4/6000", "voicemail"]),
        Call(
            name: "a wildcard is a digit", to: main, keys: ["3", "9#12"],
            hears: [asked, "ask enter-code 4/6000", "hangup"]),
        Call(
            name: "back starts anew", to: main, keys: ["8", "8", "3", "#", "8", "8", "8"],
            hears: [
                asked, "ask wrong-key+short 1/4000", "ask wrong-key+short 1/4000", "ask enter-code 4/6000", asked,
                "ask wrong-key+short 1/4000", "ask wrong-key+short 1/4000", "hear bye",
            ]),
        Call(
            name: "silence is not for else", to: main, keys: ["3", "-"], hears: [asked, "ask enter-code 4/6000", asked]),
        Call(
            name: "then repeat asks on after the last try", to: "+49 30 5550003", keys: ["5", "5", "5", "1"],
            hears: [
                "ask tree+more 1/5000", "ask tree+more 1/5000", "ask tree+more 1/5000", "ask tree+more 1/5000",
                "ask branch 1/5000",
            ]),
        Call(
            name: "else repeat counts nothing", to: "+49 30 5550003", keys: ["1", "9", "9", "9", "9"],
            hears: ["ask tree+more 1/5000"] + Array(repeating: "ask branch 1/5000", count: 5)),
        Call(
            name: "back, back, back", to: "+49 30 5550003", keys: ["1", "1", "0", "-", "0", "0"],
            hears: [
                "ask tree+more 1/5000", "ask branch 1/5000", "ask leaf 1/5000", "hear a", "ask branch 1/5000",
                "ask tree+more 1/5000", "ask tree+more 1/5000",
            ]),
        Call(
            name: "a menu on the way cuts back to it", to: "+49 30 5550003", keys: ["1", "1", "1", "0"],
            hears: [
                "ask tree+more 1/5000", "ask branch 1/5000", "ask leaf 1/5000", "ask branch 1/5000",
                "ask tree+more 1/5000",
            ]),
        Call(
            name: "around to the first", to: "+49 30 5550003", keys: ["1", "1", "2", "0"],
            hears: [
                "ask tree+more 1/5000", "ask branch 1/5000", "ask leaf 1/5000", "ask tree+more 1/5000",
                "ask tree+more 1/5000",
            ]),
    ]

    @Test("a call hears what the configuration says", arguments: numbers + menus)
    func call(_ call: Call) throws {
        let plan = CallPlan(try .example())
        #expect(try call.decisions(plan).map(\.text) == call.hears)
    }

    @Test("`default` applies to all other numbers and to texts that are not numbers")
    func otherwise() throws {
        let plan = CallPlan(
            try Configuration(numbers: [("+49 30 12345", ["hangup"]), ("default", ["play a", "reject"])]))
        for to in ["+49 30 123456", "anna", ""] {
            let call = Call(name: to, to: to, keys: ["-"], hears: [])
            #expect(try call.decisions(plan).map(\.text) == ["hear a", "reject rejected"])
        }
    }

    @Test("a call that the voicemail answered gets no answer")
    func voicemail() throws {
        let plan = CallPlan(try .example())
        let decision = plan.begin(
            direction: .incoming, from: .anonymous, to: try PhoneNumber("+49 211 1234569"), users: ["voicemail"],
            at: try utc("2026-06-01T10:00:00"))
        #expect(decision == Decision(answer: .connect, trace: [.leftAlone]))
    }

    @Test("no call hears more than 100 prompts", arguments: ["-", "1", "2", "3"])
    func hundred(_ key: String) throws {
        let plan = CallPlan(try .example())
        var call = Call(name: key, to: "+49 30 5550005", keys: Array(repeating: key, count: 99), hears: [])
        #expect(try call.decisions(plan).last?.position?.promptsHeard == 100)
        call.keys.append(key)
        let last = try #require(try call.decisions(plan).last)
        #expect(last.answer == .hangup)
        #expect(last.trace.last == .tooManyPrompts)
    }

    @Test("an empty input is silence")
    func emptyKeys() throws {
        let plan = CallPlan(try .example())
        let moment = try utc("2026-06-01T09:00:00")
        let begin = plan.begin(
            direction: .incoming, from: .anonymous, to: try PhoneNumber(Self.main), users: [], at: moment)
        let position = try #require(begin.position)
        #expect(plan.resume(position, .keys(""), at: moment) == plan.resume(position, .silence, at: moment))
    }

    @Test("each event is decided at its own time")
    func time() throws {
        let plan = CallPlan(try .example())
        let begin = plan.begin(
            direction: .incoming, from: .unknown(""), to: try PhoneNumber("+49 30 5550002"), users: [],
            at: try utc("2026-06-01T14:59:59"))
        let position = try #require(begin.position)
        #expect(plan.resume(position, .silence, at: try utc("2026-06-01T14:59:59"))?.text == Self.asked)
        #expect(plan.resume(position, .silence, at: try utc("2026-06-01T15:00:00"))?.text == "hear closed")
    }

    @Test("the trace lists the decisions")
    func trace() throws {
        let plan = CallPlan(try .example())
        let call = Call(name: "", to: Self.reception, keys: ["8", "-", "3", "*"], hears: [])
        #expect(
            try call.decisions(plan).map(\.trace) == [
                [
                    .number(try NumberPattern("+49 211 1234567")), .flow("reception"), .schedule("office", .open),
                    .menu("main"),
                ],
                [.wrongKey(menu: "main", keys: "8", 1)], [.silence(menu: "main", 1)],
                [.choice(menu: "main", try KeyPattern("3")), .menu("code")], [.otherwise(menu: "code", keys: "*")],
            ])
        let others = [
            Call(name: "", from: "4915712345678", to: Self.reception, hears: []),
            Call(name: "", to: "+49891234", hears: []),
        ]
        #expect(
            try others.flatMap { try $0.decisions(plan) }.map(\.trace) == [
                [
                    .number(try NumberPattern("+49 211 1234567")), .flow("reception"),
                    .caller(.number(try NumberPattern("+49157*"))),
                ],
                [.number(nil)],
            ])
    }

    @Test("Every question ends, even if the configuration was not validated")
    func notValidated() throws {
        let configuration = try Configuration(
            numbers: [
                ("+49 30 10001", ["flow one"]), ("+49 30 10002", ["flow nowhere"]), ("+49 30 10003", ["menu nowhere"]),
                ("+49 30 10004", [.check("nowhere", open: ["hangup"])]), ("+49 30 10005", ["repeat"]),
                ("+49 30 10006", ["back"]), ("+49 30 10007", []),
            ], flows: ["one": ["flow two"], "two": [.caller([("anonymous", ["hangup"])]), "flow one"]])
        let plan = CallPlan(configuration)
        for number in 10001...10007 {
            #expect(try Call(name: "", to: "+49 30 \(number)", hears: []).decisions(plan).map(\.text) == ["connect"])
        }
    }
}
