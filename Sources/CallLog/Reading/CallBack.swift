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
    static let outcomes = [CallOutcome.missed, .abandoned, .voicemail]

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
        return waiting(rows, spoken: spoken)
    }

    /// - Parameters:
    ///   - rows: a row a caller: `caller`, `latest`, `called` and `outcome` of the latest try, all `times` and `numbers`, `voicemails`.
    ///   - spoken: a row a number that was spoken to: `partner`, and `latest`, the id of the call.
    static func waiting<Row: LogRow>(_ rows: [Row], spoken: [Row]) -> [CallBack] {
        let latest = Dictionary(
            spoken.compactMap { row in row.text("partner").map { ($0, row.integer("latest") ?? 0) } },
            uniquingKeysWith: max)
        return rows.compactMap { row in
            guard let caller = row.text("caller"), let id = row.integer("latest") else { return nil }
            if let spoken = latest[caller], spoken > id { return nil }
            let times = (row.text("times") ?? "").split(separator: ",").compactMap { Int64($0) }
            return CallBack(
                caller: caller, tries: times.sorted(by: >).map { Moment(milliseconds: $0) }, call: id,
                called: row.text("called"),
                numbers: Set((row.text("numbers") ?? "").split(separator: ",").map(String.init)),
                outcome: row.text("outcome").flatMap { CallOutcome(rawValue: $0) } ?? .missed,
                hasVoicemail: (row.count("voicemails") ?? 0) > 0)
        }
    }
}
