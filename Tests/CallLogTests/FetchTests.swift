import CallLog
import Testing

/// Which answer a fetch belongs to, and answers without a fetch.
@Suite(.inEveryStore)
struct FetchTests {
    let log: LogFixture

    init() throws { log = try LogFixture() }

    private func get(
        _ ticket: UInt64, _ file: String = "closed-0123.wav", at second: Double,
        _ request: FetchBeginning.Request = .bytes(from: 0)
    ) -> LogEntry {
        .fetchBegan(
            FetchBeginning(at: LogFixture.start.after(second), ticket: ticket, file: file, size: 1000, request: request)
        )
    }

    private func end(_ ticket: UInt64, at second: Double, sent: Int = 1000) -> LogEntry {
        .fetchEnded(FetchEnd(at: LogFixture.start.after(second), ticket: ticket, sent: sent))
    }

    private func answer(_ id: String, at second: Double) -> LogEntry {
        .event(Event.newCall(id, at: second, Event.play("closed")))
    }

    private func fetch(_ id: String) async throws -> CallTimeline.Fetch {
        try #require(try await log.timeline(id).events.first?.fetch)
    }

    @Test func wholeAfterTheAnswer() async throws {
        log.record([answer("1", at: 0), get(1, at: 0.3), end(1, at: 0.5)])
        await log.flush()
        let fetch = try await fetch("1")
        #expect(fetch.began == LogFixture.start.after(0.3))
        #expect(fetch.ended == LogFixture.start.after(0.5))
        #expect(fetch.isWhole && fetch.sent == 1000 && fetch.prompt == "closed")
    }

    @Test func eachCallItsOwn() async throws {
        log.record([
            answer("gone", at: 0), answer("1", at: 60), answer("2", at: 60.1), get(1, at: 60.2), get(2, at: 60.3),
            end(2, at: 60.4), end(1, at: 60.5),
        ])
        await log.flush()
        #expect(try await fetch("gone").began == nil)
        #expect(try await fetch("1").isWhole)
        #expect(try await fetch("2").isWhole)
        // It may have been kept by the network, which is said.
        #expect(try await fetch("gone").lastWhole == LogFixture.start.after(60.5))
    }

    @Test func unrelatedFetches() async throws {
        log.record([
            get(1, at: -1), end(1, at: -0.5), answer("1", at: 0), get(2, "other-0123.wav", at: 1), end(2, at: 1),
            get(3, at: 121), end(3, at: 121),
        ])
        await log.flush()
        #expect(try await fetch("1").began == nil)
    }

    @Test func interrupted() async throws {
        log.record([answer("1", at: 0), get(1, at: 0.3), end(1, at: 0.5, sent: 400)])
        await log.flush()
        let fetch = try await fetch("1")
        #expect(!fetch.isWhole && fetch.sent == 400 && fetch.lastWhole == nil)
    }

    @Test func consecutivePartsAreWhole() async throws {
        log.record([
            answer("1", at: 0), get(1, at: 0.3), end(1, at: 0.4, sent: 44), get(2, at: 0.5, .bytes(from: 44)),
            end(2, at: 0.6, sent: 956),
        ])
        await log.flush()
        #expect(try await fetch("1").isWhole)
        // A gap is a gap.
        log.record([
            answer("2", at: 10), get(3, at: 10.3), end(3, at: 10.4, sent: 44), get(4, at: 10.5, .bytes(from: 500)),
            end(4, at: 10.6, sent: 500),
        ])
        await log.flush()
        #expect(try await !fetch("2").isWhole)
    }

    @Test func headDoesNotCountAndNotModifiedDoes() async throws {
        log.record([answer("1", at: 0), get(1, at: 0.3, .head)])
        await log.flush()
        #expect(try await fetch("1").asked == LogFixture.start.after(0.3))
        #expect(try await fetch("1").began == nil)
        log.record([get(2, at: 0.4, .unchanged)])
        await log.flush()
        #expect(try await fetch("1").isWhole)
    }

    @Test func anEndThatComesInALaterBatch() async throws {
        log.record([answer("1", at: 0), get(1, at: 0.3)])
        await log.flush()
        #expect(try await fetch("1").ended == nil)
        log.record([end(1, at: 5)])
        await log.flush()
        #expect(try await fetch("1").isWhole)
    }

    /// Two event loops may tell the log in the other order than things happened.
    @Test func recordedBeforeItsAnswer() async throws {
        log.record([get(1, at: 0.3), answer("1", at: 0), end(1, at: 0.5)])
        await log.flush()
        #expect(try await fetch("1").isWhole)
    }
}
