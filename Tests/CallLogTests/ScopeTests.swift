import CallLog
import Telephony
import Testing

/// The calls of some numbers only.
@Suite(.inEveryStore)
struct ScopeTests {
    private static let ours = CallScope(
        numbers: ["+492114001101", "+49211400xxxx"],
        prefixes: [
            .init("+49221", exceptNumbers: ["+492215"], exceptPrefixes: ["+492219"])
        ])

    /// Calls named after the number that was called, or that called.
    private func log() async throws -> LogFixture {
        let log = try LogFixture()
        for (second, number) in ["+492114001101", "+492114001102", "+492211", "+492215", "+4922191", "+49211400xxxx"]
            .enumerated()
        {
            log.record(
                Event.newCall(number, at: Double(second), to: number, Event.ask("main")),
                Event.hangup(number, at: Double(second) + 20, "noAnswer"))
        }
        for (second, number) in ["+492114001101", "+492114001102"].enumerated() {
            var call = Event.newCall("out \(number)", at: 50 + Double(second), from: number, to: "+4930")
            call.direction = .outgoing
            log.record(call)
        }
        log.record(Event.newCall("nothing", at: 60, to: nil))
        await log.flush()
        return log
    }

    private static let expected = ["+492114001101", "+492211", "+49211400xxxx", "out +492114001101"]

    @Test("in searches, counts, hours, calls in progress, findings and lists of whom to call back") func queries()
        async throws
    {
        let log = try await log()
        var query = CallQuery()
        query.scope = Self.ours
        let found = try await log.reader.oldestCalls(query, limit: 100)
        #expect(found.map(\.callID) == Self.expected && found.allSatisfy(Self.ours.contains))
        #expect(try await log.calls().filter(Self.ours.contains).map(\.callID) == Self.expected)
        #expect(try await log.reader.count(query, limit: 100) == 4)
        query.text = "out"
        #expect(try await log.reader.calls(query, limit: 100).map(\.callID) == ["out +492114001101"])
        let end = LogFixture.start.after(3600)
        #expect(try await log.reader.hours(of: Self.ours, from: LogFixture.start, to: end).map(\.calls) == [4])
        #expect(try await log.reader.hours(from: LogFixture.start, to: end).map(\.calls) == [9])
        let now = try await log.reader.callsNow(of: Self.ours, at: LogFixture.start.after(70))
        #expect(now.map(\.callID) == ["out +492114001101"])
        let callers = try await log.reader.callBacks(of: Self.ours, from: LogFixture.start, to: end, limit: 10)
        #expect(callers.map(\.tries.count) == [3])
        #expect(callers.first?.numbers == ["+492114001101", "+492211", "+49211400xxxx"])
        #expect(
            try await log.reader.callBacks(of: nil, from: LogFixture.start, to: end, limit: 10).map(\.tries.count) == [
                6
            ])
        var thresholds = CallFinding.Thresholds()
        (thresholds.menuCalls, thresholds.answers) = (1, 1)
        let all = try await log.reader.findings(from: LogFixture.start, to: end, thresholds: thresholds)
        let own = try await log.reader.findings(of: Self.ours, from: LogFixture.start, to: end, thresholds: thresholds)
        func answers(_ findings: [CallFinding]) -> [Int] {
            findings.compactMap { if case .neverFetched(_, _, let answers, _) = $0 { answers } else { nil } }
        }
        func calls(_ findings: [CallFinding]) -> [Int] {
            findings.compactMap { if case .hangUps(_, _, let calls, _) = $0 { calls } else { nil } }
        }
        #expect(answers(all) == [6] && answers(own) == [3])
        #expect(calls(all) == calls(own).map { $0 * 2 })
    }

    @Test("requests that belong to no call are no one's; what refused an event is its call's") func refusals()
        async throws
    {
        let log = try LogFixture()
        var refused = Event.newCall("1", to: "+492114001102")
        refused.refusal = "forged or foreign position"
        log.record(refused)
        await log.flush()
        let end = LogFixture.start.after(3600)
        #expect(try await log.reader.findings(from: LogFixture.start, to: end).count == 1)
        #expect(try await log.reader.findings(of: Self.ours, from: LogFixture.start, to: end) == [])
    }

    @Test("of a call with several legs, the number of the first counts") func legs() async throws {
        let log = try LogFixture()
        var second = Event.newCall("2", at: 1, to: "+492114001101")
        second.originalCallID = "1"
        log.record(Event.newCall("1", to: "+492114001102"), second)
        await log.flush()
        let call = try #require(try await log.calls().first)
        #expect(call.legs.count == 2 && !Self.ours.contains(call))
        var query = CallQuery()
        query.scope = Self.ours
        #expect(try await log.reader.calls(query, limit: 10) == [])
        query.scope = CallScope(numbers: ["+492114001102"], prefixes: [])
        #expect(try await log.reader.calls(query, limit: 10).map(\.callID) == ["1"])
    }
}
