import GRDB
import Telephony

extension LoggedCall {
    /// The calls with these ids of first legs, in this order, whole; without those that are not in the log.
    static func whole(_ ids: [Int64], _ db: Database) throws -> [LoggedCall] {
        var calls: [Int64: [LoggedCall]] = [:]
        // Fewer than the most variables that a statement of SQLite can have.
        for start in stride(from: 0, to: ids.count, by: 10_000) {
            let part = Array(ids[start..<min(start + 10_000, ids.count)])
            let marks = databaseQuestionMarks(count: part.count)
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM call WHERE id IN (\(marks))", arguments: StatementArguments(part))
            for row in rows { calls[row["id"], default: []].append(LoggedCall(row)) }
            let divided = rows.filter { ($0["furtherLegs"] as Int) > 0 }.map { $0["id"] as Int64 }
            guard !divided.isEmpty else { continue }
            let legs = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM call WHERE firstLeg IN (\(databaseQuestionMarks(count: divided.count))) ORDER BY id
                    """, arguments: StatementArguments(divided))
            for row in legs { calls[row["firstLeg"], default: []].append(LoggedCall(row)) }
        }
        return ids.compactMap { id in calls[id].map { LoggedCall(legs: $0) } }
    }

    /// The call with these legs, the first one first.
    init(legs: [LoggedCall]) {
        self = legs[0]
        guard legs.count > 1 else { return }
        let legs = legs.sorted { ($0.began, $0.id) < ($1.began, $1.id) }
        func first(_ value: (LoggedCall) -> String?) -> String? { value(self) ?? legs.lazy.compactMap(value).first }
        func all(_ value: (LoggedCall) -> String?) -> String? {
            var values: [String] = []
            for case let text? in legs.map(value) where !values.contains(text) { values.append(text) }
            return values.isEmpty ? nil : values.joined(separator: ", ")
        }
        direction = direction ?? legs.lazy.compactMap(\.direction).first
        (from, to, xcid) = (first(\.from), first(\.to), first(\.xcid))
        (users, userID, fullUserID) = (all(\.users), all(\.userID), all(\.fullUserID))
        began = min(began, legs[0].began)
        answered = legs.compactMap(\.answered).min()
        (answeredBy, answeringNumber) = (all(\.answeredBy), all(\.answeringNumber))
        isOver = legs.allSatisfy(\.isOver)
        let last = isOver ? legs.max { ($0.ended ?? $0.began) < ($1.ended ?? $1.began) } : nil
        (ended, cause) = (last?.ended, last?.cause)
        menu = legs.last { $0.menu != nil }?.menu
        // A further leg is usually left alone, which says nothing about the call.
        lastStep = legs.last { ![nil, "connect"].contains($0.lastStep) }?.lastStep ?? lastStep
        outcome = CallOutcome.ofCall(withLegs: legs.map(\.outcome))
        self.last = legs.map(\.last).max() ?? self.last
        self.legs = legs
    }
}
