import Foundation
import Glibc
import PostgreSQL
import Support
import Testing

/// Instances that write one call log, in a database that fails.
@Suite(.enabled(if: PostgresServer.isInstalled, "postgresql is not installed"))
struct DatabaseInstancesTests {
    private static let isLong = ProcessInfo.processInfo.environment["ANNOUNCE_LONG_TESTS"] != nil
    private static let limit = Duration.seconds(30)
    @Test("the database is killed and its standby promoted in mid-run: no call is hurt, and the log has all of them")
    func failOver() throws {
        let primary = try PostgresServer()
        let url = try primary.database()
        let standby = try PostgresServer(standbyOf: primary)
        let one = "127.0.0.1:\(primary.port)"
        let both = url.replacing(one, with: "\(one),127.0.0.1:\(standby.port)") + "?target_session_attrs=read-write"
        let instances = try BalancedInstances(BalancedInstances.menus, log: both)
        let callers = Callers(port: instances.port)
        try callers.makeMoreCalls(40)
        try primary.signal(SIGKILL)
        try callers.makeMoreCalls(10)
        try standby.control(["promote"])
        try callers.makeMoreCalls(40)
        #expect(callers.end() == [])
        let finished = callers.finished
        let wanted = "\(finished)|\(finished)|\(finished * 4)"
        var found = ""
        try? instances.a.program.poll("all calls", within: .seconds(60)) {
            found = try standby.sql(
                """
                SELECT (SELECT count(*) FROM call WHERE isOver), (SELECT count(DISTINCT callID) FROM call),
                    (SELECT count(*) FROM event)
                """, at: url)
            return found == wanted
        }
        #expect(found == wanted)
        let log = try Announce.run("log", "--json", "--database", both, in: instances.b.folder)
        #expect(log.status == 0 && log.text.contains("callId"), "\(log.errors)")
    }

    @Test("an instance that stands still in its transaction holds up no other, and loses nothing", .enabled(if: isLong))
    func frozen() throws {
        let server = try PostgresServer()
        let url = try server.database()
        // A role of its own tells the sessions of the second instance from the others.
        try server.sql("CREATE ROLE second SUPERUSER LOGIN", at: url)
        func instance(_ url: String) throws -> ServedFolder {
            try ServedFolder(
                BalancedInstances.menus, recordings: ["welcome.flac", "holiday.ogg"],
                settings: "webhook: { signature: off }\nlog: { database: \"\(url)\" }")
        }
        let a = try instance(url)
        let b = try instance(url.replacing("announce@", with: "second@"))
        func calls(_ name: String) throws -> String {
            try server.sql("SELECT count(*) FROM call WHERE callID LIKE '\(name)%'", at: url)
        }
        func post(_ served: ServedFolder, _ name: String) throws {
            for number in 0..<20 { _ = try served.provider.newCall(callID: "\(name)\(number)") }
        }
        try post(a, "A0")
        try post(b, "B0")
        try a.program.poll("the first calls") { try calls("A0") == "20" && calls("B0") == "20" }

        func second(_ condition: String) throws -> Bool {
            try server.sql(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'second' AND \(condition)", at: url) != "0"
        }
        // The second waits for the lock, is stopped, gets the lock, and does nothing more.
        let holder = try Connection(to: url, within: Self.limit)
        try holder.run("BEGIN", within: Self.limit)
        try holder.run("SELECT pg_advisory_xact_lock(1634627183, 1)", within: Self.limit)
        try post(b, "B1")
        try b.program.poll("the wait for the lock") { try second("wait_event = 'advisory'") }
        kill(b.program.process, SIGSTOP)
        try holder.run("COMMIT", within: Self.limit)
        try a.program.poll("the transaction that stands still") { try second("state = 'idle in transaction'") }
        try post(a, "A1")
        try a.program.poll("the calls of the other instance") { try calls("A1") == "20" }
        #expect(try calls("B1") == "0")
        kill(b.program.process, SIGCONT)
        try post(b, "B2")
        try b.program.poll("all calls") { try calls("B1") == "20" && calls("B2") == "20" }
        #expect(try server.sql("SELECT count(*), count(DISTINCT call) FROM event", at: url) == "100|100")
    }
}
