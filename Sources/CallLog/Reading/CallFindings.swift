import GRDB
import Telephony

extension CallFinding {
    /// Finds the problems of the time from `begin` to `end`, which must not be in the future. Simulated calls do not count.
    static func fetch(
        _ db: Database, of scope: CallScope? = nil, from begin: Moment, to end: Moment, thresholds: Thresholds
    ) throws -> [CallFinding] {
        try hangUps(db, scope, begin, end, thresholds) + neverFetched(db, scope, begin, end, thresholds)
            + slowAnswers(db, scope, begin, end, thresholds) + refused(db, scope, begin, end)
            + missing(db, scope, begin, end)
    }

    /// Whether an event is of a call that was not simulated.
    private static let isReal = "NOT coalesce((SELECT isTrial FROM call WHERE call.id = event.call), 0)"

    private static func hangUps(
        _ db: Database, _ scope: CallScope?, _ begin: Moment, _ end: Moment, _ thresholds: Thresholds
    ) throws -> [CallFinding] {
        // No event for ten minutes after a menu's prompt means that the provider did not report the end of the call.
        let silent = end.adding(.seconds(-600))
        let (entered, gone) = (scope.and(legID: "event.call"), scope.and(legID: "call.id"))
        // The legs of a transferred or forwarded call count once.
        let counts = try Row.fetchAll(
            db,
            sql: """
                WITH entered AS MATERIALIZED (
                    SELECT event.menu AS menu, coalesce(leg.firstLeg, event.call) AS call, event.lostAfter AS lostAfter
                    FROM event INDEXED BY event_menu LEFT JOIN call AS leg ON leg.id = event.call
                    WHERE event.menu IS NOT NULL AND event.at >= ? AND event.at < ?
                        AND NOT coalesce(leg.isTrial, 0)\(entered.sql)
                ),
                gone AS MATERIALIZED (
                    SELECT menu, call FROM entered WHERE lostAfter IS NOT NULL
                    UNION
                    SELECT askingMenu, coalesce(firstLeg, id) FROM call WHERE askingMenu IS NOT NULL AND id >= ?
                        AND id < ? AND NOT isOver AND lastAt < ? AND NOT isTrial\(gone.sql)
                )
                SELECT menu, count(DISTINCT call) AS calls,
                    (SELECT count(*) FROM gone WHERE gone.menu = entered.menu) AS gone
                FROM entered GROUP BY menu
                """,
            arguments: StatementArguments([begin.milliseconds, end.milliseconds])
                + StatementArguments(entered.arguments)
                + StatementArguments([CallKey.first(begin), CallKey.first(end), silent.milliseconds])
                + StatementArguments(gone.arguments))
        return try counts.compactMap { row in
            let (menu, calls, gone): (String, Int, Int) = (row["menu"], row["calls"], row["gone"])
            guard calls >= thresholds.menuCalls, Double(gone) >= thresholds.hangUpShare * Double(calls) else {
                return nil
            }
            let times = try Int64.fetchAll(
                db,
                sql: """
                    SELECT lostAfter FROM event INDEXED BY event_menu WHERE menu = ? AND at >= ? AND at < ?
                    AND lostAfter IS NOT NULL AND \(isReal)\(entered.sql) ORDER BY at DESC LIMIT 1000
                    """,
                arguments: StatementArguments([menu]) + StatementArguments([begin.milliseconds, end.milliseconds])
                    + StatementArguments(entered.arguments)
            ).sorted()
            return .hangUps(
                menu: menu, share: min(1, Double(gone) / Double(calls)), calls: calls,
                after: times.isEmpty ? nil : times[times.count / 2])
        }
    }

    /// How long files may still be fetched after an answer.
    static let settling = Duration.milliseconds(FetchMatcher.window)

