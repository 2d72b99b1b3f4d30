import GRDB

/// The fetches in an SQLite file.
struct SQLiteFetches: FetchTable {
    let db: Database

    func latest(file: String, answered: ClosedRange<Int64>, isTrial: Bool, hasBegun: Bool) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id FROM fetch WHERE file = ? AND answered BETWEEN ? AND ?
                    AND \(hasBegun ? "began IS NOT NULL AND NOT whole" : "began IS NULL")
                    AND (SELECT isTrial FROM call WHERE call.id = fetch.call) = ? ORDER BY answered DESC LIMIT 1
                    """),
            arguments: [file, answered.lowerBound, answered.upperBound, isTrial])
    }

    func asked(_ row: Int64, at moment: Int64) throws {
        try db.cachedStatement(sql: "UPDATE fetch SET asked = ? WHERE id = ?").execute(arguments: [moment, row])
    }

    func began(_ row: Int64, at moment: Int64, size: Int) throws {
        try db.cachedStatement(sql: "UPDATE fetch SET began = coalesce(began, ?), size = ? WHERE id = ?")
            .execute(arguments: [moment, size, row])
    }

    func sent(_ row: Int64) throws -> Int? {
        try Int.fetchOne(db.cachedStatement(sql: "SELECT sent FROM fetch WHERE id = ?"), arguments: [row])
    }

    func ended(_ row: Int64, at moment: Int64, sent: Int, isWhole: Bool) throws {
        try db.cachedStatement(sql: "UPDATE fetch SET ended = ?, sent = ?, whole = ? WHERE id = ?")
            .execute(arguments: [moment, sent, isWhole, row])
    }

    func count(_ file: String, at moment: Int64, isWhole: Bool) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO media (file, fetches, wholes, last, lastWhole) VALUES (?, 1, ?, ?, ?)
                ON CONFLICT DO UPDATE SET fetches = fetches + 1, wholes = wholes + excluded.wholes,
                    last = max(last, excluded.last), lastWhole = coalesce(excluded.lastWhole, lastWhole)
                """
        ).execute(arguments: [file, isWhole ? 1 : 0, moment, isWhole ? moment : nil])
    }
}
