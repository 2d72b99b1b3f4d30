import GRDB

/// The texts of calls in the table `search`. Those of all legs of a telephone call have row ids of the first leg, so that a
/// search finds the call by any of them.
enum SearchText {
    /// The number of texts that the first leg may have by itself: the rest is for the others.
    static let mostOfFirstLeg = CallKey.mostTexts - 4

    /// Adds a text of a leg, unless the call has its maximum.
    static func add(_ text: String, to call: inout CallRow, _ db: Database) throws {
        guard let first = call.firstLeg else {
            guard call.textCount < mostOfFirstLeg else { return }
            try insert(text, call.id + Int64(call.textCount), db)
            call.textCount += 1
            return
        }
        try add([text], to: first, db)
    }

    /// Moves the texts of a call to another one, whose leg it is now.
    static func move(from id: Int64, to first: Int64, _ db: Database) throws {
        let last = id + Int64(CallKey.mostTexts) - 1
        let texts = try String.fetchAll(
            db, sql: "SELECT text FROM search WHERE rowid BETWEEN ? AND ? ORDER BY rowid", arguments: [id, last])
        guard !texts.isEmpty else { return }
        try db.execute(sql: "DELETE FROM search WHERE rowid BETWEEN ? AND ?", arguments: [id, last])
        try db.execute(sql: "UPDATE call SET texts = 0 WHERE id = ?", arguments: [id])
        try add(texts, to: first, db)
    }

    private static func add(_ texts: [String], to first: Int64, _ db: Database) throws {
        let count = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT texts FROM call WHERE id = ?"), arguments: [first])
        guard var count else { return }
        for text in texts where count < CallKey.mostTexts {
            try insert(text, first + Int64(count), db)
            count += 1
        }
        try db.cachedStatement(sql: "UPDATE call SET texts = ? WHERE id = ?").execute(arguments: [count, first])
    }

    private static func insert(_ text: String, _ row: Int64, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT INTO search (rowid, text) VALUES (?, ?)").execute(arguments: [row, text])
    }
}
