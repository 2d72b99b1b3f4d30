import GRDB

/// Runs a `CallQuery` against the database.
///
/// For every query, some index lists candidates in the order of their ids: all calls, those of an outcome, simulated ones,
/// or those whose texts have all trigrams of the search text. The index with the fewest candidates is scanned, and each
/// candidate is tested against the other conditions, until the page is full.
struct CallSearch {
    /// The start of a page: after the call with this id, the last of the previous page; `nil` for the first page.
    enum Start: Sendable {
        case newest(before: Int64?)
        case oldest(after: Int64?)

        fileprivate var order: String {
            switch self {
            case .newest: "DESC"
            case .oldest: "ASC"
            }
        }
    }

    let query: CallQuery

    func page(_ db: Database, _ start: Start, limit: Int) throws -> [LoggedCall] {
        try LoggedCall.whole(try ids(db, start, limit: limit), db)
    }

    /// Counts the matches, up to `limit`.
    func count(_ db: Database, limit: Int) throws -> Int { try ids(db, .newest(before: nil), limit: limit).count }

    private func ids(_ db: Database, _ start: Start, limit: Int) throws -> [Int64] {
        let index = try smallestIndex(db)
        let bounds = bounds(start, index)
        let terms = bounds + terms(index)
        // Fewer than three letters are in no index, but in so many calls that it is enough to scan the nearest ones.
        var source = index.source
        var arguments: StatementArguments = []
        if index == .calls, text != nil || digits != nil {
            let most = 20_000
            source = "(SELECT * FROM call \(Self.condition(bounds)) ORDER BY id \(start.order) LIMIT \(most)) AS call"
            arguments = bounds.reduce(into: []) { $0 += $1.arguments }
        }
        let found = try Int64.fetchCursor(
            db, sql: "SELECT call.id FROM \(source) \(Self.condition(terms)) ORDER BY \(index.key) \(start.order)",
            arguments: terms.reduce(into: arguments) { $0 += $1.arguments })
        var ids: [Int64] = []
        while ids.count < limit, let id = try found.next() {
            // Several texts of one call are adjacent.
            if ids.last != id { ids.append(id) }
        }
        return ids
    }

    // MARK: Choosing an index

    private enum Index: Hashable {
        case calls
        case outcome(String)
        case trials
        /// Texts that match an expression of FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax).
        case number(String)
        case text(String)

        var isSearch: Bool {
            switch self {
            case .calls, .outcome, .trials: false
            case .number, .text: true
            }
        }

        var source: String {
            isSearch ? "search CROSS JOIN call ON call.id = search.rowid / \(texts) * \(texts)" : "call"
        }

        var key: String { isSearch ? "search.rowid" : "call.id" }

        /// Counts the candidates, up to `most`.
        func count(_ db: Database, most: Int) throws -> Int {
            let (condition, argument): (String, String?) =
                switch self {
                case .calls: ("call", nil)
                case .outcome(let outcome): ("call WHERE outcome = ?", outcome)
                case .trials: ("call WHERE isTrial", nil)
                case .number(let match), .text(let match): ("search WHERE search MATCH ?", match)
                }
            return try Int.fetchOne(
                db, sql: "SELECT count(*) FROM (SELECT 1 FROM \(condition) LIMIT \(most))",
                arguments: argument.map { [$0] } ?? []) ?? 0
        }
    }

    private func smallestIndex(_ db: Database) throws -> Index {
        var indexes: [Index] = []
        if let match = Self.match(digits) { indexes.append(.number(match)) }
        if let match = Self.match(text) { indexes.append(.text(match)) }
        if let outcome = query.outcome { indexes.append(.outcome(outcome.rawValue)) }
        if query.isTrial == true { indexes.append(.trials) }
        guard indexes.count > 1 else { return indexes.first ?? .calls }
        // An index with more candidates than this fills a page quickly.
        let most = 20_000
        let counts = try indexes.map { ($0, try $0.count(db, most: most)) }
        return counts.min { $0.1 < $1.1 }?.0 ?? .calls
    }

