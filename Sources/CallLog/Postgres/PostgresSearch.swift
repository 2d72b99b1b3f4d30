import PostgreSQL
import Telephony

/// Runs a `CallQuery` against a PostgreSQL database, which chooses the index itself: that of trigrams for texts of three letters and more.
struct PostgresSearch {
    /// Texts of one or two letters are in no index, but in so many calls that it is enough to look at the nearest ones.
    private static let most = 20_000

    let query: CallQuery

    func page(_ connection: Connection, _ start: CallSearch.Start, limit: Int) throws -> [LoggedCall] {
        try LoggedCall.whole(try ids(connection, start, limit: limit), connection)
    }

    /// Counts the matches, up to `limit`.
    func count(_ connection: Connection, limit: Int) throws -> Int {
        try ids(connection, .newest(before: nil), limit: limit).count
    }

    private func ids(_ connection: Connection, _ start: CallSearch.Start, limit: Int) throws -> [Int64] {
        let bounds = bounds(start).joined(separator: " AND ")
        let order: Statement = if case .newest = start { "DESC" } else { "ASC" }
        let source: Statement =
            needsScan
            ? "(SELECT * FROM call WHERE \(bounds) ORDER BY id \(order) LIMIT \(trusted: "\(Self.most)")) AS call"
            : "call"
        return try connection.run(
            """
            SELECT call.id FROM \(source) WHERE \(([bounds] + terms).joined(separator: " AND ")) ORDER BY call.id \(order) LIMIT \(limit)
            """
        ).compactMap { $0.integer("id") }
    }

    private var needsScan: Bool {
        let texts = [text, digits].compactMap { $0 }
        return !texts.isEmpty && !texts.contains(where: Self.isIndexed) && query.outcome == nil && query.isTrial != true
    }

    private static func isIndexed(_ text: String) -> Bool { text.unicodeScalars.count >= 3 }

    private var text: String? { query.comparedText }
    private var number: NumberPart? { query.numberPart }
    private var digits: String? { number?.digits.lowercased() }

    // MARK: Conditions

    /// The time span and the page, as bounds of the ids.
    private func bounds(_ start: CallSearch.Start) -> [Statement] {
        var (starts, ends) = ([query.from.map(CallKey.first)], [query.to.map(CallKey.first)])
        switch start {
        case .newest(let before): ends.append(before)
        case .oldest(let after): starts.append(after.map { $0 + 1 })
        }
        var terms: [Statement] = ["true"]
        if let start = starts.compactMap({ $0 }).max() { terms.append("call.id >= \(start)") }
        if let end = ends.compactMap({ $0 }).min() { terms.append("call.id < \(end)") }
        return terms
    }

    private var terms: [Statement] {
        // Further legs are parts of the calls found.
        var terms: [Statement] = ["call.firstLeg IS NULL"]
        if let text { terms.append(Self.contains(text)) }
        if let number, let digits {
            let leg: Statement =
                "SELECT 1 FROM call AS leg WHERE leg.firstLeg = call.id AND \(Self.numbers("leg", number, digits))"
            terms.append("(\(Self.numbers("call", number, digits)) OR call.furtherLegs > 0 AND EXISTS (\(leg)))")
            if Self.isIndexed(digits) { terms.append(Self.contains(digits)) }
        }
        if let outcome = query.outcome { terms.append("call.outcome = \(outcome.rawValue)") }
        if let isTrial = query.isTrial { terms.append(isTrial ? "call.isTrial" : "NOT call.isTrial") }
        if let progress = query.progress {
            let ids = LoggedCall.progressing(at: progress.at)
            terms.append(progress.isInProgress ? "call.id IN (\(ids))" : "call.id NOT IN (\(ids))")
        }
        if let hearing = query.hearing { terms.append(hearing.condition(from: query.from)) }
        if let evidence = query.evidence {
            let legs: Statement = evidence.legs(from: query.from, to: query.to)
            terms.append(
                "call.id IN (SELECT coalesce(leg.firstLeg, leg.id) FROM call AS leg WHERE leg.id IN (\(legs)))")
        }
        if query.scope != nil { terms.append(query.scope.condition(row: "call")) }
        return terms
    }

    /// Whether one of a call's texts has another one in it. As the index wants it, by LIKE.
    private static func contains(_ text: String) -> Statement {
        let pattern = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
        return "(call.texts LIKE \("%\(pattern)%") AND call.texts <> '')"
    }

    private static func numbers(_ leg: String, _ part: NumberPart, _ digits: String) -> Statement {
        let columns: [Statement] = ["caller", "called", "answeringNumber"].map { name in
            let column: Statement = "\(trusted: leg).\(trusted: name)"
            return switch part.place {
            case .beginning: "strpos(\(column), \(digits)) = 1"
            case .afterCountryCode: "(\(column) LIKE '+%' AND strpos(\(column), \(digits)) BETWEEN 3 AND 5)"
            case .anywhere: "strpos(\(column), \(digits)) > 0"
            }
        }
        return "(\(columns.joined(separator: " OR ")))"
    }
}