    /// - Parameter settling: how long files may still be fetched after an answer.
    static func neverFetched(
        _ db: Database, _ scope: CallScope?, _ begin: Moment, _ end: Moment, _ thresholds: Thresholds,
        settling: Duration = CallFinding.settling
    ) throws -> [CallFinding] {
        let last = end.adding(.zero - settling)
        let own = scope.and(legID: "fetch.call")
        return try Row.fetchAll(
            db,
            sql: """
                SELECT fetch.file, fetch.prompt, count(*) AS answers, count(fetch.began) AS begun
                FROM fetch INDEXED BY fetch_answered LEFT JOIN media ON media.file = fetch.file
                WHERE fetch.answered >= ? AND fetch.answered < ? AND media.lastWhole IS NULL
                    AND NOT \(FetchMatcher.isElsewhere("fetch"))
                    AND NOT (SELECT isTrial FROM call WHERE call.id = fetch.call)\(own.sql)
                GROUP BY fetch.file, fetch.prompt HAVING answers >= ? ORDER BY answers DESC LIMIT 50
                """,
            arguments: StatementArguments([begin.milliseconds, last.milliseconds])
                + StatementArguments(own.arguments) + StatementArguments([thresholds.answers])
        ).map {
            .neverFetched(file: $0["file"], prompt: $0["prompt"], answers: $0["answers"], begun: $0["begun"])
        }
    }

    private static func slowAnswers(
        _ db: Database, _ scope: CallScope?, _ begin: Moment, _ end: Moment, _ thresholds: Thresholds
    ) throws -> [CallFinding] {
        let own = scope.and(legID: "event.call")
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*) AS count, max(latency) AS slowest FROM event INDEXED BY event_slow
                WHERE latency >= 100000 AND at >= ? AND at < ? AND latency >= ? AND \(isReal)\(own.sql)
                """,
            arguments: StatementArguments([begin.milliseconds, end.milliseconds, Int64(thresholds.slow) * 1000])
                + StatementArguments(own.arguments))
        guard let row, let count = row["count"] as Int?, count > 0, let slowest = row["slowest"] as Int? else {
            return []
        }
        return [.slowAnswers(count: count, over: thresholds.slow, slowest: slowest / 1000)]
    }

    private static func refused(
        _ db: Database, _ scope: CallScope?, _ begin: Moment, _ end: Moment
    ) throws -> [CallFinding] {
        let hour: Int64 = 3_600_000
        let own = scope.and(legID: "event.call")
        let events = try Row.fetchAll(
            db,
            sql: """
                SELECT refusal AS reason, 200 AS status, count(*) AS count, max(at) AS last
                FROM event INDEXED BY event_refusal WHERE refusal IS NOT NULL AND at >= ? AND at < ? AND \(isReal)\(own.sql)
                GROUP BY refusal
                """,
            arguments: StatementArguments([begin.milliseconds, end.milliseconds]) + StatementArguments(own.arguments))
        // A request that was refused at the door belongs to no call.
        let requests =
            try scope != nil
            ? []
            : Row.fetchAll(
                db,
                sql: """
                    SELECT reason, status, sum(count) AS count, max(last) AS last FROM refused
                    WHERE hour >= ? AND hour <= ? AND last >= ? GROUP BY reason, status
                    """,
                arguments: [begin.milliseconds / hour, (end.milliseconds - 1) / hour, begin.milliseconds])
        return (events + requests).map {
            .refused(
                reason: $0["reason"], status: $0["status"], count: $0["count"],
                last: Moment(milliseconds: $0["last"]))
        }
    }

    private static func missing(
        _ db: Database, _ scope: CallScope?, _ begin: Moment, _ end: Moment
    ) throws -> [CallFinding] {
        let own = scope.and(legID: "event.call")
        return try Row.fetchAll(
            db,
            sql: """
                SELECT missing, count(*) AS answers, max(at) AS last FROM event INDEXED BY event_missing
                WHERE missing IS NOT NULL AND at >= ? AND at < ? AND \(isReal)\(own.sql)
                GROUP BY missing ORDER BY answers DESC LIMIT 50
                """,
            arguments: StatementArguments([begin.milliseconds, end.milliseconds]) + StatementArguments(own.arguments)
        ).map {
            .missing(announcements: $0["missing"], answers: $0["answers"], last: Moment(milliseconds: $0["last"]))
        }
    }
}
