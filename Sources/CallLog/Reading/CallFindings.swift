import GRDB
import Telephony

extension CallFinding {
    /// Finds the problems of the time from `begin` to `end`, which must not be in the future.
    static func fetch(
        _ db: Database, from begin: Moment, to end: Moment, thresholds: Thresholds
    ) throws -> [CallFinding] {
        try hangUps(db, begin, end, thresholds) + neverFetched(db, begin, end, thresholds)
            + slowAnswers(db, begin, end, thresholds) + refused(db, begin, end) + missing(db, begin, end)
    }

    private static func hangUps(
        _ db: Database, _ begin: Moment, _ end: Moment, _ thresholds: Thresholds
    ) throws -> [CallFinding] {
        // No event for ten minutes after a menu's prompt means that the provider did not report the end of the call.
        let silent = end.adding(.seconds(-600))
        let counts = try Row.fetchAll(
            db,
            sql: """
                SELECT event.menu, count(DISTINCT event.call) AS calls, count(event.lostAfter) AS lost,
                    (SELECT count(*) FROM call WHERE call.askingMenu = event.menu AND call.id >= :first
                        AND call.id < :last AND NOT call.isOver AND call.lastAt < :silent AND NOT call.isTrial) AS silent
                FROM event INDEXED BY event_menu
                WHERE event.menu IS NOT NULL AND event.at >= :begin AND event.at < :end
                GROUP BY event.menu
                """,
            arguments: [
                "first": CallKey.first(begin), "last": CallKey.first(end), "silent": silent.milliseconds,
                "begin": begin.milliseconds, "end": end.milliseconds,
            ])
        return try counts.compactMap { row in
            let (menu, calls): (String, Int) = (row["menu"], row["calls"])
            let gone: Int = (row["lost"] as Int) + row["silent"]
            guard calls >= thresholds.menuCalls, Double(gone) >= thresholds.hangUpShare * Double(calls) else {
                return nil
            }
            let times = try Int64.fetchAll(
                db,
                sql: """
                    SELECT lostAfter FROM event INDEXED BY event_menu WHERE menu = ? AND at >= ? AND at < ?
                    AND lostAfter IS NOT NULL ORDER BY at DESC LIMIT 1000
                    """, arguments: [menu, begin.milliseconds, end.milliseconds]
            ).sorted()
            return .hangUps(
                menu: menu, share: min(1, Double(gone) / Double(calls)), calls: calls,
                after: times.isEmpty ? nil : times[times.count / 2])
        }
    }

    private static func neverFetched(
        _ db: Database, _ begin: Moment, _ end: Moment, _ thresholds: Thresholds
    ) throws -> [CallFinding] {
        // Files of later answers may still be fetched.
        let last = end.adding(.milliseconds(-FetchMatcher.window))
        return try Row.fetchAll(
            db,
            sql: """
                SELECT fetch.file, fetch.prompt, count(*) AS answers, count(fetch.began) AS begun
                FROM fetch INDEXED BY fetch_answered LEFT JOIN media ON media.file = fetch.file
                WHERE fetch.answered >= ? AND fetch.answered < ? AND media.lastWhole IS NULL
                GROUP BY fetch.file, fetch.prompt HAVING answers >= ? ORDER BY answers DESC LIMIT 50
                """, arguments: [begin.milliseconds, last.milliseconds, thresholds.answers]
        ).map {
            .neverFetched(file: $0["file"], prompt: $0["prompt"], answers: $0["answers"], begun: $0["begun"])
        }
    }

    private static func slowAnswers(
        _ db: Database, _ begin: Moment, _ end: Moment, _ thresholds: Thresholds
    ) throws -> [CallFinding] {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*) AS count, max(latency) AS slowest FROM event INDEXED BY event_slow
                WHERE latency >= 100000 AND at >= ? AND at < ? AND latency >= ?
                """, arguments: [begin.milliseconds, end.milliseconds, thresholds.slow * 1000])
        guard let row, let count = row["count"] as Int?, count > 0, let slowest = row["slowest"] as Int? else {
            return []
        }
        return [.slowAnswers(count: count, over: thresholds.slow, slowest: slowest / 1000)]
    }

    private static func refused(_ db: Database, _ begin: Moment, _ end: Moment) throws -> [CallFinding] {
        let hour: Int64 = 3_600_000
        let events = try Row.fetchAll(
            db,
            sql: """
                SELECT refusal AS reason, 200 AS status, count(*) AS count, max(at) AS last
                FROM event INDEXED BY event_refusal WHERE refusal IS NOT NULL AND at >= ? AND at < ? GROUP BY refusal
                """, arguments: [begin.milliseconds, end.milliseconds])
        let requests = try Row.fetchAll(
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

    private static func missing(_ db: Database, _ begin: Moment, _ end: Moment) throws -> [CallFinding] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT missing, count(*) AS answers, max(at) AS last FROM event INDEXED BY event_missing
                WHERE missing IS NOT NULL AND at >= ? AND at < ? GROUP BY missing ORDER BY answers DESC LIMIT 50
                """, arguments: [begin.milliseconds, end.milliseconds]
        ).map {
            .missing(announcements: $0["missing"], answers: $0["answers"], last: Moment(milliseconds: $0["last"]))
        }
    }
}
