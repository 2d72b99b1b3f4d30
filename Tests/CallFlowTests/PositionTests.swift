import CallFlow
import Telephony
import Testing

/// Positions that return after the configuration has changed, and positions that were never issued.
struct PositionTests {
    /// A flow, and three menus in a row with a prompt in between.
    static func configuration(
        number: [Draft] = ["flow start"], start: [Draft] = ["play welcome", "play news", "menu outer"],
        outer: [String: [Draft]] = ["1": ["menu inner"]], inner: [String: [Draft]] = ["1": ["play bye", "hangup"]],
        extra: [String: [Draft]] = [:]
    ) throws -> CallPlan {
        CallPlan(
            try Configuration(
                numbers: [("+49 30 1001", number), ("+49 30 1002", ["menu inner"]), ("+49 30 1003", ["hangup"])],
                outgoing: [("+49 30 1004", ["menu inner"])],
                flows: extra.merging(["start": start]) { $1 },
                menus: [Menu("outer", outer), Menu("inner", inner), Menu("other", ["1": ["menu inner"]])]))
    }

    /// The positions of one call: in `start`, again in `start`, in `outer`, in `inner`, in a choice of `inner`.
    static func positions() throws -> [Position] {
        let call = Call(name: "", to: "+49 30 1001", keys: ["-", "-", "1", "1"], hears: [])
        return try call.decisions(try configuration()).compactMap(\.position)
    }

    struct Edit: CustomTestStringConvertible {
        let testDescription: String
        let plan: @Sendable () throws -> CallPlan
        /// Which of the positions can still be resumed.
        let alive: [Bool]
    }

    static let edits = [
        Edit(testDescription: "nothing", plan: { try configuration() }, alive: [true, true, true, true, true]),
        Edit(
            testDescription: "a flow more", plan: { try configuration(extra: ["new": ["hangup"]]) },
            alive: [true, true, true, true, true]),
        Edit(
            testDescription: "the flow has another prompt",
            plan: { try configuration(start: ["play welcome", "play olds", "menu outer"]) },
            alive: [false, false, true, true, true]),
        Edit(
            testDescription: "the flow is shorter", plan: { try configuration(start: ["menu outer"]) },
            alive: [false, false, true, true, true]),
        Edit(
            testDescription: "the number has another flow",
            plan: { try configuration(number: ["flow new"], extra: ["new": ["hangup"]]) },
            alive: [false, false, false, false, false]),
        Edit(
            testDescription: "the number goes to the inner menu at once",
            plan: { try configuration(number: ["menu inner"]) }, alive: [false, false, false, false, false]),
        Edit(
            testDescription: "the outer menu leads elsewhere",
            plan: { try configuration(outer: ["1": ["hangup"]]) }, alive: [true, true, true, false, false]),
        Edit(
            testDescription: "the inner menu by another way",
            plan: { try configuration(outer: ["1": ["menu other"]]) }, alive: [true, true, true, false, false]),
        Edit(
            testDescription: "the inner menu by another key, through a flow",
            plan: { try configuration(outer: ["2": ["flow new"]], extra: ["new": ["menu inner"]]) },
            alive: [true, true, true, true, true]),
        Edit(
            testDescription: "the choice goes on otherwise",
            plan: { try configuration(inner: ["1": ["play bye", "voicemail"]]) },
            alive: [true, true, true, true, false]),
        Edit(
            testDescription: "the choice has another key",
            plan: { try configuration(inner: ["2": ["play bye", "hangup"]]) },
            alive: [true, true, true, true, false]),
    ]

    @Test("after an edit a call goes on where it still can", arguments: edits)
    func edited(_ edit: Edit) throws {
        let plan = try edit.plan()
        let moment = try utc("2026-06-01T10:00:00")
        for input in [CallPlan.Input.keys("1"), .silence, .gone] {
            #expect(try Self.positions().map { plan.resume($0, input, at: moment) != nil } == edit.alive)
        }
    }

    @Test("a position of one number is refused for another")
    func foreign() throws {
        let plan = try Self.configuration()
        let moment = try utc("2026-06-01T10:00:00")
        for position in try Self.positions() {
            for number in ["+49 30 1002", "+49 30 1003", "+49 30 9999"] {
                var other = position
                other.to = try PhoneNumber(number)
                #expect(plan.resume(other, .keys("1"), at: moment) == nil)
            }
            var outgoing = position
            (outgoing.direction, outgoing.from) = (.outgoing, .number(try PhoneNumber("+49 30 1004")))
            #expect(plan.resume(outgoing, .keys("1"), at: moment) == nil)
        }
    }

