import GRDB

/// Entries becoming rows, within one transaction.
struct Writing {
    let db: Database
    var fetches: FetchDesk
    var counter: Int64

    mutating func write(_ entry: LogEntry) throws {
        switch entry {
        case .event(let event): try write(event)
        case .refused(let request): try write(request)
        case .fetchBegan(let fetch): try fetches.begin(fetch, db)
        case .fetchEnded(let fetch): try fetches.end(fetch, db)
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
        let note = call.take(event, row: id)
        if let texts = call.texts(of: event, isFirst: isNew) {
            try db.cachedStatement(sql: "INSERT INTO search (rowid, text) VALUES (?, ?)")
                .execute(arguments: [call.id + Int64(call.textCount), texts])
            call.textCount += 1
        }
        try call.update(db)
        if case .lost(let event, let after)? = note {
            try db.cachedStatement(sql: "UPDATE event SET lostAfter = ? WHERE id = ?").execute(arguments: [
                after, event,
            ])
        }
        if let sound = event.answer?.sound {
            try db.cachedStatement(
                sql: """
                    INSERT INTO fetch (event, call, file, prompt, answered, sent, whole) VALUES (?, ?, ?, ?, ?, 0, 0)
                    """
            ).execute(arguments: [id, call.id, sound.file.stored, sound.prompt.stored, event.at.milliseconds])
        }
    }

    /// Takes the first id that is free: of its millisecond as a rule, of a later one where calls pile up at a clock that
    /// stands still.
    private mutating func insert(_ call: inout CallRow) throws {
        for attempt: Int64 in 0... {
            counter += 1
            call.id = CallKey.id(LogMoment(milliseconds: call.began.milliseconds + attempt / 8), counter: counter)
            do {
                return try call.insert(db)
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
            call, event.at.milliseconds, event.kind.rawValue, FieldText.text(of: event.fields), event.status,
            event.xml?.stored, event.answer?.words.stored, event.way?.stored, input, keys?.stored, count,
            event.refusal?.stored, event.missing.isEmpty ? nil : event.missing.joined(separator: ", ").stored,
            event.answer?.menu?.stored, event.latency,
        ])
        return db.lastInsertedRowID
    }
}

extension LoggedEvent.Input? {
    fileprivate var columns: (input: String?, keys: String?, count: Int?) {
        switch self {
        case nil: (nil, nil, nil)
        case .keys(let keys): ("keys", keys, keys.count)
        case .hidden(let count): ("keys", nil, count)
        case .silence: ("silence", nil, nil)
        case .gone: ("gone", nil, nil)
        }
    }
}

extension String {
    /// As SQLite can keep it: texts there end at a NUL.
    var stored: String { utf8.contains(0) ? replacing("\0", with: "\u{2400}") : self }
}
