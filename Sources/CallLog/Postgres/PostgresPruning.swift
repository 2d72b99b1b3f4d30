import PostgreSQL
import Telephony

/// Deletes old calls: whole weeks by dropping their partitions, the calls of the week that is partly old a few at a time.
struct PostgresPruning {
    let connection: Connection

    /// Deletes at most `most` calls that began before a moment, the oldest first, and all weeks before it.
    ///
    /// - Returns: Whether there may be more of them.
    func prune(before moment: Moment, most: Int) throws -> Bool {
        let bound = CallKey.first(moment)
        for week in try PostgresWeeks.all(connection).sorted() where PostgresWeeks.ids(week).upperBound <= bound {
            try drop(week)
        }
        return try connection.transact {
            try connection.run(PostgresLock.writing.taken)
            let calls = try connection.run(
                "SELECT id FROM call WHERE id < \(bound) AND firstLeg IS NULL ORDER BY id LIMIT \(most)"
            ).compactMap { $0.integer("id") }
            if calls.count < most {
                try connection.run("DELETE FROM refused WHERE hour < \(moment.milliseconds / 3_600_000)")
                try connection.run("DELETE FROM media WHERE last < \(moment.milliseconds)")
                // Servers that have written nothing for a week. See `SettledEntries`.
                try connection.run("DELETE FROM writer WHERE seen < now() - interval '7 days'")
            }
            let legs = try connection.run("SELECT id FROM call WHERE id = ANY (\(calls)) OR firstLeg = ANY (\(calls))")
            try delete(legs.compactMap { $0.integer("id") })
            return calls.count >= most
        }
    }

    private func delete(_ legs: [Int64]) throws {
        guard !legs.isEmpty else { return }
        try connection.run("DELETE FROM event WHERE call = ANY (\(legs))")
        try connection.run("DELETE FROM fetched WHERE call = ANY (\(legs))")
        try connection.run("DELETE FROM call WHERE id = ANY (\(legs))")
    }

    /// Drops the partitions of a week, with the legs in later weeks of its calls.
    private func drop(_ week: Int64) throws {
        let end = PostgresWeeks.ids(week).upperBound
        try connection.transact {
            // Dropping waits for those who read, and those who come later wait for it: rather try again in a minute.
            try connection.run("SET LOCAL lock_timeout = '500ms'")
            try connection.run(PostgresLock.writing.taken)
            try connection.run(PostgresLock.changing.taken)
            guard try PostgresWeeks.all(connection).contains(week) else { return }
            let legs = try connection.run("SELECT id FROM call WHERE firstLeg < \(end) AND id >= \(end)")
            try delete(legs.compactMap { $0.integer("id") })
            for table in PostgresWeeks.tables {
                try connection.run("DROP TABLE \(trusted: PostgresWeeks.name(table, week))")
            }
        }
    }

    /// Deletes the requests and answers in full of at most `most` calls that began before a moment.
    ///
    /// - Returns: Whether there may be more of them.
    func forgetRequests(before moment: Moment, most: Int) throws -> Bool {
        try connection.transact {
            try connection.run(PostgresLock.writing.taken)
            let start = try connection.run("SELECT before FROM forgotten").first?.integer("before") ?? 0
            let calls = try connection.run(
                "SELECT id FROM call WHERE id >= \(start) AND id < \(CallKey.first(moment)) ORDER BY id LIMIT \(most)"
            ).compactMap { $0.integer("id") }
            guard let last = calls.last else { return false }
            try connection.run(
                """
                UPDATE event SET request = NULL, xml = NULL
                WHERE call = ANY (\(calls)) AND (request IS NOT NULL OR xml IS NOT NULL)
                """)
            try connection.run("UPDATE forgotten SET before = \(last + 1)")
            return calls.count >= most
        }
    }
}
