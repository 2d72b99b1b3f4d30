import GRDB

/// The legs in an SQLite file. Every search is a range of an index.
struct SQLiteLegs: LegTable {
    let db: Database

    func newest(_ search: LegSearch) throws -> (id: Int64, firstLeg: Int64?)? {
        try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id, firstLeg FROM call WHERE \(search.column.rawValue) = ? AND isTrial = ? AND id <> ? AND id BETWEEN ? AND ?
                    ORDER BY id DESC LIMIT 1
                    """), arguments: search.arguments
        ).map { ($0["id"], $0["firstLeg"]) }
    }

    func single(_ search: LegSearch, most: Int) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id FROM call WHERE \(search.column.rawValue) = ? AND isTrial = ? AND id <> ? AND id BETWEEN ? AND ?
                        AND firstLeg IS NULL LIMIT \(most)
                    """), arguments: search.arguments)
    }

    func earlier(_ search: LegSearch, most: Int) throws -> [EarlierLeg] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT \(EarlierLeg.columns) FROM call WHERE \(search.column.rawValue) = ? AND isTrial = ? AND id <> ?
                        AND id BETWEEN ? AND ? ORDER BY id DESC LIMIT \(most)
                    """), arguments: search.arguments
        ).map { EarlierLeg($0) }
    }

    func counts(of id: Int64) throws -> (texts: Int, furtherLegs: Int)? {
        try Row.fetchOne(db, sql: "SELECT texts, furtherLegs FROM call WHERE id = ?", arguments: [id])
            .map { ($0["texts"], $0["furtherLegs"]) }
    }

    func join(_ leg: Int64, to first: Int64) throws {
        try db.cachedStatement(
            sql: """
                UPDATE call SET firstLeg = ?, outcome = coalesce(ownOutcome, outcome), ownOutcome = NULL, furtherLegs = 0
                WHERE id = ? OR firstLeg = ?
                """
        ).execute(arguments: [first, leg, leg])
        try SearchText.move(from: leg, to: first, db)
        try refresh(first)
    }

    /// Brings up to date what the first leg has of the whole call.
    func refresh(_ first: Int64) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT id, outcome, ownOutcome FROM call WHERE id = ? OR firstLeg = ? ORDER BY id"),
            arguments: [first, first])
        let outcomes = rows.compactMap { CallOutcome(rawValue: $0["ownOutcome"] ?? $0["outcome"]) }
        guard rows.count > 1, let own = rows.first(where: { $0["id"] == first }) else { return }
        try db.cachedStatement(sql: "UPDATE call SET outcome = ?, ownOutcome = ?, furtherLegs = ? WHERE id = ?")
            .execute(arguments: [
                CallOutcome.ofCall(withLegs: outcomes).rawValue, (own["ownOutcome"] ?? own["outcome"]) as String,
                rows.count - 1, first,
            ])
    }
}

extension LegSearch {
    fileprivate var arguments: StatementArguments { [value, isTrial, asking, ids.lowerBound, ids.upperBound] }
}
