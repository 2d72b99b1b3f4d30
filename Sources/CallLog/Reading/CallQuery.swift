import GRDB

/// Which calls are wanted.
package struct CallQuery: Hashable, Sendable {
    /// Part of the caller's or the called number, in any notation.
    package var number: String?
    /// Any part of what is known: numbers, users, menus, announcements, causes; letters small or capital.
    package var text: String?
    /// Calls that began then or later, and before then.
    package var from: LogMoment?
    package var to: LogMoment?
    package var outcome: CallOutcome?
    /// Only trials, or none; nil: both.
    package var isTrial: Bool?

    package init(
        number: String? = nil, text: String? = nil, from: LogMoment? = nil, to: LogMoment? = nil,
        outcome: CallOutcome? = nil, isTrial: Bool? = nil
    ) {
        (self.number, self.text, self.from, self.to) = (number, text, from, to)
        (self.outcome, self.isTrial) = (outcome, isTrial)
    }

    /// Whether a call is wanted, as far as its row says: `text` is looked for in the log only.
    package func matches(_ call: LoggedCall) -> Bool {
        if let digits = number.map(Self.digits), !digits.isEmpty,
            ![call.from, call.to].contains(where: { $0?.contains(digits) ?? false })
        {
            return false
        }
        return (from.map { call.began >= $0 } ?? true) && (to.map { call.began < $0 } ?? true)
            && (outcome.map { call.outcome == $0 } ?? true) && (isTrial.map { call.isTrial == $0 } ?? true)
    }

    /// Where a page goes on, by the id of the last call of the page before; nil: the first page.
    enum Start {
        case newest(before: Int64?)
        case oldest(after: Int64?)
    }

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
        let condition = condition(start)
        let found = try Int64.fetchCursor(
            db, sql: "SELECT call.id FROM \(condition.sql) ORDER BY \(condition.key) \(start.order)",
            arguments: condition.arguments)
        var ids: [Int64] = []
        while ids.count < limit, let id = try found.next() {
            // Several texts of one call stand together.
            if ids.last != id { ids.append(id) }
        }
        return ids
    }

    private typealias Condition = (sql: String, key: String, arguments: StatementArguments)

    private func condition(_ start: Start) -> Condition {
        var terms: [String] = []
        var arguments: StatementArguments = []
        let words = [number.map(Self.digits), text].compactMap { $0 }.map { $0.lowercased() }.filter { !$0.isEmpty }
        // Three letters or more are found by the index, with the ids of the calls in the right order; fewer are in so many
        // calls that looking into one after the other finds them soon.
        let trigrams = Set(words.flatMap(Self.trigrams))
        let isSearch = !words.isEmpty
        let key = isSearch ? "search.rowid" : "call.id"
        if !trigrams.isEmpty {
            terms.append("search MATCH ?")
            arguments += [
                trigrams.sorted().map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: " AND ")
            ]
        }
        if let text, !text.isEmpty {
            terms.append("instr(search.text, ?) > 0")
            arguments += [text.lowercased().stored]
        }
        if let number, !Self.digits(number).isEmpty {
            let digits = Self.digits(number)
            terms.append("(instr(call.caller, ?) > 0 OR instr(call.called, ?) > 0)")
            arguments += [digits, digits]
        }
        // Texts of a call have its id, plus less than this.
        let last = Int64(CallKey.mostTexts)
        var (starts, ends) = ([from.map(CallKey.first)], [to.map(CallKey.first)])
        switch start {
        case .newest(let before): ends.append(before)
        case .oldest(let after): starts.append(after.map { $0 + last })
        }
        if let start = starts.compactMap({ $0 }).max() {
            terms.append("\(key) >= ?")
            arguments += [start]
        }
        if let end = ends.compactMap({ $0 }).min() {
            terms.append("\(key) < ?")
            arguments += [end]
        }
        if let outcome {
            terms.append("call.outcome = ?")
            arguments += [outcome.rawValue]
        }
        switch isTrial {
        case true?: terms.append("call.isTrial")
        case false?: terms.append("NOT call.isTrial")
        case nil: break
        }
        let condition = terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND ")
        let source = isSearch ? "search CROSS JOIN call ON call.id = search.rowid / \(last) * \(last)" : "call"
        return (sql: "\(source) \(condition)", key: key, arguments: arguments)
    }

    /// As numbers are kept: without what people put between digits, without prefixes that stand for the plus.
    private static func digits(_ number: String) -> String {
        let plain = String(number.replacing("(0)", with: "").filter { !" -/.()\u{A0}\u{202F}".contains($0) })
        if plain.hasPrefix("00"), plain.count >= 8 { return "+" + plain.dropFirst(2) }
        // A number as people of the country write it: its zero is none abroad.
        return plain.hasPrefix("0") ? String(plain.dropFirst()) : plain
    }

    private static func trigrams(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count >= 3 else { return [] }
        return (0...scalars.count - 3).map { start in
            String(String.UnicodeScalarView(scalars[start..<start + 3]))
        }
    }
}

extension CallQuery.Start {
    fileprivate var order: String {
        switch self {
        case .newest: "DESC"
        case .oldest: "ASC"
        }
    }
}
