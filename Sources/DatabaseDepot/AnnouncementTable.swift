import PostgreSQL

/// The table of announcements. A change of it only adds, since instances of the release before go on using it.
enum AnnouncementTable {
    /// Number of the advisory lock that is held while it is made: `depo`.
    private static let lock = 0x6465_706F

    /// Makes the table unless it is there: a user who may not make tables can use one that another has made.
    ///
    /// Announcements cannot be compressed, so the database need not try.
    static func create(_ connection: Connection, within limit: Duration) throws(PostgreSQLError) {
        let row = try connection.run("SELECT to_regclass('announcement') IS NOT NULL AS there", within: limit).first
        if row?.flag("there") == true { return }
        try connection.run(
            script: """
                BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL client_min_messages = warning;
                SELECT pg_advisory_xact_lock(\(lock));
                CREATE TABLE IF NOT EXISTS announcement (
                    key text NOT NULL, part bigint NOT NULL, bytes bytea NOT NULL, stored timestamptz NOT NULL DEFAULT now(),
                    PRIMARY KEY (key, part));
                ALTER TABLE announcement ALTER COLUMN bytes SET STORAGE EXTERNAL;
                COMMIT
                """, within: limit)
    }
}
