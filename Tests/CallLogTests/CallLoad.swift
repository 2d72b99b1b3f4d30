import CallLog
import Support
import Synchronization
import Telephony
import Testing

/// Calls that come in until they are to end: one of five events every 5 ms.
final class CallLoad: Sendable {
    let writer: CallLogWriter
    private let count = Mutex(0)
    private let isOver = Mutex(false)

    init(_ writer: CallLogWriter) { self.writer = writer }

    var calls: Int { count.withLock { $0 } }

    func end() { isOver.withLock { $0 = true } }

    func run() async throws {
        while !isOver.withLock({ $0 }) {
            for _ in 0..<10 {
                record(
                    count.withLock {
                        $0 += 1
                        return $0
                    })
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func record(_ number: Int) {
        let id = "\(writerName)-\(number)"
        let at = Double(number) * 0.005
        var events = [
            Event.newCall(id, at: at, way: "number", Event.ask("main")),
            Event.pressed(.keys("1"), id, at: at + 3, LoggedAnswer(.dial, words: "dial +4930")),
            Event.pressed(.silence, id, at: at + 4, Event.ask("other")), Event.answered(id, at: at + 5),
            Event.hangup(id, at: at + 60),
        ]
        for index in events.indices { events[index].latency = number * 5 + index }
        for event in events { writer.record { _ in .event(event) } }
    }

    private var writerName: String {
        String(UInt(bitPattern: ObjectIdentifier(self).hashValue), radix: 36)
    }

    /// Runs `faults` while calls come in, and counts what is in the log afterwards: every entry, and none twice.
    static func count(
        _ server: PostgresServer, _ url: String, at address: String? = nil, writers: Int = 1,
        through port: Int? = nil,
        _ faults: () async throws -> Void
    ) async throws {
        let database = String(url.split(separator: "/").last ?? "")
        let logs = (0..<writers).map { _ in
            CallLogWriter(
                .database(address ?? server.url(of: database, port: port)),
                settings: CallLogSettings(keep: nil),
                now: { LogFixture.start })
        }
        let loads = logs.map { CallLoad($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for load in loads { group.addTask { try await load.run() } }
            for log in logs {
                while log.status.written == 0 { try await Task.sleep(for: .milliseconds(10)) }
            }
            try await faults()
            for log in logs {
                let before = log.status.written
                while log.status.written <= before { try await Task.sleep(for: .milliseconds(10)) }
            }
            for load in loads { load.end() }
            try await group.waitForAll()
        }
        for log in logs { #expect(await log.flush(within: .seconds(60)), "\(log.status)") }
        for log in logs { #expect(log.status.dropped == 0) }
        let calls = loads.reduce(0) { $0 + $1.calls }
        let found = try server.sql(
            """
            SELECT (SELECT count(*) FROM event), (SELECT count(DISTINCT (split_part(call.callID, '-', 1), latency)) FROM event JOIN call ON call.id = event.call),
                (SELECT count(*) FROM call), (SELECT count(*) FROM call WHERE isOver AND outcome = 'answered')
            """, at: url)
        #expect(found == "\(calls * 5)|\(calls * 5)|\(calls)|\(calls)")
        for log in logs { await log.close(within: .seconds(10)) }
    }
}
