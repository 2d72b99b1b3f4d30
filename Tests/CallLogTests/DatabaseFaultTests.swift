import CallLog
import Foundation
import Glibc
import Support
import Telephony
import Testing

/// What happens to databases: every entry is in the log afterwards, and none is in it twice. A thousand events a second come in meanwhile.
@Suite(.enabled(if: PostgresServer.isInstalled, "postgresql is not installed"))
struct DatabaseFaultTests {
    /// The long set: more rounds, longer absences. `make test-database`.
    private static let isLong = ProcessInfo.processInfo.environment["ANNOUNCE_LONG_TESTS"] != nil

    @Test func restart() async throws {
        let server = try PostgresServer()
        try await CallLoad.count(server, try server.database()) {
            for _ in 0..<(Self.isLong ? 5 : 2) { try server.control(["-m", "fast", "restart"]) }
        }
    }

    @Test("kill -9 of the server, and recovery")
    func crash() async throws {
        let server = try PostgresServer()
        try await CallLoad.count(server, try server.database()) {
            for _ in 0..<(Self.isLong ? 5 : 2) {
                try server.crash()
            }
        }
    }

    @Test("the server stands still for longer than anyone waits")
    func stopped() async throws {
        let server = try PostgresServer()
        try await CallLoad.count(server, try server.database()) {
            try server.signal(SIGSTOP)
            try await Task.sleep(for: .seconds(12))
            try server.signal(SIGCONT)
        }
    }

    @Test("the answer of every third COMMIT is lost")
    func lostAnswers() async throws {
        let server = try #require(PostgresServer.shared)
        let proxy = try AnswerDroppingProxy(to: server.port)
        defer { proxy.stop() }
        try await CallLoad.count(server, try server.database(), through: proxy.port) {
            while proxy.dropped < (Self.isLong ? 50 : 5) { try await Task.sleep(for: .milliseconds(10)) }
        }
        #expect(proxy.dropped >= 5)
    }

    @Test("another instance stands still in its transaction, with the lock")
    func frozenInstance() async throws {
        let server = try #require(PostgresServer.shared)
        let url = try server.database()
        try await CallLoad.count(server, url, writers: 2) {
            try server.sql(
                "SET idle_in_transaction_session_timeout = '5s'; BEGIN; SELECT pg_advisory_xact_lock(1634627183, 1); SELECT pg_sleep(6); COMMIT",
                at: url)
        }
    }

    @Test("sessions are killed again and again")
    func killedSessions() async throws {
        let server = try #require(PostgresServer.shared)
        let url = try server.database()
        try await CallLoad.count(server, url, writers: 2) {
            for _ in 0..<(Self.isLong ? 60 : 8) {
                try server.sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                    at: url)
            }
        }
    }

    @Test("Entries that find no room are counted, and the others are written in their order")
    func overflow() async throws {
        let server = try PostgresServer()
        let url = try server.database()
        var limits = CallLogWriter.Limits()
        (limits.entries, limits.longestRetry) = (100, .milliseconds(500))
        let log = CallLogWriter(
            .database(url), settings: CallLogSettings(keep: nil), limits: limits,
            now: { LogFixture.start })
        log.record { _ in .event(Event.newCall("first", at: 0)) }
        #expect(await log.flush(within: .seconds(60)))
        try server.control(["-m", "fast", "stop"])
        for number in 1...250 {
            log.record { _ in .event(Event.newCall("\(number)", at: Double(number))) }
        }
        #expect(log.status.dropped == 150)
        try server.control(["start"])
        #expect(await log.flush(within: .seconds(60)))
        let calls = try await log.reader.oldestCalls(CallQuery(), limit: 1000).map(\.callID)
        #expect(calls == ["first"] + (1...100).map { "\($0)" })
        #expect(log.status.dropped == 150 && log.status.written == 101)
        await log.close(within: .seconds(10))
    }

    @Test(
        "The primary is killed and its standby promoted, up to date or a second behind",
        .enabled(if: isLong),
        arguments: [false, true])
    func failOver(_ isBehind: Bool) async throws {
        let primary = try PostgresServer()
        let url = try primary.database()
        let standby = try PostgresServer(standbyOf: primary)
        let database = String(url.split(separator: "/").last ?? "")
        let both =
            "postgresql://announce@127.0.0.1:\(primary.port),127.0.0.1:\(standby.port)/\(database)?target_session_attrs=read-write"
        try await CallLoad.count(standby, standby.url(of: database), at: both) {
            if isBehind {
                let sender = try primary.sql("SELECT pid FROM pg_stat_replication", at: url)
                kill(try #require(pid_t(sender)), SIGSTOP)
                try await Task.sleep(for: .seconds(1.5))
            }
            try primary.signal(SIGKILL)
            try standby.control(["promote"])
        }
    }

    @Test("A standby that takes over without the last transactions gets them again")
    func standbyBehind() async throws {
        let server = try #require(PostgresServer.shared)
        let url = try server.database()
        let log = CallLogWriter(
            .database(url), settings: CallLogSettings(keep: nil), now: { LogFixture.start })
        func record(_ numbers: ClosedRange<Int>) async {
            for number in numbers {
                log.record { _ in .event(Event.newCall("\(number)", at: Double(number))) }
            }
            #expect(await log.flush(within: .seconds(60)))
        }
        await record(1...100)
        // What the database was when the standby got the last of it.
        try server.sql("CREATE TABLE before AS SELECT * FROM writer", at: url)
        await record(101...300)
        try server.sql(
            """
            DELETE FROM event WHERE call IN (SELECT id FROM call WHERE callID::int > 100); DELETE FROM call WHERE callID::int > 100;
            DELETE FROM writer; INSERT INTO writer SELECT * FROM before
            """, at: url)
        await record(301...310)
        let calls = try await log.reader.oldestCalls(CallQuery(), limit: 1000).map(\.callID)
        #expect(calls == (1...310).map { "\($0)" })
        await log.close(within: .seconds(10))
    }
}
