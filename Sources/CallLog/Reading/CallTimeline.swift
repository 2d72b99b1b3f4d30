import GRDB
package import Telephony

/// Everything the log knows about one telephone call.
package struct CallTimeline: Hashable, Sendable {
    package var call: LoggedCall
    /// Of all legs, in the order of their arrival.
    package var events: [Event]
    /// The legs beside the one that was asked for, oldest first.
    package var related: [LoggedCall]

    package struct Event: Hashable, Sendable {
        /// The provider's id of the leg.
        package var callID: String
        package var at: Moment
        package var kind: LoggedEvent.Kind
        /// The fields of the request body.
        package var fields: [LoggedEvent.Field]
        /// The HTTP status of the answer.
        package var status: Int
        /// The body of the answer.
        package var xml: String?
        /// The answer in words.
        package var answer: String?
        /// The decisions that led to the answer, in words.
        package var way: String?
        /// `hidden` if the keys were not kept.
        package var input: LoggedEvent.Input?
        package var refusal: String?
        /// Announcements left out, separated by commas.
        package var missing: String?
        /// The menu that asked for keys.
        package var menu: String?
        /// Milliseconds after which the caller hung up in that menu.
        package var lostAfter: Int64?
        /// Microseconds.
        package var latency: Int
        package var fetch: Fetch?
    }

    /// The fetch of a published file that an answer named.
    package struct Fetch: Hashable, Sendable {
        /// Its published name; its URL if it is fetched from another server.
        package var file: String
        package var prompt: String
        /// When it was requested by HEAD, which sends nothing.
        package var asked: Moment?
        package var began: Moment?
        package var ended: Moment?
        /// The size of the file in bytes; `nil` until it is fetched.
        package var size: Int?
        /// The number of bytes sent, from the first one on without a gap.
        package var sent: Int
        package var isWhole: Bool
        /// When any client last received the whole file: the provider may cache it and play it without a fetch.
        package var lastWhole: Moment?

        /// Whether it is fetched from another server, so that it is not known whether it was.
        package var isElsewhere: Bool { file.contains(":") }
    }
}

extension CallTimeline {
    /// Returns `nil` if there is no such call (any more).
    static func fetch(_ id: Int64, _ db: Database) throws -> CallTimeline? {
        let first = try Int64.fetchOne(
            db, sql: "SELECT coalesce(firstLeg, id) FROM call WHERE id = ?", arguments: [id])
        guard let first, let call = try LoggedCall.whole([first], db).first else { return nil }
        let legs = call.legs.isEmpty ? [call] : call.legs
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT event.*, fetch.file, fetch.prompt, fetch.asked, fetch.began, fetch.ended, fetch.size, fetch.sent,
                    fetch.whole, media.lastWhole
                FROM event LEFT JOIN fetch ON fetch.call = event.call AND fetch.event = event.id
                LEFT JOIN media ON media.file = fetch.file
                WHERE event.call IN (\(databaseQuestionMarks(count: legs.count))) ORDER BY event.id LIMIT 1000
                """, arguments: StatementArguments(legs.map(\.id)))
        let callIDs = Dictionary(uniqueKeysWithValues: legs.map { ($0.id, $0.callID) })
        return CallTimeline(
            call: call, events: rows.map { Event($0, callID: callIDs[$0["call"]] ?? call.callID) },
            related: call.legs.filter { $0.id != id })
    }
}

extension CallTimeline.Event {
    /// - Parameter row: a row of `event`, joined with the one of the fetch.
    init(_ row: some LogRow, callID: String) {
        self.callID = callID
        at = row.moment("at") ?? Moment(milliseconds: 0)
        kind = row.text("kind").flatMap { LoggedEvent.Kind(rawValue: $0) } ?? .newCall
        fields = FormFieldsJSON.fields(row.text("request"))
        status = row.count("status") ?? 0
        (xml, answer, way) = (row.text("xml"), row.text("answer"), row.text("way"))
        input = LoggedEvent.Input(row)
        (refusal, missing, menu) = (row.text("refusal"), row.text("missing"), row.text("menu"))
        (lostAfter, latency) = (row.integer("lostAfter"), row.count("latency") ?? 0)
        if let file = row.text("file") {
            fetch = CallTimeline.Fetch(
                file: file, prompt: row.text("prompt") ?? "", asked: row.moment("asked"), began: row.moment("began"),
                ended: row.moment("ended"), size: row.count("size"), sent: row.count("sent") ?? 0,
                isWhole: row.flag("whole"), lastWhole: row.moment("lastWhole"))
        }
    }
}