    @Test("unreachable positions are refused")
    func impossible() throws {
        let plan = try Self.configuration()
        let moment = try utc("2026-06-01T10:00:00")
        let positions = try Self.positions()
        let (step, keys) = (positions[0], positions[3])
        var wrong = Array(repeating: step, count: 3) + Array(repeating: keys, count: 4)
        guard case .step(let path, _, let fingerprint) = step.next else {
            Issue.record("no step")
            return
        }
        for (position, index) in [0, 3, 1 << 40].enumerated() {
            wrong[position].next = .step(path: path, index: index, fingerprint: fingerprint)
        }
        wrong[3].menus = []
        wrong[4].menus = ["inner"]
        wrong[5].menus = ["outer", "nowhere"]
        wrong[6].promptsHeard = 101
        #expect(plan.resume(step, .silence, at: moment) != nil)
        #expect(plan.resume(keys, .silence, at: moment) != nil)
        for position in wrong { #expect(plan.resume(position, .silence, at: moment) == nil) }
    }

    @Test("a position is bounded even if the caller's name is long")
    func longCaller() throws {
        let plan = try Self.configuration()
        for name in [String(repeating: "x", count: 20000), String(repeating: "🎺", count: 5000)] {
            let begin = plan.begin(
                direction: .incoming, from: Caller(name), to: try PhoneNumber("+49 30 1001"), users: [],
                at: try utc("2026-06-01T10:00:00"))
            let bytes = try #require(begin.position).bytes(plan: plan.fingerprint)
            #expect(bytes.count < 210)
            #expect(plan.position(bytes) == begin.position)
        }
    }

    @Test("a position is bounded however long the names are and however menus and flows are nested")
    func nesting() throws {
        let names = (0..<CallPlan.maximumPrompts).map { "\($0)" + String(repeating: "é", count: 95) }
        let number = try PhoneNumber("+49 30 1001")
        let returns = names.prefix(CallPlan.maximumReturns).map {
            Position.Return(path: "flows.\($0)[1].closed[2].caller 1[3].open", index: 100, fingerprint: .max)
        }
        let position = Position(
            direction: .incoming, from: .unknown(String(repeating: "🎺", count: 40)), to: number,
            diversion: .number(number), keys: String(repeating: "9", count: 20), menus: names, silences: 99,
            wrongKeys: 99, promptsHeard: 100, next: .step(path: returns[0].path, index: 100, fingerprint: .max),
            returns: returns)
        let bytes = position.bytes(plan: .max)
        #expect(bytes.count < 1500)
        #expect(Position(bytes: bytes, name: position.name) == position)
    }
}

extension Position {
    /// The names and paths of a position, by their marks.
    var name: (UInt64) -> String? {
        var paths = returns.map(\.path)
        if case .step(let path, _, _) = next { paths.append(path) }
        let names = Dictionary((menus + paths).map { (Position.mark(of: $0), $0) }) { $1 }
        return { names[$0] }
    }
}

/// Positions as bytes.
struct PositionBytesTests {
    static func samples() throws -> [Position] {
        let number = try PhoneNumber("+49 211 1234567")
        return try PositionTests.positions() + [
            Position(direction: .outgoing, from: .number(number), to: nil, next: .keys),
            Position(direction: .incoming, from: .anonymous, to: number, menus: ["main"], next: .keys),
            Position(
                direction: .incoming, from: .unknown("Zoë \u{0} 🎺"), to: try PhoneNumber("12345"),
                menus: ["empfänge", ""], silences: 3, wrongKeys: 127, promptsHeard: 128,
                next: .step(path: "flows.a[1].open", index: 300, fingerprint: 0xFF00_0001)),
            Position(
                direction: .incoming, from: .unknown(""), to: try PhoneNumber("999999999999999"),
                next: .step(path: "", index: 0, fingerprint: 0)),
            Position(direction: .incoming, from: .anonymous, to: number, diversion: .number(number), next: .keys),
            Position(
                direction: .incoming, from: .unknown("12"), to: number, diversion: .other, keys: "0815*#",
                menus: ["main"],
                promptsHeard: 2, next: .step(path: "menus.main.choices.1", index: 1, fingerprint: 7)),
        ]
    }

