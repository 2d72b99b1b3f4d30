import PostgreSQL
import Telephony

extension PostgresBatch {
    /// The statements that write what has changed.
    var changes: [Statement] {
        var statements: [Statement] = []
        if !notLost.isEmpty {
            statements.append(
                "UPDATE event SET lostAfter = NULL WHERE call = ANY (\(notLost.sorted())) AND lostAfter IS NOT NULL")
        }
        if !lost.isEmpty {
            let lost = lost.map { ($0.key, $0.value) }
            statements.append(
                """
                UPDATE event SET lostAfter = lost.after
                FROM unnest(\(lost.map(\.0.call)), \(lost.map(\.0.id)), \(lost.map(\.1))) AS lost (call, id, after)
                WHERE event.call = lost.call AND event.id = lost.id
                """)
        }
        if !events.isEmpty { statements.append(Self.columns(events).insertion(into: "event")) }
        let changed = legs.values.filter(\.isChanged)
        let (new, old) = (changed.filter(\.isNew), changed.filter { !$0.isNew })
        if !new.isEmpty { statements.append(Self.columns(new).insertion(into: "call")) }
        if !old.isEmpty { statements.append(Self.columns(old).insertion(into: "call", replacing: "id")) }
        let fetches = fetchTable.fetches.values.filter(\.isChanged)
        if !fetches.isEmpty {
            statements.append(Self.columns(fetches).insertion(into: "fetched", replacing: "call, id"))
        }
        if !fetchTable.counts.isEmpty { statements.append(Self.media(fetchTable.counts.map { ($0.key, $0.value) })) }
        if !refusals.isEmpty {
            statements.append(Self.refused(refusals.map { ($0.key, $0.value.count, $0.value.last) }))
        }
        return statements
    }

    private static func columns(_ events: [NewEvent]) -> Columns {
        func texts(_ value: (LoggedEvent) -> String?) -> Parameter { .texts(events.map { value($0.event)?.stored }) }
        func numbers(_ value: (LoggedEvent) -> Int64?) -> Parameter { .integers(events.map { value($0.event) }) }
        func flags(_ value: (LoggedEvent) -> Bool) -> Parameter { .flags(events.map { value($0.event) }) }
        return Columns([
            ("call", .integers(events.map(\.call))), ("id", .integers(events.map(\.id))),
            ("at", numbers { $0.at.milliseconds }), ("kind", texts { $0.kind.rawValue }),
            ("request", texts { FormFieldsJSON.text(of: $0.fields) }), ("status", numbers { Int64($0.status) }),
            ("xml", texts { $0.xml }), ("answer", texts { $0.answer?.words }), ("way", texts { $0.way }),
            ("input", texts { $0.input.columns.input }), ("keys", texts { $0.input.columns.keys }),
            ("keyCount", numbers { $0.input.columns.count.map { Int64($0) } }), ("refusal", texts { $0.refusal }),
            ("missing", texts { $0.missing.isEmpty ? nil : $0.missing.joined(separator: ", ") }),
            ("menu", texts { $0.answer?.menu }), ("lostAfter", .integers(events.map(\.lostAfter))),
            ("latency", numbers { Int64($0.latency) }), ("action", texts { $0.answer?.action.rawValue }),
            ("answeredBy", texts { $0.answeredBy }), ("answeringNumber", texts { $0.answeringNumber }),
            ("cause", texts { $0.cause }), ("isVoicemail", flags { $0.isVoicemail }),
            ("toVoicemail", flags { $0.users == ["voicemail"] }), ("isDetached", flags { $0.isDetached }),
        ])
    }

    private static func columns(_ legs: [Leg]) -> Columns {
        func texts(_ value: (CallRow) -> String?) -> Parameter { .texts(legs.map { value($0.row)?.stored }) }
        func numbers(_ value: (CallRow) -> Int64?) -> Parameter { .integers(legs.map { value($0.row) }) }
        func flags(_ value: (CallRow) -> Bool) -> Parameter { .flags(legs.map { value($0.row) }) }
        return Columns([
            ("id", numbers { $0.id }), ("callID", texts { $0.callID }),
            ("originalCallID", texts { $0.identity.originalCallID }), ("xcid", texts { $0.identity.xcid }),
            ("diversion", texts { $0.identity.diversion }), ("isTrial", flags { $0.isTrial }),
            ("direction", texts { $0.identity.direction }), ("caller", texts { $0.identity.caller }),
            ("called", texts { $0.identity.called }), ("users", texts { $0.identity.users }),
            ("userID", texts { $0.identity.userID }), ("fullUserID", texts { $0.identity.fullUserID }),
            ("began", numbers { $0.began.milliseconds }), ("answered", numbers { $0.progress.answered?.milliseconds }),
            ("answeredBy", texts { $0.progress.answeredBy }),
            ("answeringNumber", texts { $0.progress.answeringNumber }),
            ("isVoicemail", flags { $0.progress.isVoicemail }), ("ended", numbers { $0.progress.ended?.milliseconds }),
            ("cause", texts { $0.progress.cause }), ("action", texts { $0.progress.action?.rawValue }),
            ("lastStep", texts { $0.progress.lastStep }), ("askingMenu", texts { $0.progress.asking?.menu }),
            ("askingSince", numbers { $0.progress.asking?.since.milliseconds }),
            ("askingEvent", numbers { $0.progress.asking?.event }), ("isGone", flags { $0.progress.isGone }),
            ("isRefused", flags { $0.progress.isRefused }), ("isOver", flags { $0.isOver }),
            ("outcome", .texts(legs.map(\.outcome.rawValue))),
            ("ownOutcome", .texts(legs.map { $0.ownOutcome?.rawValue })),
            ("firstLeg", numbers { $0.firstLeg }), ("furtherLegs", numbers { Int64($0.furtherLegs) }),
            ("lastEvent", numbers { $0.lastEvent }), ("lastAt", numbers { $0.lastAt.milliseconds }),
            ("texts", .texts(legs.map { $0.texts.joined(separator: String(separator)) })),
        ])
    }

