import PostgreSQL

/// The tables, and their migrations. A migration that was released is never edited, and only adds: instances of the release before go on
/// while others are updated already.
enum SharedSchema {
    private struct Migration {
        var sql: String
        /// The number of the oldest schema whose release can still read and write the tables.
        var oldest: Int64
    }

    private static let migrations = [Migration(sql: tables, oldest: 1)]
    private static var version: Int64 { Int64(migrations.count) }

    /// Brings the tables to the current schema.
    ///
    /// - Throws: `SharedStateError.newer`, `SharedStateError.other`, `PostgreSQLError`.
    static func migrate(_ connection: Connection) throws {
        guard try found(connection) < version else { return }
        try connection.transact {
            try connection.run(SharedSession.Lock.changing.taken)
            let before = try found(connection)
            guard before < version else { return }
            let encoding = try connection.run("SHOW server_encoding").first?.text("server_encoding")
            guard encoding == "UTF8" else {
                throw SharedStateError.other("the database has the encoding \(encoding ?? "?"), not UTF8")
            }
            for number in before..<version {
                let migration = migrations[Int(number)]
                try connection.run(script: migration.sql, within: SharedSession.answering)
                try connection.run(
                    "INSERT INTO announce_shared_schema (version, oldest) VALUES (\(number + 1), \(migration.oldest))")
            }
        }
    }

    /// The version of the tables; 0 if there are none.
    private static func found(_ connection: Connection) throws -> Int64 {
        let exists = try connection.run("SELECT to_regclass('announce_shared_schema') IS NOT NULL AS there").first
        guard exists?.flag("there") == true else { return 0 }
        let row = try connection.run(
            "SELECT max(version) AS version, max(oldest) AS oldest FROM announce_shared_schema"
        )
        .first
        if let oldest = row?.integer("oldest"), oldest > version { throw SharedStateError.newer }
        return row?.integer("version") ?? 0
    }

    private static let tables = """
        CREATE TABLE announce_shared_schema (version bigint PRIMARY KEY, oldest bigint NOT NULL);

        -- Versions of the configuration. The one in use is the highest that has taken effect.
        CREATE TABLE configuration (
            id bigint PRIMARY KEY, made timestamptz NOT NULL DEFAULT clock_timestamp(), author text, origin text NOT NULL, note text,
            effective timestamptz);
        -- Texts of many versions are the same.
        CREATE TABLE configuration_text (digest text PRIMARY KEY, content text NOT NULL);
        -- The configuration itself has the empty name.
        CREATE TABLE configuration_file (
            configuration bigint NOT NULL REFERENCES configuration, name text NOT NULL,
            digest text NOT NULL REFERENCES configuration_text, PRIMARY KEY (configuration, name));

        CREATE TABLE instance (
            id text PRIMARY KEY, place text NOT NULL, name text NOT NULL, release text NOT NULL, positionKey text NOT NULL,
            started timestamptz NOT NULL DEFAULT clock_timestamp(), seen timestamptz NOT NULL,
            knows bigint, refuses bigint, answersBy bigint, problem text, isReady boolean NOT NULL, reasons text NOT NULL);

        -- Values that are changed as a whole: overrides, logins, sessions. Without a content, it was removed.
        CREATE TABLE shared_value (name text PRIMARY KEY, revision bigint NOT NULL, content text)
        """
}
