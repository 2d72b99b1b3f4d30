import GRDB
package import Telephony

/// The number of telephone calls that began within one hour, by outcome.
package struct CallHour: Hashable, Sendable {
    package var begin: Moment
    package var outcomes: [CallOutcome: Int]
    /// Calls that are open and not in progress: their end was never reported.
    package var unknownEnds = 0

    package var calls: Int { outcomes.values.reduce(0, +) + unknownEnds }

    /// Counts the calls of each hour from `begin` on, hours without calls included; the last hour may be shorter. Simulated
    /// calls are not counted.
    ///
    /// - Parameter now: tells calls in progress from those whose end was never reported; nil: all count as open.
    static func fetch(
        _ db: Database, of scope: CallScope?, from begin: Moment, to end: Moment, now: Moment?
    ) throws -> [CallHour] {
        guard var hours = empty(from: begin, to: end) else { return [] }
        let progress = now.map { LoggedCall.inProgress(at: $0) }
        let isOpen = progress.map { "outcome <> 'open' OR id IN (\($0.sql))" } ?? "1"
        let own = scope.and("call")
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT (began - ?) / \(hour) AS hour, outcome, \(isOpen) AS isKnown, count(*) AS calls FROM call
                WHERE id >= ? AND id < ? AND began >= ? AND firstLeg IS NULL AND NOT isTrial\(own.sql)
                GROUP BY 1, 2, 3
                """,
            arguments: StatementArguments(
                [begin.milliseconds] + (progress?.arguments ?? [])
                    + [CallKey.first(begin), CallKey.first(end), begin.milliseconds])
                + StatementArguments(own.arguments))
        for row in rows {
            let index: Int = row["hour"]
            guard hours.indices.contains(index), let outcome = CallOutcome(rawValue: row["outcome"]) else { continue }
            if row["isKnown"] {
                hours[index].outcomes[outcome] = row["calls"]
            } else {
                hours[index].unknownEnds = row["calls"]
            }
        }
        return hours
    }

    private static let hour: Int64 = 3_600_000

    /// Hours without calls; `nil` if these are too many, or none.
    static func empty(from begin: Moment, to end: Moment) -> [CallHour]? {
        let length = end.milliseconds - begin.milliseconds
        guard length > 0, length <= 31 * 24 * hour else { return nil }
        return stride(from: begin.milliseconds, to: end.milliseconds, by: Int(hour)).map {
            CallHour(begin: Moment(milliseconds: $0), outcomes: [:])
        }
    }
}

extension LoggedCall {
    /// Finds calls that have begun and are not known to be over, newest first: one of their legs is in progress.
    ///
    /// The provider does not report every hang-up. So a call counts for `age` at most, and a simulated call or one in a menu
    /// for ten minutes after its last event: the provider reports the keys within the menu's timeout, or the caller is gone.
    static func now(
        _ db: Database, of scope: CallScope?, at moment: Moment, age: Duration, limit: Int
    ) throws -> [LoggedCall] {
        let (sql, arguments) = inProgress(at: moment, age: age)
        let own = scope.and("own")
        let mine =
            own.sql.isEmpty ? sql : "SELECT first FROM (\(sql)) JOIN call AS own ON own.id = first WHERE 1\(own.sql)"
        let ids = try Int64.fetchAll(
            db, sql: "\(mine) ORDER BY first DESC LIMIT ?",
            arguments: StatementArguments(arguments) + StatementArguments(own.arguments)
                + StatementArguments([Int64(limit)]))
        return try whole(ids, db)
    }

    /// How long a call counts as in progress if no one reports its end.
    package static let longestUnreported = Duration.seconds(7200)
    private static let longestSilence = Duration.seconds(600)

    /// The ids of the calls in progress, as a query with its arguments.
    static func inProgress(at moment: Moment, age: Duration = longestUnreported) -> (sql: String, arguments: [Int64]) {
        (
            """
            SELECT DISTINCT coalesce(firstLeg, id) AS first FROM call
            WHERE NOT isOver AND id >= ? AND (askingMenu IS NULL AND NOT isTrial OR lastAt >= ?)
            """,
            [CallKey.first(moment.adding(.zero - age)), moment.adding(.zero - longestSilence).milliseconds]
        )
    }

    /// Whether the call is in progress as far as anyone can know: not over, and not silent for longer than calls are.
    package func isInProgress(at moment: Moment) -> Bool {
        guard !isOver else { return false }
        let legs = legs.isEmpty ? [self] : legs
        return legs.contains { leg in
            !leg.isOver && moment.adding(.zero - Self.longestUnreported) <= leg.began
                && (leg.menu == nil && !leg.isTrial || moment.adding(.zero - Self.longestSilence) <= leg.last)
        }
    }
}
