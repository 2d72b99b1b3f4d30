import CallLog
import Telephony
import Testing

/// Problems that the call log reveals.
@Suite(.inEveryStore)
struct FindingTests {
    private func findings(_ log: LogFixture, hours: Double = 24) async throws -> [CallFinding] {
        await log.flush()
        return try await log.reader.findings(from: LogFixture.start, to: LogFixture.start.after(hours * 3600))
    }

    @Test func hangUpsInAMenu() async throws {
        let log = try LogFixture()
        for number in 0..<22 {
            let (id, at) = ("\(number)", Double(number * 10))
            log.record(Event.newCall(id, at: at, Event.ask("main")))
            switch number {
            case 0..<6: log.record(Event.hangup(id, at: at + 6))
            case 6: log.record(Event.pressed(.gone, id, at: at + 7))
            case 7: break  // Never heard of again.
            default:
                log.record(
                    Event.pressed(.keys("1"), id, at: at + 5, LoggedAnswer(.dial, words: "dial +4930")),
                    Event.answered(id, at: at + 9), Event.hangup(id, at: at + 50))
            }
        }
        let found = try await findings(log).filter { if case .hangUps = $0 { true } else { false } }
        #expect(found == [.hangUps(menu: "main", share: 8.0 / 22, calls: 22, after: 6000)])
    }

    @Test("A call of several legs counts once, and a caller who is forwarded has not hung up")
    func hangUpsByCall() async throws {
        let log = try LogFixture()
        for number in 0..<20 {
            let (one, two, at) = ("A\(number)", "B\(number)", Double(number * 1000))
            let first = Event.newCall(one, at: at, from: "+4915799912\(100 + number)", Event.ask("main"))
            var second = Event.newCall(two, at: at + 100, from: first.from, Event.ask("main"))
            second.originalCallID = one
            let pressed = Event.pressed(.keys("1"), one, at: at + 5, LoggedAnswer(.dial, words: "dial +4930"))
            switch number {
            case 0..<4:
                // In the menu again, and gone from there again.
                log.record(first, Event.hangup(one, at: at + 7), second, Event.hangup(two, at: at + 107))
            case 4:
                // The end of the first leg was never reported.
                log.record(first, second, Event.hangup(two, at: at + 107))
            case 5..<12: log.record(first, Event.hangup(one, at: at + 7, "forwarded"), second)
            default: log.record(first, pressed, Event.answered(one, at: at + 9), second)
            }
            if number > 4 {
                log.record(
                    Event.pressed(.keys("1"), two, at: at + 105, LoggedAnswer(.dial, words: "dial +4930")),
                    Event.answered(two, at: at + 109), Event.hangup(two, at: at + 150),
                    Event.hangup(one, at: at + 151))
            }
        }
        let found = try await findings(log).filter { if case .hangUps = $0 { true } else { false } }
        #expect(found == [.hangUps(menu: "main", share: 5.0 / 20, calls: 20, after: 7000)])
    }

    @Test func fewCallsGiveNoFinding() async throws {
        let log = try LogFixture()
        for number in 0..<10 {
            log.record(Event.newCall("\(number)", Event.ask("main")), Event.hangup("\(number)", at: 1))
        }
        let found = try await findings(log).filter { if case .hangUps = $0 { true } else { false } }
        #expect(found.isEmpty)
    }

    @Test func neverFetched() async throws {
        let log = try LogFixture()
        for number in 0..<12 { log.record(Event.newCall("\(number)", at: Double(number), Event.play("closed"))) }
        for number in 12..<15 { log.record(Event.newCall("\(number)", at: Double(number), Event.play("welcome"))) }
        log.record([
            .fetchBegan(
                FetchBeginning(
                    at: LogFixture.start.after(15), ticket: 1, file: "welcome-0123.wav", size: 10,
                    request: .bytes(from: 0))),
            .fetchEnded(FetchEnd(at: LogFixture.start.after(15), ticket: 1, sent: 10)),
        ])
        #expect(
            try await findings(log) == [.neverFetched(file: "closed-0123.wav", prompt: "closed", answers: 12, begun: 0)]
        )
        // The last two minutes' may yet be.
        #expect(try await findings(log, hours: 0.01) == [])
    }

    @Test func slowRefusedMissing() async throws {
        let log = try LogFixture()
        var (slow, forged, unpublished) = (Event.newCall("1"), Event.newCall("2"), Event.newCall("3"))
        slow.latency = 812_000
        forged.refusal = "forged or foreign position"
        unpublished.missing = ["closed"]
        log.record(slow, forged, unpublished)
        for second in [1.0, 5000] {
            let request = RefusedRequest(at: LogFixture.start.after(second), status: 403, reason: "Not signed.")
            log.record([.refused(request)])
        }
        #expect(
            try await findings(log) == [
                .slowAnswers(count: 1, over: 500, slowest: 812),
                .refused(reason: "forged or foreign position", status: 200, count: 1, last: LogFixture.start),
                .refused(reason: "Not signed.", status: 403, count: 2, last: LogFixture.start.after(5000)),
                .missing(announcements: "closed", answers: 1, last: LogFixture.start),
            ])
    }
}
