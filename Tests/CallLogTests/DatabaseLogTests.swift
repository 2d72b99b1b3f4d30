import CallLog
import Support
import Telephony
import Testing

/// What only a log in a database does: several instances, weeks, and tables that other releases have made.
@Suite(.enabled(if: PostgresServer.isInstalled, "postgresql is not installed"))
struct DatabaseLogTests {
    private let server: PostgresServer
    private let url: String

    init() throws {
        server = try #require(PostgresServer.shared)
        url = try server.database()
    }

    private func writer(
        _ settings: CallLogSettings = CallLogSettings(keep: nil), limits: CallLogWriter.Limits? = nil,
        now: @escaping @Sendable () -> Moment = { LogFixture.start }
    ) -> CallLogWriter {
        CallLogWriter(.database(url), settings: settings, limits: limits, now: now)
    }

    private func write(_ log: CallLogWriter, _ events: LoggedEvent...) async {
        for event in events { log.record { _ in .event(event) } }
        #expect(await log.flush(within: .seconds(60)), "\(log.status)")
    }

    /// Why a log cannot be written, once that is known.
    private func failure(of log: CallLogWriter) async -> CallLogError? {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if case .failing(_, let error) = log.status.condition { return error }
            await Task.yield()
        }
        return nil
    }

    private static let life = [
        Event.newCall(at: 0, way: "number", Event.ask("main")),
        Event.pressed(.keys("1"), at: 4, Event.ask("other")),
        Event.pressed(.silence, at: 9, Event.ask("other")), Event.hangup(at: 12, "normalClearing"),
    ]

    @Test(
        "Instances write the events of one call in any order: they count by their times",
        arguments: [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1], [3, 0, 1, 2]])
    func order(_ order: [Int]) async throws {
        let (one, two) = (writer(), writer())
        for (index, number) in order.enumerated() {
            await write(index.isMultiple(of: 2) ? one : two, Self.life[number])
        }
        let calls = try await one.reader.calls(CallQuery(number: "0157 999 12345"), limit: 10)
        let call = try #require(calls.first)
        #expect(try await one.reader.count(CallQuery(), limit: 10) == 1)
        #expect(calls.count == 1 && call.outcome == .abandoned && call.menu == nil && call.lastStep == "ask other")
        #expect(call.began == LogFixture.start && call.ended == LogFixture.start.after(12))
        let events = try #require(try await two.reader.timeline(of: call.id)).events
        #expect(events.filter { $0.lostAfter != nil }.map(\.at) == [LogFixture.start.after(9)])
        #expect(events.compactMap(\.lostAfter) == [3000])
    }

    @Test("A file that one instance named and another one served counts as fetched, whichever wrote first")
    func fetchedElsewhere() async throws {
        var limits = CallLogWriter.Limits()
        limits.fetchDelay = .seconds(2)
        // The other instance is 1 s ahead with its entries.
        let (one, two) = (writer(), writer(limits: limits, now: { LogFixture.start.after(1) }))
        let (at, size) = (LogFixture.start.after(0.5), 1000)
        two.record { _ in
            .fetchBegan(.init(at: at, ticket: 1, file: "main-0123.wav", size: size, request: .bytes(from: 0)))
        }
        two.record { _ in .fetchEnded(.init(at: at, ticket: 1, sent: size)) }
        two.record { _ in .event(Event.newCall("other", at: 0)) }
        // Its event is in the log, its fetch waits.
        while two.status.written == 0 { await Task.yield() }
        #expect(two.status.written == 1 && two.status.queued == 2)
        await write(one, Event.newCall("1", at: 0, Event.ask("main")))
        #expect(await two.flush(within: .seconds(60)))
        let call = try #require(try await one.reader.call(withID: "1"))
        let fetch = try #require(try await one.reader.timeline(of: call.id)?.events.first?.fetch)
        #expect(fetch.isWhole && fetch.began == at)
    }

    @Test("A page that is open on one instance learns of the calls of another one")
    func livePages() async throws {
        let (one, two) = (writer(), writer())
        await write(one, Event.newCall("1"))
        var changes = one.changes().makeAsyncIterator()
        await write(two, Event.newCall("2"))
        _ = await changes.next()
        // Until the listener has connected, only what this instance writes is reported; then all is.
        while try await one.reader.calls(CallQuery(), limit: 10).count < 2 { _ = await changes.next() }
        await one.close(within: .seconds(10))
    }

    @Test("Old weeks are dropped, the calls of the week that is partly old deleted, with all that belongs to them")
    func retention() async throws {
        let day = 86_400.0
        var limits = CallLogWriter.Limits()
        (limits.pruned, limits.pruneInterval) = (2, .milliseconds(1))
        let log = writer()
        for number in 0..<40 {
            var event = Event.newCall("\(number)", at: Double(number) * day, Event.ask("main"))
            event.fields = [.init("event", "newCall")]
            event.xml = "<Response/>"
            await write(log, event)
        }
        // A leg of the oldest week's call in a later one.
        var leg = Event.newCall("7b", at: 7.9 * day)
        leg.originalCallID = "7"
        await write(log, leg)
        await log.close(within: .seconds(10))
        let settings = CallLogSettings(keep: .seconds(86_400 * 9), keepRequests: .seconds(86_400 * 4))
        let later = writer(settings, limits: limits, now: { LogFixture.start.after(39.5 * day) })
        while try await later.reader.calls(CallQuery(), limit: 100).count > 9 { await Task.yield() }
        #expect(
            try await later.reader.oldestCalls(CallQuery(), limit: 100).map(\.callID) == (31..<40).map { "\($0)" })
        for table in ["call", "event", "fetched"] {
            while try server.sql("SELECT count(*) FROM \(table)", at: url) != "9" { await Task.yield() }
        }
        #expect(
            try Int(server.sql("SELECT count(*) FROM pg_inherits WHERE inhparent = 'call'::regclass", at: url)) ?? 0
                <= 4)
        while try server.sql("SELECT count(*) FROM event WHERE request IS NOT NULL OR xml IS NOT NULL", at: url) != "4"
        {
            await Task.yield()
        }
        // Calls go on to be written, also into a week that was dropped.
        await write(later, Event.newCall("new", at: 39.6 * day), Event.newCall("very late", at: 1))
        #expect(try await later.reader.call(withID: "new") != nil && later.status.dropped == 0)
        await later.close(within: .seconds(10))
    }

    @Test("An entry that the database refuses is counted and lost alone")
    func refused() async throws {
        let log = writer()
        // Too long for an index.
        let long = (0..<4000).map { _ in String(UInt64.random(in: 0 ... .max), radix: 36) }.joined()
        for id in ["1", "2", long, "3", long + "x", "4"] { log.record { _ in .event(Event.newCall(id)) } }
        #expect(await log.flush(within: .seconds(60)))
        #expect(log.status.dropped == 2 && log.status.written == 4)
        #expect(try Set(await log.reader.calls(CallQuery(), limit: 10).map(\.callID)) == ["1", "2", "3", "4"])
        await log.close(within: .seconds(10))
    }

    @Test("Calls of one millisecond have ids of their own, although instances number them each by itself")
    func manyAtOnce() async throws {
        let logs = [writer(), writer(), writer()]
        for (index, log) in logs.enumerated() {
            for number in 0..<3000 { log.record { _ in .event(Event.newCall("\(index)-\(number)", at: 0)) } }
        }
        for log in logs { #expect(await log.flush(within: .seconds(60)), "\(log.status)") }
        #expect(try await logs[0].reader.count(CallQuery(), limit: 10_000) == 9000)
        for log in logs {
            #expect(log.status.dropped == 0)
            await log.close(within: .seconds(10))
        }
    }

    @Test func tablesOfOtherReleases() async throws {
        let reader = CallLogReader(.database(url))
        await #expect(throws: CallLogError.missing) { try await reader.calls(CallQuery(), limit: 1) }
        let log = writer()
        await write(log, Event.newCall("1"))
        // A newer release has added something that this one need not know.
        try server.sql("INSERT INTO announce_schema VALUES (2, 1); ALTER TABLE call ADD COLUMN more text", at: url)
        let next = writer()
        await write(next, Event.newCall("2"))
        #expect(try await next.reader.calls(CallQuery(), limit: 10).count == 2)
        // A still newer one has made something else of them.
        try server.sql("INSERT INTO announce_schema VALUES (3, 3)", at: url)
        let last = writer()
        last.record { _ in .event(Event.newCall("3")) }
        #expect(await failure(of: last) == .newer)
        await #expect(throws: CallLogError.newer) { try await last.reader.calls(CallQuery(), limit: 10) }
    }

    @Test("Without libpq or a server, calls wait and the reason is said")
    func unreachable() async throws {
        let log = CallLogWriter(
            .database("postgresql://announce@127.0.0.1:1/announce"), settings: CallLogSettings(keep: nil))
        log.record { _ in .event(Event.newCall("1")) }
        guard case .noConnection? = await failure(of: log) else {
            Issue.record("\(log.status)")
            return
        }
        #expect(log.status.queued == 1)
        await log.close(within: .milliseconds(100))
    }
}
