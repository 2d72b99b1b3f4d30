import CallLog
import Synchronization
import Telephony
import Testing

/// How long calls are kept.
struct RetentionTests {
    @Test func oldCallsAreDeletedInSmallBatches() async throws {
        var limits = CallLogWriter.Limits()
        (limits.pruned, limits.pruneInterval) = (10, .milliseconds(1))
        let now = Mutex(LogFixture.start)
        let clock = Box(now)
        let log = try LogFixture(limits: limits, now: { clock.moment })
        for number in 0..<60 {
            log.record(Event.newCall("\(number)", at: Double(number), way: "number +49211", Event.play("closed")))
        }
        log.record([
            .refused(RefusedRequest(at: LogFixture.start, status: 403, reason: "Not signed.")),
            .fetchBegan(
                FetchBeginning(
                    at: LogFixture.start.after(61), ticket: 1, file: "closed-0123.wav", size: 9,
                    request: .bytes(from: 0))),
            .fetchEnded(FetchEnd(at: LogFixture.start.after(61), ticket: 1, sent: 9)),
        ])
        await log.flush()
        #expect(try await log.calls().count == 60)

        // Half of them are too old all at once, as when the configuration is changed.
        clock.moment = LogFixture.start.after(30 + 86_400)
        log.writer.replace(CallLogSettings(keep: .seconds(86_400)))
        while try await log.calls().count > 30 { await Task.yield() }
        #expect(try await log.calls().first?.callID == "30")
        #expect(try await log.reader.calls(CallQuery(text: "closed"), limit: 100).count == 30)
        // The writer goes on meanwhile and after.
        log.record(Event.newCall("new", at: 86_500))
        await log.flush()

        clock.moment = LogFixture.start.after(86_400 * 9)
        log.writer.replace(CallLogSettings(keep: .seconds(86_400 * 2)))
        while try await !log.calls().isEmpty { await Task.yield() }
        await log.writer.close(within: .seconds(10))
        for table in ["call", "event", "fetch", "search", "media", "refused"] {
            #expect(try log.sqlite("SELECT count(*) FROM \(table)") == "0", "\(table)")
        }
    }

    @Test("beyond its size, the oldest calls are deleted until it fits again") func size() async throws {
        var limits = CallLogWriter.Limits()
        (limits.pruned, limits.pruneInterval) = (10, .milliseconds(1))
        let log = try LogFixture(CallLogSettings(keep: nil, mostBytes: nil), limits: limits, now: { LogFixture.start })
        for number in 0..<2000 {
            log.record(Event.newCall("\(number)", at: Double(number), way: "number +49211", Event.play("closed")))
        }
        await log.flush()
        func used() throws -> Int {
            let numbers = try ["page_count", "freelist_count", "page_size"].map { name in
                Int(try log.sqlite("PRAGMA \(name)")) ?? 0
            }
            return (numbers[0] - numbers[1]) * numbers[2]
        }
        let whole = try used()
        let most = whole / 2
        log.writer.replace(CallLogSettings(keep: nil, mostBytes: most))
        while try used() > most { await Task.yield() }
        let calls = try await log.reader.calls(CallQuery(), limit: 3000)
        // The newest have stayed, and not many fewer than there is room for.
        #expect(calls.first?.callID == "1999")
        #expect((400..<1900).contains(calls.count), "\(calls.count)")
        #expect(Set(calls.compactMap { Int($0.callID) }) == Set((2000 - calls.count)..<2000))
    }

    @Test func keptForever() async throws {
        let log = try LogFixture(CallLogSettings(keep: nil), now: { LogFixture.start.after(86_400 * 3650) })
        log.record(Event.newCall())
        await log.flush()
        log.writer.replace(CallLogSettings(keep: nil))
        log.record(Event.hangup(at: 1))
        await log.flush()
        #expect(try await log.calls().count == 1)
    }
}

/// A clock that tests set.
final class Box: Sendable {
    private let value: Mutex<Moment>

    init(_ value: consuming Mutex<Moment>) { self.value = value }

    var moment: Moment {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