    @Test func roundTrip() throws {
        for position in try Self.samples() {
            let bytes = position.bytes(plan: 7)
            #expect(Position(bytes: bytes, name: position.name) == position)
            #expect(Position.plan(of: bytes) == 7)
            // Whose call it is can be read without the plan.
            let call = try #require(Position(callOf: bytes))
            #expect(call.from == position.from && call.to == position.to && call.direction == position.direction)
        }
    }

    @Test("the bytes do not change, and those of earlier versions are read: calls outlive releases")
    func golden() throws {
        let position = Position(
            direction: .incoming, from: .number(try PhoneNumber("12345")), to: try PhoneNumber("300000"),
            menus: ["main"], silences: 1, wrongKeys: 2, promptsHeard: 3,
            next: .step(path: "a", index: 4, fingerprint: 0x0102_0304))
        let expected: [UInt8] = [
            1, 0b11010, 0xB9, 0x60, 0xE0, 0xA7, 0x12, 1, 4, 0x6D, 0x61, 0x69, 0x6E, 1, 2, 3, 1, 0x61, 4, 1, 2, 3, 4,
        ]
        #expect(Position(bytes: expected, name: { _ in nil }) == position)
        #expect(Position.plan(of: expected) == nil)
        var forwarded = position
        (forwarded.diversion, forwarded.keys) = (.other, "42#")
        #expect(
            Position(bytes: [2] + expected.dropFirst() + [0b110, 3, 0x34, 0x32, 0x23], name: { _ in nil }) == forwarded)
        // Marks computed independently of this program: FNV-1a of `main` and of `a`.
        let third: [UInt8] =
            [3, 0xDE, 0xAD, 0xBE, 0xEF, 0b11010, 0xB9, 0x60, 0xE0, 0xA7, 0x12, 1] + [
                0x1F, 0x59, 0x62, 0xA2, 0xCE, 0x98, 0x03, 0xC8,
            ]
            + [1, 2, 3] + [0xAF, 0x63, 0xDC, 0x4C, 0x86, 0x01, 0xEC, 0x8C] + [4, 1, 2, 3, 4, 0]
        #expect(position.bytes(plan: 0xDEAD_BEEF) == third)
        // Running calls contain fingerprints as well: FNV-1a of `play`, `closed`, `hangup`, `end`, a byte 0xFF after
        // each.
        let call = Call(name: "", to: "+49 211 1234568", hears: [])
        guard case .step(_, _, let fingerprint) = try call.decisions(CallPlan(try .example())).last?.position?.next
        else {
            Issue.record("no step")
            return
        }
        #expect(fingerprint == 3_375_537_703)
    }

    /// FNV-1a of the words in the comments, a byte 0xFF after each; computed independently of this program.
    static let spellings: [(steps: [Draft], fingerprint: UInt32)] = [
        // play a caller anonymous dial 4921112345 4921112346 4921112347 true end +49157* dial called-number - - end
        // check office open menu m end closed flow f end holiday reject·busy end end
        (
            [
                "play a",
                .caller([
                    ("anonymous", [.step(.dial(Dial(.numbers(numbers), callerID: callerID, anonymous: true)))]),
                    ("+49157*", ["dial called-number"]),
                ]),
                .check("office", open: ["menu m"], closed: ["flow f"], holiday: ["reject busy"]),
            ], 988_896_965
        ),
        // play a+b check office closed voicemail end caller +4930123456 reject·rejected end connect end
        (
            ["play a+b", .check("office", closed: ["voicemail"]), .caller([("+4930123456", ["reject"])]), "connect"],
            2_845_477_088
        ),
        (["play a", "repeat"], 4_092_616_718), (["play a", "back"], 3_699_518_858),
    ]

    private static let numbers = ["4921112345", "4921112346"].compactMap { try? DialTarget("+\($0)") }
    private static let callerID = try? PhoneNumber("4921112347")

    @Test("fingerprints stay as they are for every kind of step", arguments: spellings)
    func fingerprints(_ steps: [Draft], _ expected: UInt32) throws {
        let plan = CallPlan(try Configuration(numbers: [("+49 30 1001", steps)]))
        let call = Call(name: "", to: "+49 30 1001", hears: [])
        guard case .step(_, _, let fingerprint) = try call.decisions(plan).first?.position?.next else {
            Issue.record("no step")
            return
        }
        #expect(fingerprint == expected)
    }

