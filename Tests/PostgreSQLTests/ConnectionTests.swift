import Foundation
import Glibc
import PostgreSQL
import Support
import Testing

/// The client, against a real server.
@Suite(.enabled(if: PostgresServer.isInstalled, "postgresql is not installed"))
struct ConnectionTests {
    private func connection(_ server: PostgresServer? = .shared) throws -> (Connection, url: String) {
        let server = try #require(server)
        let url = try server.database()
        return (try Connection(to: url, within: .seconds(30)), url)
    }

    private static let limit = Duration.seconds(30)

    @Test("Values arrive as they were sent: they are never a part of the SQL")
    func values() throws {
        let (connection, _) = try connection()
        let texts = [
            "", "O'Neil; DROP TABLE call", "Grüße 🎺 \u{1}\n\t\\", "NULL", "{a,\"b\"}",
            String(repeating: "ä", count: 400_000),
        ]
        let rows = try connection.run(
            "SELECT a, b, c FROM unnest(\(.texts(texts + [nil])), \(.integers([1, nil, .min, .max, 0, 6, 7])), \(.flags([true, false, true, false, true, false, true]))) AS u (a, b, c)",
            within: Self.limit)
        #expect(rows.map { $0.text("a") } == texts + [nil])
        #expect(rows.map { $0.integer("B") } == [1, nil, .min, .max, 0, 6, 7])
        #expect(rows.map { $0.flag("c") } == [true, false, true, false, true, false, true])
        let row = try connection.run(
            "SELECT \("x") AS t, \(nil as String?) AS n, \(7 as Int64?) AS i, \(true) AS f, \([] as [String]) AS e",
            within: Self.limit
        ).first
        #expect(row?.text("t") == "x" && row?.text("n") == nil && row?.integer("i") == 7 && row?.flag("f") == true)
        #expect(row?.text("e") == "{}" && row?.text("no such column") == nil)
    }

    @Test("A refused statement of a pipeline says why, those after it are not run, and the connection goes on")
    func refusal() throws {
        let (connection, _) = try connection()
        try connection.run(
            script: "CREATE TABLE t (id bigint PRIMARY KEY); INSERT INTO t VALUES (1)", within: Self.limit)
        #expect(throws: PostgreSQLError.self) {
            _ = try connection.pipeline(
                [
                    "BEGIN", "INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (\(1))", "INSERT INTO t VALUES (3)",
                    "COMMIT",
                ],
                within: Self.limit)
        }
        try connection.rollBack(within: Self.limit)
        do {
            try connection.run("INSERT INTO t VALUES (1)", within: Self.limit)
            Issue.record("inserted twice")
        } catch { #expect(error.state == "23505", "\(error)") }
        #expect(try connection.run("SELECT id FROM t", within: Self.limit).map { $0.integer("id") } == [1])
        let all = try connection.pipeline((0..<500).map { "SELECT \($0) AS n" }, within: Self.limit)
        #expect(all.map { $0.first?.integer("n") } == (0..<500).map { $0 })
    }

    @Test("A server that was stopped is gone when the deadline has passed")
    func deadline() throws {
        let server = try PostgresServer()
        let (connection, url) = try connection(server)
        try connection.run("SELECT 1", within: Self.limit)
        try server.signal(SIGSTOP)
        #expect(throws: PostgreSQLError.deadlinePassed) { try connection.run("SELECT 1", within: .milliseconds(200)) }
        #expect(throws: PostgreSQLError.cannotConnect("no answer in time")) {
            _ = try Connection(to: url, within: .milliseconds(200))
        }
        try server.signal(SIGCONT)
        #expect(try Connection(to: url, within: Self.limit).run("SELECT 1 AS one", within: Self.limit).count == 1)
    }

    @Test("Of several hosts, one that stands still and one that refuses are passed over")
    func severalHosts() throws {
        let (server, frozen) = (try #require(PostgresServer.shared), try PostgresServer())
        let url = try server.database()
        try frozen.signal(SIGSTOP)
        defer { try? frozen.signal(SIGCONT) }
        let refusing = try PostgresServer.freePort()
        let hosts = "127.0.0.1:\(frozen.port),127.0.0.1:\(refusing),127.0.0.1:\(server.port)"
        let address = url.replacing("127.0.0.1:\(server.port)", with: hosts)
        // What accepted last is asked first where it has to be the one that can be written.
        for attributes in ["", "?target_session_attrs=read-write", "?target_session_attrs=read-write"] {
            let connection = try Connection(to: address + attributes, within: Self.limit)
            #expect(try connection.run("SELECT 1 AS one", within: Self.limit).count == 1)
        }
        let standing = url.replacing(
            "127.0.0.1:\(server.port)", with: "127.0.0.1:\(frozen.port),127.0.0.1:\(refusing)")
        do {
            _ = try Connection(to: standing, within: Self.limit)
            Issue.record("connected")
        } catch {
            #expect("\(error)".hasPrefix("no answer in time; ") && "\(error)".contains("refused"), "\(error)")
        }
    }

    @Test("A server that ends takes its connections along; no server and no database say so")
    func noServer() throws {
        let server = try PostgresServer()
        let (connection, url) = try connection(server)
        #expect(throws: PostgreSQLError.self) {
            _ = try Connection(to: url + "x", within: Self.limit)
        }
        try server.control(["-m", "immediate", "stop"])
        do {
            try connection.run("SELECT 1", within: Self.limit)
            Issue.record("answered")
        } catch {
            if case .deadlinePassed = error { Issue.record("noticed by the deadline only") }
        }
        do {
            _ = try Connection(to: url, within: Self.limit)
            Issue.record("connected")
        } catch { #expect("\(error)".contains("refused"), "\(error)") }
    }

    @Test func notifications() throws {
        let (listening, url) = try connection()
        let other = try Connection(to: url, within: Self.limit)
        try listening.run("LISTEN news", within: Self.limit)
        #expect(try !listening.waitForNotification(within: .zero))
        try other.run(script: "NOTIFY news; NOTIFY news, 'more'", within: Self.limit)
        #expect(try listening.waitForNotification(within: Self.limit))
        #expect(try !listening.waitForNotification(within: .zero))
    }
}
