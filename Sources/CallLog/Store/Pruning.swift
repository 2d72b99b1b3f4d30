import GRDB
import Telephony

/// Deletes old calls, a few at a time so that no writer or reader waits long. The file does not shrink: SQLite reuses the
/// free pages.
enum Pruning {
    /// The bytes of the database that hold something: the file without its free pages.
    static func usedBytes(_ db: Database) throws -> Int {
        func number(_ name: String) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA \(name)") ?? 0 }
        return try (number("page_count") - number("freelist_count")) * number("page_size")
    }

    /// Deletes at most `most` calls, the oldest first, with everything that belongs to them: a telephone call goes with all its
    /// legs when its first one is old enough.
    ///
    /// - Parameter moment: deletes only calls that began before it, and counts of that time; nil deletes any calls.
    /// - Returns: The number of calls deleted.
    static func prune(_ db: Database, before moment: Moment?, most: Int) throws -> Int {
        let calls = try Int64.fetchAll(
            db, sql: "SELECT id FROM call WHERE id < ? AND firstLeg IS NULL ORDER BY id LIMIT ?",
            arguments: [moment.map(CallKey.first) ?? .max, most])
        if let moment, calls.count < most {
            try db.execute(
                sql: "DELETE FROM refused WHERE hour < ?; DELETE FROM media WHERE last < ?",
                arguments: [moment.milliseconds / 3_600_000, moment.milliseconds])
        }
        for call in calls {
            let legs = try Int64.fetchAll(
                db.cachedStatement(sql: "SELECT id FROM call WHERE id = ? OR firstLeg = ?"), arguments: [call, call])
            for leg in legs { try delete(leg, db) }
        }
        return calls.count
    }

    private static func delete(_ call: Int64, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM event WHERE call = ?").execute(arguments: [call])
        try db.cachedStatement(sql: "DELETE FROM fetch WHERE call = ?").execute(arguments: [call])
        try db.cachedStatement(sql: "DELETE FROM search WHERE rowid BETWEEN ? AND ?")
            .execute(arguments: [call, call + Int64(CallKey.mostTexts) - 1])
        try db.cachedStatement(sql: "DELETE FROM call WHERE id = ?").execute(arguments: [call])
    }
}
