import GRDB
import Telephony

/// Whether the announcements of a call reached the telephone network; of several the worst counts.
package enum CallHearing: String, Hashable, Sendable, CaseIterable {
    /// Each was fetched to its end.
    case whole
    /// The fetch of one was cut off.
    case begun
    /// One was not fetched for this call; the network has the file from another one, and may have played that.
    case kept
    /// One was never fetched by anyone: the caller heard nothing.
    case never
    /// One was to be fetched from another server, so that it is not known whether it was.
    case unknown

    /// The worst has the lowest number.
    static let ranks: [Int: CallHearing] = [1: .never, 2: .begun, 3: .kept, 4: .unknown, 5: .whole]

    /// The rank of a row of `fetch`, joined with `media`.
    private static let rank = """
        CASE WHEN fetch.whole THEN 5 WHEN \(FetchMatcher.isElsewhere("fetch")) THEN 4 WHEN fetch.began IS NOT NULL THEN 2
            WHEN media.lastWhole IS NOT NULL THEN 3 ELSE 1 END
        """

    /// A condition of calls, the first legs of which `call` has: that they were heard so.
    ///
    /// - Parameter begin: the earliest beginning of the calls that are asked for.
    func condition(from begin: Moment?) -> String {
        let rank = Self.ranks.first { $0.value == self }?.key ?? 0
        // The partial indexes of `fetch` leave few candidates of all but the usual.
        let candidates =
            switch self {
            case .never, .kept, .unknown: "began IS NULL"
            case .begun: "began IS NOT NULL AND NOT whole"
            case .whole: "whole"
            }
        // Legs begin no earlier than their call. Without the span, all fetches that fit are candidates.
        let recent = begin.map { " AND call >= \(CallKey.first($0))" } ?? ""
        let narrow =
            self == .whole
            ? ""
            : """
            call.id IN (SELECT coalesce(leg.firstLeg, leg.id) FROM call AS leg
                WHERE leg.id IN (SELECT call FROM fetch WHERE \(candidates)\(recent))) AND
            """
        return """
            \(narrow) (SELECT min(\(Self.rank)) FROM fetch LEFT JOIN media ON media.file = fetch.file
                WHERE fetch.call IN (SELECT call.id UNION ALL SELECT leg.id FROM call AS leg WHERE leg.firstLeg = call.id))
                = \(rank)
            """
    }

    /// How calls were heard, by the ids of their first legs. Calls without announcements are left out, and those whose fetch may
    /// still come.
    static func fetch(_ ids: [Int64], at now: Moment, _ db: Database) throws -> [Int64: CallHearing] {
        guard !ids.isEmpty else { return [:] }
        let marks = databaseQuestionMarks(count: ids.count)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT coalesce(call.firstLeg, call.id) AS first, min(\(rank)) AS rank
                FROM call JOIN fetch ON fetch.call = call.id LEFT JOIN media ON media.file = fetch.file
                WHERE (call.id IN (\(marks)) OR call.firstLeg IN (\(marks)))
                    AND (fetch.began IS NOT NULL OR fetch.answered < ?)
                GROUP BY first
                """, arguments: StatementArguments(ids + ids + [now.milliseconds - 10_000]))
        return rows.reduce(into: [:]) { $0[$1["first"]] = ranks[$1["rank"]] }
    }
}
