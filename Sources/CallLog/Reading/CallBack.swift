import GRDB
package import Telephony

/// A caller who reached no one: missed, hung up before the call was answered, or left to the voicemail.
package struct CallBack: Hashable, Sendable {
    /// As the log keeps it: a number, a masked number, or a word.
    package var caller: String
    /// When the tries began, newest first.
    package var tries: [Moment]
    /// The id of the latest try.
    package var call: Int64
    /// The number called by the latest try.
    package var called: String?
    /// All numbers called.
    package var numbers: Set<String>
    /// The outcome of the latest try.
    package var outcome: CallOutcome
    /// Whether one of the tries reached the voicemail.
    package var hasVoicemail: Bool

    /// The outcomes after which a caller waits for a call.
    private static let outcomes = [CallOutcome.missed, .abandoned, .voicemail]

    /// Finds the callers whose incoming calls from `begin` to `end` reached no one, those with the latest try first. Left out are
    /// callers who were spoken to since: by a later call, or by one made to them. Simulated calls do not count.
    static func fetch(
        _ db: Database, of scope: CallScope?, from begin: Moment, to end: Moment, limit: Int
    ) throws -> [CallBack] {
        let (first, last) = (CallKey.first(begin), CallKey.first(end))
        let outcomes = outcomes.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let own = scope.and("call")
        // Of a group with max(), SQLite takes the other columns from the row with the maximum
        // (https://sqlite.org/lang_select.html#bareagg).
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT caller, max(id) AS latest, called, outcome, group_concat(began) AS times,
                    group_concat(DISTINCT called) AS numbers,
                    sum(outcome = 'voicemail') AS voicemails
                FROM call INDEXED BY call_outcome
                WHERE outcome IN (\(outcomes)) AND id >= ? AND id < ? AND firstLeg IS NULL AND NOT isTrial
                    AND caller IS NOT NULL AND (direction IS NULL OR direction = 'in')\(own.sql)
                GROUP BY caller ORDER BY latest DESC LIMIT ?
                """,
            arguments: StatementArguments([first, last]) + StatementArguments(own.arguments)
                + StatementArguments([limit]))
        guard !rows.isEmpty else { return [] }
        let spoken = try Row.fetchAll(
            db,
            sql: """
                SELECT CASE direction WHEN 'out' THEN called ELSE caller END AS partner, max(id) AS latest
                FROM call INDEXED BY call_outcome
                WHERE outcome = 'answered' AND id >= ? AND firstLeg IS NULL AND NOT isTrial\(own.sql)
                GROUP BY partner
                """, arguments: StatementArguments([first]) + StatementArguments(own.arguments))
        let latest = Dictionary(
            spoken.compactMap { row in (row["partner"] as String?).map { ($0, row["latest"] as Int64) } },
            uniquingKeysWith: max)
        return rows.compactMap { row in
            let (caller, id): (String, Int64) = (row["caller"], row["latest"])
            if let spoken = latest[caller], spoken > id { return nil }
            let times = (row["times"] as String).split(separator: ",").compactMap { Int64($0) }
            return CallBack(
                caller: caller, tries: times.sorted(by: >).map { Moment(milliseconds: $0) }, call: id,
                called: row["called"],
                numbers: Set((row["numbers"] as String? ?? "").split(separator: ",").map(String.init)),
                outcome: CallOutcome(rawValue: row["outcome"]) ?? .missed,
                hasVoicemail: (row["voicemails"] as Int) > 0)
        }
    }
}
