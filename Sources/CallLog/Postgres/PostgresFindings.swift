import PostgreSQL
import Telephony

/// Finds the problems of the time from `begin` to `end`, which must not be in the future. Simulated calls do not count.
struct PostgresFindings {
    let connection: Connection
    let scope: CallScope?
    let begin: Moment
    let end: Moment
    let thresholds: CallFinding.Thresholds

    func all() throws -> [CallFinding] {
        try hangUps() + neverFetched(settling: CallFinding.settling) + slowAnswers() + refused() + missing()
    }

    /// Events of the time, of calls that were not simulated.
    private var events: Statement {
        """
        event.at >= \(begin.milliseconds) AND event.at < \(end.milliseconds)
            AND NOT coalesce((SELECT isTrial FROM call WHERE call.id = event.call), false) AND \(scope.condition(leg: "event.call"))
        """
    }

    private func hangUps() throws -> [CallFinding] {
        // No event for ten minutes after a menu's prompt means that the provider did not report the end of the call.
        let silent = end.adding(.seconds(-600))
        // The legs of a transferred or forwarded call count once.
        let counts = try connection.run(
            """
            WITH entered AS MATERIALIZED (
                SELECT event.menu AS menu, coalesce(leg.firstLeg, event.call) AS call, event.lostAfter AS lostAfter
                FROM event LEFT JOIN call AS leg ON leg.id = event.call
                WHERE event.menu IS NOT NULL AND \(events)
            ),
            gone AS MATERIALIZED (
                SELECT menu, call FROM entered WHERE lostAfter IS NOT NULL
                UNION
                SELECT askingMenu, coalesce(firstLeg, id) FROM call WHERE askingMenu IS NOT NULL AND id >= \(CallKey.first(begin))
                    AND id < \(CallKey.first(end)) AND NOT isOver AND lastAt < \(silent.milliseconds) AND NOT isTrial
                    AND \(scope.condition(leg: "call.id"))
            )
            SELECT menu, count(DISTINCT call) AS calls, (SELECT count(*) FROM gone WHERE gone.menu = entered.menu) AS gone
            FROM entered GROUP BY menu ORDER BY menu COLLATE "C"
            """)
        return try counts.compactMap { row in
            guard let menu = row.text("menu"), let calls = row.count("calls"), let gone = row.count("gone"),
                calls >= thresholds.menuCalls, Double(gone) >= thresholds.hangUpShare * Double(calls)
            else { return nil }
            let times = try connection.run(
                """
                SELECT lostAfter FROM event WHERE menu = \(menu) AND lostAfter IS NOT NULL AND \(events)
                ORDER BY at DESC LIMIT 1000
                """
            ).compactMap { $0.integer("lostAfter") }.sorted()
            return .hangUps(
                menu: menu, share: min(1, Double(gone) / Double(calls)), calls: calls,
                after: times.isEmpty ? nil : times[times.count / 2])
        }
    }

    /// - Parameter settling: how long files may still be fetched after an answer.
    func neverFetched(settling: Duration) throws -> [CallFinding] {
        let last = end.adding(.zero - settling)
        return try connection.run(
            """
            SELECT fetched.file, fetched.prompt, count(*) AS answers, count(fetched.began) AS begun
            FROM fetched LEFT JOIN media ON media.file = fetched.file
            WHERE fetched.answered >= \(begin.milliseconds) AND fetched.answered < \(last.milliseconds) AND media.lastWhole IS NULL
                AND NOT \(trusted: PostgresFetches.isElsewhere)
                AND NOT fetched.isTrial AND \(scope.condition(leg: "fetched.call"))
            GROUP BY fetched.file, fetched.prompt HAVING count(*) >= \(thresholds.answers)
            ORDER BY answers DESC, fetched.file COLLATE "C" LIMIT 50
            """
        ).map { row in
            .neverFetched(
                file: row.text("file") ?? "", prompt: row.text("prompt") ?? "", answers: row.count("answers") ?? 0,
                begun: row.count("begun") ?? 0)
        }
    }

    private func slowAnswers() throws -> [CallFinding] {
        let row = try connection.run(
            """
            SELECT count(*) AS count, max(latency) AS slowest FROM event
            WHERE latency >= 100000 AND latency >= \(Int64(thresholds.slow) * 1000) AND \(events)
            """
        ).first
        guard let row, let count = row.count("count"), count > 0, let slowest = row.count("slowest") else { return [] }
        return [.slowAnswers(count: count, over: thresholds.slow, slowest: slowest / 1000)]
    }

    private func refused() throws -> [CallFinding] {
        let events = try connection.run(
            """
            SELECT refusal AS reason, 200 AS status, count(*) AS count, max(at) AS last FROM event
            WHERE refusal IS NOT NULL AND \(events) GROUP BY refusal ORDER BY refusal COLLATE "C"
            """)
        // A request that was refused at the door belongs to no call.
        let hour: Int64 = 3_600_000
        let requests =
            try scope != nil
            ? []
            : Array(
                connection.run(
                    """
                    SELECT reason, status, sum(count) AS count, max(last) AS last FROM refused
                    WHERE hour >= \(begin.milliseconds / hour) AND hour <= \((end.milliseconds - 1) / hour)
                        AND last >= \(begin.milliseconds)
                    GROUP BY reason, status ORDER BY reason COLLATE "C", status
                    """))
        return (Array(events) + requests).map { row in
            .refused(
                reason: row.text("reason") ?? "", status: row.count("status") ?? 0, count: row.count("count") ?? 0,
                last: row.moment("last") ?? begin)
        }
    }

    private func missing() throws -> [CallFinding] {
        try connection.run(
            """
            SELECT missing, count(*) AS answers, max(at) AS last FROM event WHERE missing IS NOT NULL AND \(events)
            GROUP BY missing ORDER BY answers DESC, missing COLLATE "C" LIMIT 50
            """
        ).map { row in
            .missing(
                announcements: row.text("missing") ?? "", answers: row.count("answers") ?? 0,
                last: row.moment("last") ?? begin)
        }
    }
}