    private static func columns(_ fetches: [PostgresFetches.Fetch]) -> Columns {
        Columns([
            ("call", .integers(fetches.map(\.call))), ("id", .integers(fetches.map(\.id))),
            ("isTrial", .flags(fetches.map(\.isTrial))), ("file", .texts(fetches.map(\.file))),
            ("prompt", .texts(fetches.map(\.prompt))), ("answered", .integers(fetches.map(\.answered))),
            ("asked", .integers(fetches.map(\.asked))), ("began", .integers(fetches.map(\.began))),
            ("ended", .integers(fetches.map(\.ended))), ("size", .integers(fetches.map(\.size))),
            ("sent", .integers(fetches.map(\.sent))), ("whole", .flags(fetches.map(\.isWhole))),
        ])
    }

    private static func media(_ counts: [(file: String, count: PostgresFetches.Count)]) -> Statement {
        Columns([
            ("file", .texts(counts.map(\.file))), ("fetches", .integers(counts.map(\.count.fetches))),
            ("wholes", .integers(counts.map(\.count.wholes))), ("last", .integers(counts.map(\.count.last))),
            ("lastWhole", .integers(counts.map(\.count.lastWhole))),
        ]).insertion(into: "media") + """
             ON CONFLICT (file) DO UPDATE SET fetches = media.fetches + excluded.fetches, wholes = media.wholes + excluded.wholes,
                last = greatest(media.last, excluded.last), lastWhole = coalesce(excluded.lastWhole, media.lastWhole)
            """
    }

    private static func refused(_ counts: [(key: Refusal, count: Int64, last: Int64)]) -> Statement {
        Columns([
            ("hour", .integers(counts.map(\.key.hour))), ("status", .integers(counts.map(\.key.status))),
            ("reason", .texts(counts.map(\.key.reason))), ("count", .integers(counts.map(\.count))),
            ("last", .integers(counts.map(\.last))),
        ]).insertion(into: "refused") + """
             ON CONFLICT (hour, status, reason) DO UPDATE SET count = refused.count + excluded.count,
                last = greatest(refused.last, excluded.last)
            """
    }
}

/// Rows to be written, column by column: the server reads arrays three times faster than as many statements.
private struct Columns {
    private let columns: [(name: String, values: Parameter)]

    init(_ columns: [(name: String, values: Parameter)]) { self.columns = columns }

    /// - Parameter key: The columns by which rows are replaced; `nil` if all rows are new.
    func insertion(into table: String, replacing key: String? = nil) -> Statement {
        let names = columns.map(\.name)
        let arrays = columns.map { "\($0.values)" as Statement }.joined(separator: ", ")
        let insertion: Statement = """
            INSERT INTO \(trusted: table) (\(trusted: names.joined(separator: ", "))) SELECT * FROM unnest(\(arrays))
            """
        guard let key else { return insertion }
        let changes = names.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return insertion + " ON CONFLICT (\(trusted: key)) DO UPDATE SET \(trusted: changes)"
    }
}

extension LoggedEvent {
    /// What `CallProgress` asks of an event, from its row.
    init(folding row: some LogRow) {
        self.init(
            at: row.moment("at") ?? Moment(milliseconds: 0),
            kind: row.text("kind").flatMap { Kind(rawValue: $0) } ?? .newCall, callID: "")
        (answeredBy, answeringNumber, cause) = (row.text("answeredBy"), row.text("answeringNumber"), row.text("cause"))
        (isVoicemail, isDetached) = (row.flag("isVoicemail"), row.flag("isDetached"))
        users = row.flag("toVoicemail") ? ["voicemail"] : []
        input = Input(row)
        refusal = row.text("refusal")
        if let action = row.text("action").flatMap({ CallAction(rawValue: $0) }) {
            answer = LoggedAnswer(action, words: row.text("answer") ?? "", menu: row.text("menu"))
        }
    }
}
