import GRDB

/// Which answer a fetch of a published file belongs to.
///
/// A GET says nothing of calls: the file's name is all there is. It is given to the latest answer of the last two minutes
/// that named the file and was not fetched for yet, since the network fetches at once: of several calls at the same time
/// each gets one, and one that was never fetched for (the caller had hung up) does not take the next call's. A GET of a
/// part that does not begin at the first byte goes on with a fetch already begun. A fetch no answer explains (a browser,
/// curl) is counted for the file alone, in `media`.
///
/// The network may keep files, as our answers allow: then later answers are not fetched for though they are heard. So
/// "never fetched" is said of a file only where nobody ever had all of it.
struct FetchDesk {
    /// How long after an answer a fetch is taken to be for it.
    static let window: Int64 = 120_000

    private struct Running {
        /// The row; nil where no answer explains the fetch.
        var row: Int64?
        var file: String
        var size: Int
        var start: Int
    }

    private var running: [UInt64: Running] = [:]

    mutating func begin(_ fetch: FetchBeginning, _ db: Database) throws {
        let file = fetch.file.stored
        let isLater = if case .bytes(let start) = fetch.request { start > 0 } else { false }
        let row = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id FROM fetch WHERE file = ? AND answered BETWEEN ? AND ?
                    AND \(isLater ? "began IS NOT NULL AND NOT whole" : "began IS NULL") ORDER BY answered DESC LIMIT 1
                    """),
            arguments: [file, fetch.at.milliseconds - Self.window, fetch.at.milliseconds])
        switch fetch.request {
        case .head:
            try db.cachedStatement(sql: "UPDATE fetch SET asked = ? WHERE id = ?")
                .execute(arguments: [fetch.at.milliseconds, row])
        case .unchanged:
            try db.cachedStatement(
                sql: "UPDATE fetch SET began = ?, ended = ?, size = ?, sent = ?, whole = 1 WHERE id = ?"
            ).execute(arguments: [fetch.at.milliseconds, fetch.at.milliseconds, fetch.size, fetch.size, row])
            try count(file, at: fetch.at, isWhole: true, db)
        case .bytes(let start):
            try db.cachedStatement(sql: "UPDATE fetch SET began = coalesce(began, ?), size = ? WHERE id = ?")
                .execute(arguments: [fetch.at.milliseconds, fetch.size, row])
            // Ends that never come must not fill the memory; the next ones are worth more than the oldest.
            if running.count >= 20_000 { running.removeAll() }
            running[fetch.ticket] = Running(row: row, file: file, size: fetch.size, start: start)
        }
    }

    mutating func end(_ fetch: FetchEnd, _ db: Database) throws {
        guard let run = running.removeValue(forKey: fetch.ticket) else { return }
        var isWhole = run.start == 0 && fetch.sent >= run.size
        if let row = run.row {
            // What is counted is the beginning of the file without a gap: parts that come in order add up.
            let before = try Int.fetchOne(
                db.cachedStatement(sql: "SELECT sent FROM fetch WHERE id = ?"), arguments: [row])
            let sent = max(before ?? 0, run.start <= before ?? 0 ? run.start + fetch.sent : 0)
            isWhole = sent >= run.size
            try db.cachedStatement(sql: "UPDATE fetch SET ended = ?, sent = ?, whole = ? WHERE id = ?")
                .execute(arguments: [fetch.at.milliseconds, sent, isWhole, row])
        }
        try count(run.file, at: fetch.at, isWhole: isWhole, db)
    }

    private func count(_ file: String, at moment: LogMoment, isWhole: Bool, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO media (file, fetches, wholes, last, lastWhole) VALUES (?, 1, ?, ?, ?)
                ON CONFLICT DO UPDATE SET fetches = fetches + 1, wholes = wholes + excluded.wholes,
                    last = max(last, excluded.last), lastWhole = coalesce(excluded.lastWhole, lastWhole)
                """
        ).execute(arguments: [file, isWhole ? 1 : 0, moment.milliseconds, isWhole ? moment.milliseconds : nil])
    }
}
