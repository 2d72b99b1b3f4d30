import GRDB
package import Telephony

/// The number of calls that began within one hour, by outcome.
package struct CallHour: Hashable, Sendable {
    package var begin: Moment
    package var outcomes: [CallOutcome: Int]

    package var calls: Int { outcomes.values.reduce(0, +) }

    /// Counts the calls of each hour from `begin` on, hours without calls included; the last hour may be shorter. Simulated
    /// calls are not counted.
    static func fetch(_ db: Database, from begin: Moment, to end: Moment) throws -> [CallHour] {
        let hour: Int64 = 3_600_000
        let length = end.milliseconds - begin.milliseconds
        guard length > 0, length <= 31 * 24 * hour else { return [] }
        var hours = stride(from: begin.milliseconds, to: end.milliseconds, by: Int(hour)).map {
            CallHour(begin: Moment(milliseconds: $0), outcomes: [:])
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
    /// Finds calls that have begun and are not known to be over, newest first.
    ///
    /// The provider does not report every hang-up. So a call counts for `age` at most, and a simulated call or one in a menu
    /// for ten minutes after its last event: the provider reports the keys within the menu's timeout, or the caller is gone.
    static func now(_ db: Database, at moment: Moment, age: Duration, limit: Int) throws -> [LoggedCall] {
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
