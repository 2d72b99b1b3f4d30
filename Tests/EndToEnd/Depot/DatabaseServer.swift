import PostgreSQL
import Support
import Testing

/// A database with announcements.
final class DatabaseServer: DepotServer {
    private let server: PostgresServer
    private let url: String
    private static let limit = Duration.seconds(30)

    init(isDown: Bool) throws {
        server = isDown ? try PostgresServer() : try #require(PostgresServer.shared)
        url = try server.database()
        if isDown { try server.control(["-m", "fast", "stop"]) }
    }

    func start() throws { try server.control(["start"]) }

    func names() throws -> Set<String> {
        let connection = try Connection(to: url, within: Self.limit)
        let exists = try connection.run("SELECT to_regclass('announcement') AS name", within: Self.limit).first
        guard exists?.text("name") != nil else { return [] }
        let rows = try connection.run("SELECT key FROM announcement WHERE part = 0", within: Self.limit)
        return Set(rows.compactMap { $0.text("key").map { $0 + ".wav" } })
    }

    func content(of name: String) throws -> [UInt8] {
        let rows = try Connection(to: url, within: Self.limit).bytes(
            "SELECT bytes FROM announcement WHERE key = \(String(name.dropLast(4))) ORDER BY part", within: Self.limit)
        return Array(rows.joined())
    }

    func replace(_ name: String, with bytes: [UInt8]?) throws {
        let (connection, key) = (try Connection(to: url, within: Self.limit), String(name.dropLast(4)))
        try connection.run("DELETE FROM announcement WHERE key = \(key)", within: Self.limit)
        guard let bytes else { return }
        try connection.run(
            "INSERT INTO announcement (key, part, bytes) VALUES (\(key), 0, \(.bytes(bytes)))", within: Self.limit)
    }

    var settings: String {
        """
        webhook: { signature: off }
        recordings: { publish: database }
        log: { database: "\(url)" }
        """
    }
    let environment: [String: String] = [:]
    /// A user who may not make tables, and has none made by another.
    var refusedSettings: String {
        // There already if another test had it made.
        _ = try? server.sql("CREATE ROLE visitor LOGIN", at: url)
        return """
            webhook: { signature: off }
            recordings: { publish: "\(url.replacing("announce@", with: "visitor@"))" }
            """
    }
    let refusedEnvironment: [String: String] = [:]
    let refusal = "the database answers: permission denied"
}
