import PostgreSQL

/// The tables, and their migrations.
enum SharedSchema {
    private static let migrations = Migrations(
        in: "announce_shared_schema", lock: AdvisoryLock(SharedLock.changing.rawValue), [.init(tables, oldest: 1)])

    /// Brings the tables to the current schema.
    ///
    /// - Throws: `SharedStateError.newer`, `SharedStateError.other`, `PostgreSQLError`.
    static func migrate(_ connection: Connection) throws {
        do {
            try migrations.apply(to: connection)
        } catch Migrations.Failure.newer {
            throw SharedStateError.newer
        } catch Migrations.Failure.encoding(let encoding) {
            throw SharedStateError.other("the database has the encoding \(encoding), not UTF8")
        }
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