    /// All trigrams of a text, as an FTS5 expression; `nil` for fewer than three letters.
    private static func match(_ text: String?) -> String? {
        let scalars = Array((text ?? "").unicodeScalars)
        guard scalars.count >= 3 else { return nil }
        let trigrams = Set((0...scalars.count - 3).map { String(String.UnicodeScalarView(scalars[$0..<$0 + 3])) })
        return trigrams.sorted().map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: " AND ")
    }

    private var text: String? { query.comparedText }
    private var number: NumberPart? { query.numberPart }
    private var digits: String? { number?.digits.lowercased() }

    // MARK: Conditions

    private typealias Term = (sql: String, arguments: StatementArguments)

    private static func condition(_ terms: [Term]) -> String {
        terms.isEmpty ? "" : "WHERE " + terms.map(\.sql).joined(separator: " AND ")
    }

    private func terms(_ index: Index) -> [Term] {
        var terms: [Term] = []
        if case .number(let match) = index { terms.append(("search MATCH ?", [match])) }
        if case .text(let match) = index { terms.append(("search MATCH ?", [match])) }
        if let text {
            if case .text = index {
                terms.append(("instr(search.text, ?) > 0", [text]))
            } else {
                let texts = "texts.rowid BETWEEN call.id AND call.id + \(texts - 1)"
                terms.append(
                    ("EXISTS (SELECT 1 FROM search AS texts WHERE \(texts) AND instr(texts.text, ?) > 0)", [text]))
            }
        }
        if let number, let digits {
            let leg = "SELECT 1 FROM call AS leg WHERE leg.firstLeg = call.id AND \(Self.numbers("leg", number))"
            terms.append(
                (
                    "(\(Self.numbers("call", number)) OR call.furtherLegs > 0 AND EXISTS (\(leg)))",
                    StatementArguments(Array(repeating: digits, count: 6))
                ))
        }
        if let outcome = query.outcome { terms.append(("call.outcome = ?", [outcome.rawValue])) }
        if let isTrial = query.isTrial { terms.append((isTrial ? "call.isTrial" : "NOT call.isTrial", [])) }
        if let progress = query.progress {
            let (ids, arguments) = LoggedCall.inProgress(at: progress.at)
            terms.append(
                ("call.id \(progress.isInProgress ? "IN" : "NOT IN") (\(ids))", StatementArguments(arguments)))
        }
        if let hearing = query.hearing { terms.append((hearing.condition(from: query.from), [])) }
        if let evidence = query.evidence {
            let (legs, arguments) = evidence.legs(from: query.from, to: query.to)
            terms.append(
                (
                    "call.id IN (SELECT coalesce(leg.firstLeg, leg.id) FROM call AS leg WHERE leg.id IN (\(legs)))",
                    StatementArguments(arguments.compactMap { $0 as? any DatabaseValueConvertible })
                ))
        }
        if let (sql, arguments) = query.scope?.condition("call") { terms.append((sql, StatementArguments(arguments))) }
        // Further legs are parts of the calls found.
        terms.append(("call.firstLeg IS NULL", []))
        return terms
    }

    /// Whether a number of a leg has some digits, which are an argument three times.
    private static func numbers(_ leg: String, _ part: NumberPart) -> String {
        "("
            + ["caller", "called", "answeringNumber"].map { "(\(part.condition("\(leg).\($0)")))" }.joined(
                separator: " OR ") + ")"
    }

    /// The time span and the page, as bounds of the ids.
    private func bounds(_ start: Start, _ index: Index) -> [Term] {
        var terms: [Term] = []
        var (starts, ends) = ([query.from.map(CallKey.first)], [query.to.map(CallKey.first)])
        switch start {
        case .newest(let before): ends.append(before)
        case .oldest(let after): starts.append(after.map { $0 + texts })
        }
        if let start = starts.compactMap({ $0 }).max() { terms.append(("\(index.key) >= ?", [start])) }
        if let end = ends.compactMap({ $0 }).min() { terms.append(("\(index.key) < ?", [end])) }
        return terms
    }
}

/// The row ids of a call's texts are its id plus 0 to `texts - 1`.
private let texts = Int64(CallKey.mostTexts)