    @Test("two spellings of one name are one position")
    func normalForm() throws {
        let (one, two) = (
            Position(direction: .incoming, from: .anonymous, to: nil, menus: ["caf\u{E9}"], next: .keys),
            Position(direction: .incoming, from: .anonymous, to: nil, menus: ["cafe\u{301}"], next: .keys)
        )
        #expect(one == two)
        #expect(one.bytes(plan: 1) == two.bytes(plan: 1))
        let decomposed = [1, 0, 1, 6] + Array("cafe\u{301}".utf8) + [0, 0, 0]
        #expect(Position(bytes: decomposed, name: { _ in nil }) == nil)
    }

    @Test("other spellings are refused")
    func deviations() throws {
        let good: [UInt8] = [1, 0, 1, 1, 0x61, 0, 0, 0]
        #expect(
            Position(bytes: good, name: { _ in nil })
                == Position(direction: .incoming, from: .anonymous, to: nil, menus: ["a"], next: .keys))
        let bad: [[UInt8]] = [
            [], [1], [0, 0, 1, 1, 0x61, 0, 0, 0], [2, 0, 1, 1, 0x61, 0, 0, 0], good + [0], Array(good.dropLast()),
            // Unknown flags, an impossible caller.
            [1, 0x20, 1, 1, 0x61, 0, 0, 0], [1, 0b110, 1, 1, 0x61, 0, 0, 0],
            // An integer in more bytes than necessary, or in more than exist.
            [1, 0, 0x81, 0x00, 1, 0x61, 0, 0, 0], [1, 0, 1, 1, 0x61, 0, 0, 0x80],
            [1, 0, 1, 1, 0x61, 0, 0] + Array(repeating: 0xFF, count: 9) + [1],
            // A text without an end, one that is not UTF-8, a menu twice.
            [1, 0, 1, 0x7F, 0x61, 0, 0, 0], [1, 0, 1, 1, 0xFF, 0, 0, 0], [1, 0, 2, 1, 0x61, 1, 0x61, 0, 0, 0],
            // Numbers of 4 digits and of 16.
            [1, 0b1000, 0x8F, 0x4E, 0, 0, 0, 0],
            [1, 0b1000, 0x80, 0x80, 0x84, 0xFE, 0xA6, 0xDE, 0xE1, 0x11, 0, 0, 0, 0],
            // Further flags that are 0, which only version 3 has, and none where there must be some.
            [2, 0, 1, 1, 0x61, 0, 0, 0, 0], [3, 0, 0, 0, 7, 0, 0, 0, 0, 0], [3, 0, 0, 0],
            [4, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0],
        ]
        for bytes in bad { #expect(Position(bytes: bytes, name: { _ in "a" }) == nil, "\(bytes)") }
        let third: [UInt8] = [3, 0, 0, 0, 7, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0]
        #expect(Position(bytes: third) { $0 == 0x0102_0304_0506_0708 ? "a" : nil } != nil)
        #expect(Position(bytes: third, name: { _ in nil }) == nil)
    }

    @Test("any bytes decode to one position or to none")
    func fuzz() throws {
        var random = SplitMix64(state: 3)
        let positions = try Self.samples()
        let samples = positions.map { $0.bytes(plan: 7) }
        func name(_ mark: UInt64) -> String? { positions.lazy.compactMap { $0.name(mark) }.first }
        var survivors = 0
        func check(_ bytes: [UInt8]) {
            guard let position = Position(bytes: bytes, name: name) else { return }
            survivors += 1
            guard let plan = Position.plan(of: bytes) else { return }
            #expect(position.bytes(plan: plan) == bytes)
        }
        for sample in samples {
            for bit in 0..<sample.count * 8 {
                var flipped = sample
                flipped[bit / 8] ^= 1 << (bit % 8)
                check(flipped)
            }
            for length in 0..<sample.count { #expect(Position(bytes: sample.prefix(length), name: name) == nil) }
        }
        for _ in 0..<20000 {
            var bytes = samples.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = .random(in: 0...255, using: &random)
                case 1: bytes.insert(.random(in: 0...255, using: &random), at: index)
                default: if bytes.count > 1 { bytes.remove(at: index) }
                }
            }
            check(bytes)
            check(
                [.random(in: 1...3, using: &random)]
                    + (0..<Int.random(in: 0..<40, using: &random)).map { _ in .random(in: 0...255, using: &random) })
        }
        // Otherwise nothing was tested.
        #expect(survivors > 1000)
    }
}

/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014): the same numbers every time.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
