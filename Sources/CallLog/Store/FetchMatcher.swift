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
/// A file that is fetched from another server has its URL here, so no fetch belongs to it, and nothing is said about it.
///
/// The provider may cache files, as our HTTP headers allow; later answers are then played without a fetch. So a file counts
/// as never fetched only if no one ever received all of it.
struct FetchMatcher {
    /// The longest time between an answer and its fetch, in milliseconds.
    static let window: Int64 = 120_000

    /// A condition in SQLite: that a row is of a file that is fetched from another server.
    static func isElsewhere(_ table: String) -> String { "instr(\(table).file, ':') > 0" }

    private struct RunningFetch {
        /// The row of the answer's fetch; `nil` if there is no such answer.
        var row: Int64?
        var file: String
        var size: Int
        var start: Int
        var isTrial: Bool
    }

    private var running: [UInt64: RunningFetch] = [:]

    mutating func begin(_ fetch: FetchBeginning, _ table: some FetchTable) throws {
        let file = fetch.file.stored
        let isLater = if case .bytes(let start) = fetch.request { start > 0 } else { false }
        let moment = fetch.at.milliseconds
        let row = try table.latest(
            file: file, answered: moment - Self.window...moment, isTrial: fetch.isTrial, hasBegun: isLater)
        switch fetch.request {
        case .head:
            if let row { try table.asked(row, at: moment) }
        case .unchanged:
            if let row {
                try table.began(row, at: moment, size: fetch.size)
                try table.ended(row, at: moment, sent: fetch.size, isWhole: true)
            }
            if !fetch.isTrial { try table.count(file, at: moment, isWhole: true) }
        case .bytes(let start):
            if let row { try table.began(row, at: moment, size: fetch.size) }
            // Fetches whose end is never recorded must not fill the memory.
            if running.count >= 20_000 { running.removeAll() }
            running[fetch.ticket] = RunningFetch(
                row: row, file: file, size: fetch.size, start: start, isTrial: fetch.isTrial)
        }
    }

    mutating func end(_ fetch: FetchEnd, _ table: some FetchTable) throws {
        guard let run = running.removeValue(forKey: fetch.ticket) else { return }
        var isWhole = run.start == 0 && fetch.sent >= run.size
        if let row = run.row {
            // `sent` is the length of the file's beginning that was sent without a gap: ranges in order add up.
            let before = try table.sent(row)
            let sent = max(before ?? 0, run.start <= before ?? 0 ? run.start + fetch.sent : 0)
            isWhole = sent >= run.size
            try table.ended(row, at: fetch.at.milliseconds, sent: sent, isWhole: isWhole)
        }
        if !run.isTrial { try table.count(run.file, at: fetch.at.milliseconds, isWhole: isWhole) }
    }

    /// The rows of the fetches that these ends belong to.
    func rows(of ends: some Sequence<FetchEnd>) -> [Int64] { ends.compactMap { running[$0.ticket]?.row } }
}

/// What `FetchMatcher` asks of the fetches in the log. Times are milliseconds since 1970.
protocol FetchTable {
    /// The row of the latest answer that named a file.
    ///
    /// - Parameter hasBegun: of those that are being fetched, or of those that no one has fetched yet.
    func latest(file: String, answered: ClosedRange<Int64>, isTrial: Bool, hasBegun: Bool) throws -> Int64?

    func asked(_ row: Int64, at moment: Int64) throws
    /// Of several beginnings, the first counts.
    func began(_ row: Int64, at moment: Int64, size: Int) throws
    func sent(_ row: Int64) throws -> Int?
    func ended(_ row: Int64, at moment: Int64, sent: Int, isWhole: Bool) throws

    /// Counts a fetch of a file, whichever call it belongs to.
    func count(_ file: String, at moment: Int64, isWhole: Bool) throws
}
