import GRDB

/// A stretch of a day in numbers.
package struct CallHour: Hashable, Sendable {
    package var begin: LogMoment
    package var outcomes: [CallOutcome: Int]

    package var calls: Int { outcomes.values.reduce(0, +) }

    /// One for each hour from `begin` on, also where there were no calls; the last may be shorter. Trials are left out.
    static func fetch(_ db: Database, from begin: LogMoment, to end: LogMoment) throws -> [CallHour] {
        let hour: Int64 = 3_600_000
        let length = end.milliseconds - begin.milliseconds
        guard length > 0, length <= 31 * 24 * hour else { return [] }
        var hours = stride(from: begin.milliseconds, to: end.milliseconds, by: Int(hour)).map {
            CallHour(begin: LogMoment(milliseconds: $0), outcomes: [:])
        }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT (began - ?) / \(hour) AS hour, outcome, count(*) AS calls FROM call
                WHERE id >= ? AND id < ? AND began >= ? AND NOT isTrial GROUP BY 1, 2
                """,
            arguments: [begin.milliseconds, CallKey.first(begin), CallKey.first(end), begin.milliseconds])
        for row in rows {
            let index: Int = row["hour"]
            guard hours.indices.contains(index), let outcome = CallOutcome(rawValue: row["outcome"]) else { continue }
            hours[index].outcomes[outcome] = row["calls"]
        }
        return hours
    }
}

extension LoggedCall {
    /// Calls that have begun and are not over as far as is known, newest first.
    ///
    /// Hang-ups are not always pushed, so a call counts no longer than `age`, and a trial or one that is asked for keys no longer
    /// than ten minutes: the network says within the menu's timeout what came of it, or the caller is gone.
    static func now(_ db: Database, at moment: LogMoment, age: Duration, limit: Int) throws -> [LoggedCall] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM call WHERE NOT isOver AND id >= ? AND (askingMenu IS NULL AND NOT isTrial OR lastAt >= ?)
                ORDER BY id DESC LIMIT ?
                """,
            arguments: [
                CallKey.first(moment.adding(.zero - age)), moment.adding(.seconds(-600)).milliseconds, limit,
            ]
        ).map { LoggedCall($0) }
    }
}