extension CallEvidence {
    /// The calls of a time span, as a query of ids of legs.
    fileprivate func legs(from begin: Moment?, to end: Moment?) -> Statement {
        let (first, last) = (begin?.milliseconds ?? 0, end?.milliseconds ?? Int64.max)
        let span: Statement = "at >= \(first) AND at < \(last)"
        return switch self {
        case .lost(let menu):
            "SELECT call FROM event WHERE menu IS NOT NULL AND \(span) AND menu = \(menu) AND lostAfter IS NOT NULL"
        case .unfetched(let file):
            """
            SELECT call FROM fetched WHERE answered >= \(first) AND answered < \(last) AND file = \(file) AND NOT whole
            """
        case .missing(let announcements):
            "SELECT call FROM event WHERE missing IS NOT NULL AND \(span) AND missing = \(announcements)"
        case .slow(let milliseconds):
            "SELECT call FROM event WHERE latency >= 100000 AND \(span) AND latency >= \(Int64(milliseconds) * 1000)"
        case .refused(let reason):
            "SELECT call FROM event WHERE refusal IS NOT NULL AND \(span) AND refusal = \(reason)"
        }
    }
}

extension CallScope? {
    /// A condition of a row of `call` that is the first leg.
    func condition(row: String) -> Statement {
        guard let self else { return "true" }
        let number: Statement =
            "(CASE \(trusted: row).direction WHEN 'out' THEN \(trusted: row).caller ELSE \(trusted: row).called END)"
        let prefixes: [Statement] = self.prefixes.map { prefix in
            let others: [Statement] = prefix.exceptPrefixes.map { "NOT starts_with(\(number), \($0))" }
            let own: Statement = "starts_with(\(number), \(prefix.text)) AND \(number) <> ALL (\(prefix.exceptNumbers))"
            return "(\(([own] + others).joined(separator: " AND ")))"
        }
        let all: [Statement] = ["\(number) = ANY (\(self.numbers.sorted()))"] + prefixes
        return "coalesce(\(all.joined(separator: " OR ")), false)"
    }

    /// A condition of the id of a leg.
    func condition(leg: String) -> Statement {
        guard self != nil else { return "true" }
        return """
            EXISTS (SELECT 1 FROM call AS own WHERE own.id = (
                SELECT coalesce(leg.firstLeg, leg.id) FROM call AS leg WHERE leg.id = \(trusted: leg)) AND \(condition(row: "own")))
            """
    }
}

extension CallHearing {
    /// The rank of a row of `fetched`, joined with `media`.
    private static let rank = """
        CASE WHEN fetched.whole THEN 5 WHEN \(PostgresFetches.isElsewhere) THEN 4 WHEN fetched.began IS NOT NULL THEN 2
            WHEN media.lastWhole IS NOT NULL THEN 3 ELSE 1 END
        """

    /// A condition of calls, the first legs of which `call` has: that they were heard so.
    ///
    /// - Parameter begin: the earliest beginning of the calls that are asked for.
    fileprivate func condition(from begin: Moment?) -> Statement {
        let rank = Self.ranks.first { $0.value == self }?.key ?? 0
        let candidates: Statement =
            switch self {
            case .never, .kept, .unknown: "began IS NULL"
            case .begun: "began IS NOT NULL AND NOT whole"
            case .whole: "whole"
            }
        // Legs begin no earlier than their call.
        let recent: Statement = begin.map { "call >= \(CallKey.first($0))" } ?? "true"
        let narrow: Statement =
            self == .whole
            ? ""
            : """
            call.id IN (SELECT coalesce(leg.firstLeg, leg.id) FROM call AS leg
                WHERE leg.id IN (SELECT call FROM fetched WHERE \(candidates) AND \(recent))) AND
            """
        return """
            \(narrow) (SELECT min(\(trusted: Self.rank)) FROM fetched LEFT JOIN media ON media.file = fetched.file
                WHERE fetched.call IN (SELECT call.id UNION ALL SELECT leg.id FROM call AS leg WHERE leg.firstLeg = call.id))
                = \(rank)
            """
    }

    /// How calls were heard, by the ids of their first legs; see the store in a file.
    static func fetch(_ ids: [Int64], at now: Moment, _ connection: Connection) throws -> [Int64: CallHearing] {
        guard !ids.isEmpty else { return [:] }
        let rows = try connection.run(
            """
            SELECT coalesce(call.firstLeg, call.id) AS first, min(\(trusted: rank)) AS rank
            FROM call JOIN fetched ON fetched.call = call.id LEFT JOIN media ON media.file = fetched.file
            WHERE (call.id = ANY (\(ids)) OR call.firstLeg = ANY (\(ids)))
                AND (fetched.began IS NOT NULL OR fetched.answered < \(now.milliseconds - 10_000))
            GROUP BY 1
            """)
        return rows.reduce(into: [:]) { hearings, row in
            guard let first = row.integer("first"), let rank = row.count("rank") else { return }
            hearings[first] = ranks[rank]
        }
    }
}
