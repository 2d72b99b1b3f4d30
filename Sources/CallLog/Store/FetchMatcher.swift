import GRDB
import Telephony

/// Finds the answer that a fetch of a published file belongs to.
///
/// A GET request does not say for which call it is; all it has is the name of the file. The provider fetches a file as soon
/// as an answer names it, so a fetch is assigned to the latest answer of the last two minutes that named the file and was
/// not fetched for yet. Several calls at the same time get one fetch each, and an answer that was never fetched for (the
/// caller had hung up) does not take the fetch of the next call. A GET of a range that does not start at the first byte
/// continues a fetch that has begun. A fetch without such an answer (a browser, curl) is only counted for the file, in the
/// table `media`.
///
/// What the dashboard plays in a simulated call belongs to an answer of such a call, and counts for no file: that a browser has a
/// sound does not mean that the telephone network can fetch it.
///
/// The provider may cache files, as our HTTP headers allow; later answers are then played without a fetch. So a file counts
/// as never fetched only if no one ever received all of it.
struct FetchMatcher {
    /// The longest time between an answer and its fetch, in milliseconds.
    static let window: Int64 = 120_000

    private struct RunningFetch {
        /// The row of the answer's fetch; `nil` if there is no such answer.
        var row: Int64?
        var file: String
        var size: Int
        var start: Int
        var isTrial: Bool
    }

    private var running: [UInt64: RunningFetch] = [:]

    mutating func begin(_ fetch: FetchBeginning, _ db: Database) throws {
        let file = fetch.file.stored
        let isLater = if case .bytes(let start) = fetch.request { start > 0 } else { false }
        let row = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id FROM fetch WHERE file = ? AND answered BETWEEN ? AND ?
                    AND \(isLater ? "began IS NOT NULL AND NOT whole" : "began IS NULL")
                    AND (SELECT isTrial FROM call WHERE call.id = fetch.call) = ? ORDER BY answered DESC LIMIT 1
                    """),
            arguments: [file, fetch.at.milliseconds - Self.window, fetch.at.milliseconds, fetch.isTrial])
        switch fetch.request {
        case .head:
            try db.cachedStatement(sql: "UPDATE fetch SET asked = ? WHERE id = ?")
                .execute(arguments: [fetch.at.milliseconds, row])
        case .unchanged:
            try db.cachedStatement(
                sql: "UPDATE fetch SET began = ?, ended = ?, size = ?, sent = ?, whole = 1 WHERE id = ?"
            ).execute(arguments: [fetch.at.milliseconds, fetch.at.milliseconds, fetch.size, fetch.size, row])
            if !fetch.isTrial { try count(file, at: fetch.at, isWhole: true, db) }
        case .bytes(let start):
            try db.cachedStatement(sql: "UPDATE fetch SET began = coalesce(began, ?), size = ? WHERE id = ?")
                .execute(arguments: [fetch.at.milliseconds, fetch.size, row])
            // Fetches whose end is never recorded must not fill the memory.
            if running.count >= 20_000 { running.removeAll() }
            running[fetch.ticket] = RunningFetch(
                row: row, file: file, size: fetch.size, start: start, isTrial: fetch.isTrial)
        }
    }

    mutating func end(_ fetch: FetchEnd, _ db: Database) throws {
        guard let run = running.removeValue(forKey: fetch.ticket) else { return }
        var isWhole = run.start == 0 && fetch.sent >= run.size
        if let row = run.row {
            // `sent` is the length of the file's beginning that was sent without a gap: ranges in order add up.
            let before = try Int.fetchOne(
                db.cachedStatement(sql: "SELECT sent FROM fetch WHERE id = ?"), arguments: [row])
            let sent = max(before ?? 0, run.start <= before ?? 0 ? run.start + fetch.sent : 0)
            isWhole = sent >= run.size
            try db.cachedStatement(sql: "UPDATE fetch SET ended = ?, sent = ?, whole = ? WHERE id = ?")
                .execute(arguments: [fetch.at.milliseconds, sent, isWhole, row])
        }
        if !run.isTrial { try count(run.file, at: fetch.at, isWhole: isWhole, db) }
    }

    private func count(_ file: String, at moment: Moment, isWhole: Bool, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO media (file, fetches, wholes, last, lastWhole) VALUES (?, 1, ?, ?, ?)
                ON CONFLICT DO UPDATE SET fetches = fetches + 1, wholes = wholes + excluded.wholes,
                    last = max(last, excluded.last), lastWhole = coalesce(excluded.lastWhole, lastWhole)
                """
        ).execute(arguments: [file, isWhole ? 1 : 0, moment.milliseconds, isWhole ? moment.milliseconds : nil])
    }
}
