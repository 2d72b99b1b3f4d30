import CallLog
import Telephony
import Testing

/// Whether announcements were heard, and the calls that findings are about.
@Suite(.inEveryStore)
struct HearingTests {
    private func fetched(_ log: LogFixture, _ file: String, at second: Double, sent: Int = 10, isTrial: Bool = false) {
        let ticket = UInt64(second * 1000)
        log.record([
            .fetchBegan(
                FetchBeginning(
                    at: LogFixture.start.after(second), ticket: ticket, file: file, size: 10, request: .bytes(from: 0),
                    isTrial: isTrial)),
            .fetchEnded(FetchEnd(at: LogFixture.start.after(second + 0.1), ticket: ticket, sent: sent)),
        ])
    }

    private func simulated(_ events: LoggedEvent...) -> [LogEntry] {
        events.map { event in
            var event = event
            event.isTrial = true
            return .event(event)
        }
    }

    @Test("the worst of a call's announcements counts; each way is found") func hearing() async throws {
        let log = try LogFixture()
        log.record(Event.newCall("whole", at: 0, Event.play("a")))
        fetched(log, "a-0123.wav", at: 1)
        log.record(Event.newCall("kept", at: 10, Event.play("a")))
        log.record(Event.newCall("begun", at: 20, Event.play("b")))
        fetched(log, "b-0123.wav", at: 21, sent: 5)
        log.record(Event.newCall("never", at: 30, Event.play("c")))
        log.record(Event.newCall("none", at: 40))
        log.record(
            Event.newCall("both", at: 50, Event.ask("a")), Event.pressed(.keys("1"), "both", at: 60, Event.play("c")))
        fetched(log, "a-0123.wav", at: 51)
        log.record(Event.newCall("unknown", at: 65, Event.play("https://cdn.example/d")))
        log.record(simulated(Event.newCall("trial", at: 70, Event.play("c"))))
        fetched(log, "c-0123.wav", at: 71, isTrial: true)
        await log.flush()
        let calls = try await log.calls()
        let now = LogFixture.start.after(3600)
        let hearing = try await log.reader.hearing(of: calls.map(\.id), at: now)
        let found = Dictionary(uniqueKeysWithValues: calls.map { ($0.callID, hearing[$0.id]) })
        #expect(
            found == [
                "whole": .whole, "kept": .kept, "begun": .begun, "never": .never, "none": nil, "both": .never,
                "trial": .whole, "unknown": .unknown,
            ])
        #expect(
            try await log.reader.unfetched(from: LogFixture.start, to: now, settling: .zero, answers: 1).contains {
                if case .neverFetched(file: "c-0123.wav", _, _, _) = $0 { true } else { false }
            })
        #expect(
            try await !log.reader.unfetched(from: LogFixture.start, to: now, settling: .zero, answers: 1).contains {
                if case .neverFetched(let file, _, _, _) = $0 { file.contains("cdn") } else { false }
            })
        // A fetch may still come.
        #expect(try await log.reader.hearing(of: calls.map(\.id), at: LogFixture.start.after(35))[calls[3].id] == nil)
        for (way, ids) in [
            (CallHearing.whole, ["whole", "trial"]), (.kept, ["kept"]), (.begun, ["begun"]),
            (.never, ["never", "both"]), (.unknown, ["unknown"]),
        ] {
            var query = CallQuery()
            query.hearing = way
            #expect(try await log.reader.oldestCalls(query, limit: 10).map(\.callID) == ids, "\(way)")
            query.isTrial = true
            #expect(try await log.reader.count(query, limit: 10) == (way == .whole ? 1 : 0), "\(way)")
        }
    }

    @Test("simulated calls are in no finding, and what they play makes nothing heard") func trials() async throws {
        let log = try LogFixture()
        for number in 0..<30 {
            let (id, at) = ("t\(number)", Double(number))
            var begin = Event.newCall(id, at: at, Event.ask("main"))
            begin.latency = 900_000
            begin.missing = ["holiday"]
            var refused = Event.pressed(.keys("1"), id, at: at + 0.1)
            refused.refusal = "forged"
            log.record(simulated(begin, refused, Event.hangup(id, at: at + 0.5)))
        }
        await log.flush()
        #expect(try await log.reader.findings(from: LogFixture.start, to: LogFixture.start.after(86_400)) == [])
        // A telephone call that no one fetches for stays unheard, whatever the dashboard plays.
        for number in 0..<3 { log.record(Event.newCall("\(number)", at: 100 + Double(number), Event.play("closed"))) }
        fetched(log, "closed-0123.wav", at: 103, isTrial: true)
        await log.flush()
        #expect(
            try await log.reader.findings(from: LogFixture.start, to: LogFixture.start.after(86_400)) == [
                .neverFetched(file: "closed-0123.wav", prompt: "closed", answers: 3, begun: 0)
            ])
    }

    @Test("a finding leads to its calls") func evidence() async throws {
        let log = try LogFixture()
        log.record(Event.newCall("lost", at: 0, Event.ask("main")), Event.hangup("lost", at: 6))
        log.record(Event.newCall("kept", at: 10, Event.ask("main")), Event.pressed(.keys("1"), "kept", at: 12))
        var (slow, refused, missing) = (
            Event.newCall("slow", at: 20), Event.newCall("refused", at: 30), Event.newCall("missing", at: 40)
        )
        slow.latency = 700_000
        (refused.refusal, refused.answer) = ("forged", nil)
        missing.missing = ["a", "b"]
        log.record(slow, refused, missing, Event.newCall("silent", at: 50, Event.play("c")))
        await log.flush()
        let table: [(CallEvidence, [String])] = [
            (.lost(menu: "main"), ["lost"]), (.lost(menu: "other"), []), (.slow(500), ["slow"]), (.slow(800), []),
            (.refused(reason: "forged"), ["refused"]), (.missing(announcements: "a, b"), ["missing"]),
            (.missing(announcements: "a"), []), (.unfetched(file: "c-0123.wav"), ["silent"]),
        ]
        for (evidence, ids) in table {
            var query = CallQuery()
            query.evidence = evidence
            #expect(try await log.reader.calls(query, limit: 10).map(\.callID) == ids, "\(evidence)")
            query.to = LogFixture.start
            #expect(try await log.reader.count(query, limit: 10) == 0)
        }
    }

    @Test("an end that was never reported is unknown after a sane time") func unknownEnd() async throws {
        let log = try LogFixture()
        log.record(Event.newCall("ringing", at: 0), Event.newCall("menu", at: 3600, Event.ask("main")))
        log.record(Event.newCall("over", at: 0), Event.hangup("over", at: 10))
        log.record(simulated(Event.newCall("trial", at: 3600, LoggedAnswer(.dial, words: "dial"))))
        await log.flush()
        for (second, known) in [
            (3660.0, ["ringing": true, "menu": true, "over": false, "trial": false]),
            (4500, ["ringing": true, "menu": false, "over": false, "trial": false]),
            (7300, ["ringing": false, "menu": false, "over": false, "trial": false]),
        ] {
            let now = LogFixture.start.after(second)
            let calls = try await log.calls()
            let found = Dictionary(uniqueKeysWithValues: calls.map { ($0.callID, $0.isInProgress(at: now)) })
            #expect(found == known, "\(second)")
            let listed = try await log.reader.callsNow(at: now).map(\.callID)
            #expect(Set(listed) == Set(known.filter(\.value).keys))
            var query = CallQuery(outcome: .open, isTrial: false)
            query.progress = .init(at: now, isInProgress: true)
            let open = try await log.reader.count(query, limit: 10)
            query.progress = .init(at: now, isInProgress: false)
            let unknown = try await log.reader.count(query, limit: 10)
            #expect(open == listed.count && open + unknown == 2)
            let hours = try await log.reader.hours(
                from: LogFixture.start, to: LogFixture.start.after(7200), now: now)
            #expect(hours.reduce(0) { $0 + ($1.outcomes[.open] ?? 0) } == open)
            #expect(hours.reduce(0) { $0 + $1.unknownEnds } == unknown && hours.reduce(0) { $0 + $1.calls } == 3)
        }
    }

    @Test("a simulated call without a script is over between its forms, and goes on with the next one")
    func detached() async throws {
        let log = try LogFixture()
        func record(_ event: LoggedEvent, isDetached: Bool) {
            var event = event
            (event.isTrial, event.isDetached) = (true, isDetached)
            log.record(event)
        }
        record(Event.newCall("forms", at: 0, Event.ask("main")), isDetached: true)
        record(Event.newCall("script", at: 1, Event.ask("main")), isDetached: false)
        await log.flush()
        let now = LogFixture.start.after(2)
        #expect(try await log.reader.callsNow(at: now).map(\.callID) == ["script"])
        record(Event.pressed(.keys("1"), "forms", at: 3, Event.play("a")), isDetached: true)
        await log.flush()
        let call = try #require(try await log.reader.call(withID: "forms"))
        #expect(call.isOver && call.outcome == .open && call.lastStep == "play a")
    }
}
