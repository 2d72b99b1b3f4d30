import GRDB

/// A `CallQuery` asked of the database.
///
/// Whatever is asked for, some index has the calls in their order: of ids, of an outcome's, of trials', or of those whose
/// texts have three letters in common with what is looked for. The one with the fewest calls is gone through, and each call
/// is looked at for the rest, until a page is full.
struct CallSearch {
    /// Where a page goes on, by the id of the last call of the page before; nil: the first page.
    enum Start {
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
        let ids = try ids(db, start, limit: limit)
        let marks = databaseQuestionMarks(count: ids.count)
        return try Row.fetchAll(
            db, sql: "SELECT * FROM call WHERE id IN (\(marks)) ORDER BY id \(start.order)",
            arguments: StatementArguments(ids)
        ).map { LoggedCall($0) }
    }

    /// - Returns: how many calls there are, but no more than `limit`.
    func count(_ db: Database, limit: Int) throws -> Int { try ids(db, .newest(before: nil), limit: limit).count }

    private func ids(_ db: Database, _ start: Start, limit: Int) throws -> [Int64] {
        let way = try shortest(db)
        let bounds = bounds(start, way)
        let terms = bounds + terms(way)
        // Fewer than three letters are in no index, and in so many calls that the next ones will do.
        var source = way.source
        var arguments: StatementArguments = []
        if way == .calls, text != nil || digits != nil {
            let most = 20_000
            source = "(SELECT * FROM call \(Self.condition(bounds)) ORDER BY id \(start.order) LIMIT \(most)) AS call"
            arguments = bounds.reduce(into: []) { $0 += $1.arguments }
        }
        let found = try Int64.fetchCursor(
            db, sql: "SELECT call.id FROM \(source) \(Self.condition(terms)) ORDER BY \(way.key) \(start.order)",
            arguments: terms.reduce(into: arguments) { $0 += $1.arguments })
        var ids: [Int64] = []
        while ids.count < limit, let id = try found.next() {
            // Several texts of one call stand together.
            if ids.last != id { ids.append(id) }
        }
        return ids
    }

    // MARK: What to go through

    private enum Way: Hashable {
        case calls
        case outcome(String)
        case trials
        /// Texts that match: FTS5's expression.
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

        /// Counts what there is of it, as far as `most`.
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

    private func shortest(_ db: Database) throws -> Way {
        var ways: [Way] = []
        if let match = Self.match(digits) { ways.append(.number(match)) }
        if let match = Self.match(text) { ways.append(.text(match)) }
        if let outcome = query.outcome { ways.append(.outcome(outcome.rawValue)) }
        if query.isTrial == true { ways.append(.trials) }
        guard ways.count > 1 else { return ways.first ?? .calls }
        // More than this are so many that a page of them is soon full.
        let most = 20_000
        let counts = try ways.map { ($0, try $0.count(db, most: most)) }
        return counts.min { $0.1 < $1.1 }?.0 ?? .calls
    }

    /// All three letters that follow each other, as the index has them; nil for fewer than three.
    private static func match(_ text: String?) -> String? {
        let scalars = Array((text ?? "").unicodeScalars)
        guard scalars.count >= 3 else { return nil }
        let trigrams = Set((0...scalars.count - 3).map { String(String.UnicodeScalarView(scalars[$0..<$0 + 3])) })
        return trigrams.sorted().map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: " AND ")
    }

    private var text: String? {
        guard let text = query.text, !text.isEmpty else { return nil }
        return text.lowercased().stored
    }

    private var digits: String? {
        guard let digits = query.number.map(CallQuery.digits), !digits.isEmpty else { return nil }
        return digits.lowercased()
    }

    // MARK: What to look for

    private typealias Term = (sql: String, arguments: StatementArguments)

    private static func condition(_ terms: [Term]) -> String {
        terms.isEmpty ? "" : "WHERE " + terms.map(\.sql).joined(separator: " AND ")
    }

    private func terms(_ way: Way) -> [Term] {
        var terms: [Term] = []
        if case .number(let match) = way { terms.append(("search MATCH ?", [match])) }
        if case .text(let match) = way { terms.append(("search MATCH ?", [match])) }
        if let text {
            if case .text = way {
                terms.append(("instr(search.text, ?) > 0", [text]))
            } else {
                let texts = "texts.rowid BETWEEN call.id AND call.id + \(texts - 1)"
                terms.append(
                    ("EXISTS (SELECT 1 FROM search AS texts WHERE \(texts) AND instr(texts.text, ?) > 0)", [text]))
            }
        }
        if let digits {
            terms.append(("(instr(call.caller, ?) > 0 OR instr(call.called, ?) > 0)", [digits, digits]))
        }
        if let outcome = query.outcome { terms.append(("call.outcome = ?", [outcome.rawValue])) }
        if let isTrial = query.isTrial { terms.append((isTrial ? "call.isTrial" : "NOT call.isTrial", [])) }
        return terms
    }

    /// The time that is wanted, and the page.
    private func bounds(_ start: Start, _ way: Way) -> [Term] {
        var terms: [Term] = []
        var (starts, ends) = ([query.from.map(CallKey.first)], [query.to.map(CallKey.first)])
        switch start {
        case .newest(let before): ends.append(before)
        case .oldest(let after): starts.append(after.map { $0 + texts })
        }
        if let start = starts.compactMap({ $0 }).max() { terms.append(("\(way.key) >= ?", [start])) }
        if let end = ends.compactMap({ $0 }).min() { terms.append(("\(way.key) < ?", [end])) }
        return terms
    }
}

/// Texts of a call have its id, plus less than this.
private let texts = Int64(CallKey.mostTexts)
