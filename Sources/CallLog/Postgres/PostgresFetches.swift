import PostgreSQL
import Telephony

/// The fetches that a batch changes, in memory.
final class PostgresFetches: FetchTable {
    /// A condition: that a row is of a file that is fetched from another server.
    static let isElsewhere = "strpos(fetched.file, ':') > 0"

    /// A row of `fetched`. It has the id of the event whose answer named the file.
    struct Fetch {
        var id: Int64
        var call: Int64
        var isTrial: Bool
        var file: String
        var prompt: String
        var answered: Int64
        var asked: Int64?
        var began: Int64?
        var ended: Int64?
        var size: Int64?
        var sent: Int64 = 0
        var isWhole = false
        var isChanged = false
    }

    struct Count {
        var fetches: Int64 = 0
        var wholes: Int64 = 0
        var last: Int64
        var lastWhole: Int64?
    }

    /// More answers that named a file of the batch in two minutes, and were not fetched, than this: the oldest are not looked at.
    private static let most = 20_000

    private(set) var fetches: [Int64: Fetch] = [:]
    private var ids: [String: [Int64]] = [:]
    private(set) var counts: [String: Count] = [:]

    /// Reads the fetches that these entries may belong to.
    ///
    /// - Parameter running: The rows of fetches that have begun.
    static func query(_ entries: some Sequence<LogEntry>, running: [Int64]) -> Statement? {
        var (files, moments) = (Set<String>(), [] as [Int64])
        for case .fetchBegan(let fetch) in entries {
            files.insert(fetch.file.stored)
            moments.append(fetch.at.milliseconds)
        }
        let (first, last) = ((moments.min() ?? 0) - FetchMatcher.window, moments.max() ?? 0)
        guard !files.isEmpty || !running.isEmpty else { return nil }
        return """
            (SELECT * FROM fetched WHERE file = ANY (\(files.sorted())) AND answered BETWEEN \(first) AND \(last) AND NOT whole
                ORDER BY answered DESC LIMIT \(trusted: "\(most)"))
            UNION SELECT * FROM fetched WHERE id = ANY (\(running))
            """
    }

    func take(_ rows: Rows) {
        for row in rows {
            guard let id = row.integer("id"), let call = row.integer("call"), let file = row.text("file") else {
                continue
            }
            add(
                Fetch(
                    id: id, call: call, isTrial: row.flag("isTrial"), file: file, prompt: row.text("prompt") ?? "",
                    answered: row.integer("answered") ?? 0, asked: row.integer("asked"), began: row.integer("began"),
                    ended: row.integer("ended"), size: row.integer("size"), sent: row.integer("sent") ?? 0,
                    isWhole: row.flag("whole")))
        }
    }

    /// Adds an answer that named a file.
    func insert(_ event: Int64, call: Int64, _ sound: LoggedAnswer.Sound, answered: Int64, isTrial: Bool) {
        add(
            Fetch(
                id: event, call: call, isTrial: isTrial, file: sound.file.stored, prompt: sound.prompt.stored,
                answered: answered, isChanged: true))
    }

    private func add(_ fetch: Fetch) {
        if fetches.updateValue(fetch, forKey: fetch.id) == nil { ids[fetch.file, default: []].append(fetch.id) }
    }

    // MARK: What is asked

    func latest(file: String, answered: ClosedRange<Int64>, isTrial: Bool, hasBegun: Bool) -> Int64? {
        (ids[file] ?? []).lazy.compactMap { self.fetches[$0] }.filter {
            answered.contains($0.answered) && $0.isTrial == isTrial
                && (hasBegun ? $0.began != nil && !$0.isWhole : $0.began == nil)
        }.max { ($0.answered, $0.id) < ($1.answered, $1.id) }?.id
    }

    private func change(_ row: Int64, _ body: (inout Fetch) -> Void) {
        guard var fetch = fetches[row] else { return }
        body(&fetch)
        fetch.isChanged = true
        fetches[row] = fetch
    }

    func asked(_ row: Int64, at moment: Int64) { change(row) { $0.asked = moment } }

    func began(_ row: Int64, at moment: Int64, size: Int) {
        change(row) {
            $0.began = $0.began ?? moment
            $0.size = Int64(size)
        }
    }

    func sent(_ row: Int64) -> Int? { fetches[row].map { Int($0.sent) } }

    func ended(_ row: Int64, at moment: Int64, sent: Int, isWhole: Bool) {
        change(row) {
            $0.ended = moment
            $0.sent = Int64(sent)
            $0.isWhole = isWhole
        }
    }

    func count(_ file: String, at moment: Int64, isWhole: Bool) {
        var count = counts[file] ?? Count(last: moment)
        count.fetches += 1
        count.wholes += isWhole ? 1 : 0
        count.last = max(count.last, moment)
        if isWhole { count.lastWhole = moment }
        counts[file] = count
    }
}
