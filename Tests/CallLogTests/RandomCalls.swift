import CallLog
import Telephony

/// A stream of calls as a busy and unlucky switchboard has them, the same for the same seed: transfers, repeated and forged pushes,
/// trials, callers without numbers, fetches of all kinds.
struct RandomCalls {
    private var random: SplitMix
    private var entries: [LogEntry] = []
    private var ticket: UInt64 = 0

    /// Entries in the order of their times.
    static func entries(seed: UInt64, calls: Int) -> [LogEntry] {
        var stream = RandomCalls(random: SplitMix(state: seed))
        // No two calls begin in one millisecond: which comes first would be up to the store.
        for number in 0..<calls { stream.call("\(seed)-\(number)", at: Int64(number) * 1999 + Int64(number % 7)) }
        return stream.entries.enumerated().sorted {
            ($0.element.at.milliseconds, $0.offset) < ($1.element.at.milliseconds, $1.offset)
        }.map(\.element)
    }

    private static let menus = ["main", "Öffnungszeiten", "100%", "a_b"]
    private static let users = ["Doc", "Jürgen Ä", "marty_mc%fly", "w0"]
    private var lastMenu = ""

    private mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(random.next() % UInt64(values.count))] }
    private mutating func happens(_ percent: UInt64) -> Bool { random.next() % 100 < percent }
    private mutating func between(_ low: Int64, _ high: Int64) -> Int64 {
        low + Int64(random.next() % UInt64(high - low))
    }

    private mutating func add(_ event: LoggedEvent) { entries.append(.event(event)) }

    private mutating func event(_ kind: LoggedEvent.Kind, _ id: String, _ at: Int64) -> LoggedEvent {
        var event = LoggedEvent(at: LogFixture.start.adding(.milliseconds(at)), kind: kind, callID: id)
        event.latency = Int(happens(3) ? between(100_000, 3_000_000) : between(80, 2000))
        event.fields = [.init("event", kind.rawValue), .init("callId", id), .init("user", pick(Self.users))]
        event.xml = "<Response id=\"\(id)\"/>"
        return event
    }

    private mutating func answer(at: Int64) -> LoggedAnswer {
        switch random.next() % 7 {
        case 0: return LoggedAnswer(.connect, words: "connect")
        case 1: return LoggedAnswer(.reject, words: "reject busy")
        case 2: return LoggedAnswer(.voicemail, words: "voicemail")
        case 3:
            let file = "closed-\(random.next() % 3).wav"
            fetch(file, after: at)
            return LoggedAnswer(.play, words: "play closed", sound: .init(file: file, prompt: "closed"))
        case 4: return LoggedAnswer(.dial, words: "dial +4921112345\(between(10, 99))")
        default:
            let menu = pick(Self.menus)
            fetch("\(menu).wav", after: at)
            return LoggedAnswer(.ask, words: "ask \(menu)", menu: menu, sound: .init(file: "\(menu).wav", prompt: menu))
        }
    }

    private mutating func fetch(_ file: String, after: Int64) {
        guard happens(70) else { return }
        let size = 80_000
        func moment(_ later: Int64) -> Moment { LogFixture.start.adding(.milliseconds(after + later)) }
        if happens(20) {
            entries.append(.fetchBegan(.init(at: moment(3), ticket: 0, file: file, size: size, request: .head)))
        }
        if happens(10) {
            entries.append(.fetchBegan(.init(at: moment(5), ticket: 0, file: file, size: size, request: .unchanged)))
            return
        }
        let parts = happens(30) ? [0, 30_000] : [0]
        for (index, start) in parts.enumerated() {
            ticket += 1
            let begin = Int64(10 + index * 150)
            entries.append(
                .fetchBegan(
                    .init(at: moment(begin), ticket: ticket, file: file, size: size, request: .bytes(from: start))))
            let whole = parts.count == 2 && index == 0 ? 30_000 : size - start
            if happens(95) {
                let sent = happens(15) ? whole / 2 : whole
                entries.append(.fetchEnded(.init(at: moment(begin + 100), ticket: ticket, sent: sent)))
            }
        }
    }

    private mutating func newCall(_ id: String, at: Int64, caller: String?, called: String) -> LoggedEvent {
        var event = event(.newCall, id, at)
        (event.from, event.to) = (caller, called)
        event.direction = happens(10) ? .outgoing : .incoming
        event.users = happens(5) ? ["voicemail"] : happens(50) ? [pick(Self.users), pick(Self.users)] : []
        event.userIDs = happens(50) ? ["w\(between(0, 9))"] : []
        event.fullUserIDs = event.userIDs.map { "1234567\($0)" }
        event.xcid = happens(30) ? "x\(id)" : nil
        event.way = "number \(called), schedule \(pick(["open", "closed: Feiertag"]))"
        event.isDetached = happens(10)
        if happens(4) {
            event.refusal = pick(["forged or foreign position", "outdated position"])
        } else {
            event.answer = answer(at: at)
            event.missing = happens(4) ? ["welcome", pick(["bye", "näh"])] : []
        }
        return event
    }

    private mutating func call(_ id: String, at begin: Int64) {
        if happens(5) {
            entries.append(
                .refused(
                    .init(
                        at: LogFixture.start.adding(.milliseconds(begin)), status: happens(50) ? 401 : 413,
                        reason: pick(["no signature", "too large"]))))
        }
        let caller: String? = pick([
            "+49157\(between(10_000, 10_040))", "+49157\(between(10_000, 10_040))", "", "anonymous", nil,
        ])
        let called = "+4921112345\(between(60, 70))"
        let isTrial = happens(6)
        let start = entries.count
        add(newCall(id, at: begin, caller: caller, called: called))
        if happens(5) { entries.append(entries[start]) }
        var at = begin
        for _ in 0..<Int(between(0, 4)) {
            at += between(500, 9000)
            var pressed = event(.dtmf, id, at)
            pressed.input = pick([.keys("1"), .keys("0815#"), .hidden(4), .silence, .gone])
            if pressed.input != .gone { pressed.answer = answer(at: at) }
            if happens(5) { (pressed.answer, pressed.refusal) = (nil, "outdated position") }
            add(pressed)
            if pressed.input == .gone { break }
        }
        if happens(50) {
            at += between(500, 5000)
            var answered = event(.answer, id, at)
            answered.answeredBy = pick(Self.users)
            answered.answeringNumber = happens(70) ? "+4921112345\(between(10, 20))" : nil
            answered.isVoicemail = happens(10)
            answered.userIDs = ["w7"]
            add(answered)
        }
        if happens(20) {
            at += between(300, 3000)
            var leg = newCall(id + "b", at: at + 2, caller: caller, called: "+49211999\(between(10, 20))")
            switch random.next() % 3 {
            case 0: leg.originalCallID = id
            case 1: leg.xcid = "x\(id)"
            default: leg.diversion = called
            }
            var end = event(.hangup, id, at)
            end.cause = "forwarded"
            add(end)
            add(leg)
            var last = event(.hangup, id + "b", at + between(1000, 60_000))
            last.cause = pick(["normalClearing", "noAnswer", "cancel"])
            add(last)
        } else if happens(85) {
            var end = event(.hangup, id, at + between(300, 60_000))
            end.cause = pick(["normalClearing", "cancel", "busy", "noAnswer", "forwarded"])
            end.answeringNumber = happens(40) ? "+4921112345\(between(10, 20))" : nil
            add(end)
        }
        if isTrial {
            for index in start..<entries.count {
                switch entries[index] {
                case .event(var event):
                    event.isTrial = true
                    entries[index] = .event(event)
                case .fetchBegan(var fetch):
                    fetch.isTrial = true
                    entries[index] = .fetchBegan(fetch)
                default: break
                }
            }
        }
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
