import GRDB
import Telephony

/// Writes entries as rows, within one transaction.
struct RowWriter {
    let db: Database
    var fetches: FetchMatcher
    /// Numbers the calls of one millisecond; see `CallKey`.
    var counter: Int64

    mutating func write(_ entry: LogEntry) throws {
        switch entry {
        case .event(let event): try write(event)
        case .refused(let request): try write(request)
        case .fetchBegan(let fetch): try fetches.begin(fetch, SQLiteFetches(db: db))
        case .fetchEnded(let fetch): try fetches.end(fetch, SQLiteFetches(db: db))
        }
    }

    private func write(_ request: RefusedRequest) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO refused (hour, status, reason, count, last) VALUES (?, ?, ?, 1, ?)
                ON CONFLICT DO UPDATE SET count = count + 1, last = max(last, excluded.last)
                """
        ).execute(arguments: [
            request.at.milliseconds / 3_600_000, request.status, request.reason.stored, request.at.milliseconds,
        ])
    }

    private mutating func write(_ event: LoggedEvent) throws {
        let known = try CallRow.find(for: event, db)
        let isNew = known == nil
        var call = known ?? CallRow(event)
        if isNew { try insert(&call) }
        let id = try insert(event, call: call.id)
        let correction = call.apply(event, row: id)
        if call.firstLeg == nil, isNew || call.hasNewIdentity {
            try LegJoin(call: call, table: SQLiteLegs(db: db)).run(&call)
        }
        if let text = call.searchText(of: event, isFirst: isNew) { try SearchText.add(text, to: &call, db) }
        try call.update(db)
        if call.firstLeg != nil || call.furtherLegs > 0 { try SQLiteLegs(db: db).refresh(call.firstLeg ?? call.id) }
        switch correction {
        case nil: break
        case .lost(let caller):
            try db.cachedStatement(sql: "UPDATE event SET lostAfter = ? WHERE id = ?")
                .execute(arguments: [caller.milliseconds, caller.event])
        case .notLost:
            try db.cachedStatement(sql: "UPDATE event SET lostAfter = NULL WHERE call = ? AND lostAfter IS NOT NULL")
                .execute(arguments: [call.id])
        }
        if let sound = event.answer?.sound {
            try db.cachedStatement(
                sql: """
                    INSERT INTO fetch (event, call, file, prompt, answered, sent, whole) VALUES (?, ?, ?, ?, ?, 0, 0)
                    """
            ).execute(arguments: [id, call.id, sound.file.stored, sound.prompt.stored, event.at.milliseconds])
        }
    }

    /// Inserts a call under the first free id: usually one of the millisecond it began, a later one if more calls than ids
    /// began in that millisecond (a clock that stands still).
    private mutating func insert(_ call: inout CallRow) throws {
        for attempt: Int64 in 0... {
            counter += 1
            call.id = CallKey.id(Moment(milliseconds: call.began.milliseconds + attempt / 8), counter: counter)
            do {
                try call.insert(db)
                return call.didInsert()
            } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY {
                guard attempt < 10_000 else { throw error }
            }
        }
    }

    private func insert(_ event: LoggedEvent, call: Int64) throws -> Int64 {
        let (input, keys, count) = event.input.columns
        try db.cachedStatement(
            sql: """
                INSERT INTO event (call, at, kind, request, status, xml, answer, way, input, keys, keyCount, refusal,
                    missing, menu, latency) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            call, event.at.milliseconds, event.kind.rawValue, FormFieldsJSON.text(of: event.fields), event.status,
            event.xml?.stored, event.answer?.words.stored, event.way?.stored, input, keys?.stored, count,
            event.refusal?.stored, event.missing.isEmpty ? nil : event.missing.joined(separator: ", ").stored,
            event.answer?.menu?.stored, event.latency,
        ])
        return db.lastInsertedRowID
    }
}

extension String {
    /// The text as SQLite stores it: without NUL, where many of SQLite's functions end a text
    /// (https://sqlite.org/nulinstr.html).
    var stored: String { utf8.contains(0) ? replacing("\0", with: "\u{2400}") : self }
}
