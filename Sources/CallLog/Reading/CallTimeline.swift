import GRDB
package import Telephony

/// Everything the log knows about one call.
package struct CallTimeline: Hashable, Sendable {
    package var call: LoggedCall
    /// In the order of their arrival.
    package var events: [Event]
    /// The other calls of the same chain of transfers, oldest first.
    package var related: [LoggedCall]

    package struct Event: Hashable, Sendable {
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
    }
}

extension CallTimeline {
    /// Returns `nil` if there is no such call (any more).
    static func fetch(_ id: Int64, _ db: Database) throws -> CallTimeline? {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM call WHERE id = ?", arguments: [id]) else {
            return nil
        }
        let call = LoggedCall(row)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT event.*, fetch.file, fetch.prompt, fetch.asked, fetch.began, fetch.ended, fetch.size, fetch.sent,
                    fetch.whole, media.lastWhole
                FROM event LEFT JOIN fetch ON fetch.call = event.call AND fetch.event = event.id
                LEFT JOIN media ON media.file = fetch.file
                WHERE event.call = ? ORDER BY event.id LIMIT 1000
                """, arguments: [id])
        return CallTimeline(call: call, events: rows.map { Event($0) }, related: try related(to: call, db))
    }

    /// The provider reuses its ids after some time, so only calls within a day of this one belong to its chain.
    private static func related(to call: LoggedCall, _ db: Database) throws -> [LoggedCall] {
        let day: Int64 = 86_400_000
        let span = [call.began.milliseconds - day, call.began.milliseconds + day].map {
            CallKey.first(Moment(milliseconds: $0))
        }
        let root = call.originalCallID ?? call.callID
        return try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM call WHERE callID = :root AND id BETWEEN :from AND :to AND isTrial = :trial AND id <> :id
                UNION SELECT * FROM call WHERE originalCallID = :root AND id BETWEEN :from AND :to AND isTrial = :trial
                    AND id <> :id
                ORDER BY id LIMIT 100
                """,
            arguments: ["root": root, "from": span[0], "to": span[1], "trial": call.isTrial, "id": call.id]
        ).map { LoggedCall($0) }
    }
}

extension CallTimeline.Event {
    fileprivate init(_ row: Row) {
        at = Moment(milliseconds: row["at"])
        kind = LoggedEvent.Kind(rawValue: row["kind"]) ?? .newCall
        fields = FormFieldsJSON.fields(row["request"])
        status = row["status"]
        (xml, answer, way) = (row["xml"], row["answer"], row["way"])
        input =
            switch row["input"] as String? {
            case "keys"?: (row["keys"] as String?).map { .keys($0) } ?? .hidden(row["keyCount"] ?? 0)
            case "silence"?: .silence
            case "gone"?: .gone
            default: nil
            }
        (refusal, missing, menu) = (row["refusal"], row["missing"], row["menu"])
        (lostAfter, latency) = (row["lostAfter"], row["latency"])
        if let file = row["file"] as String? {
            fetch = CallTimeline.Fetch(
                file: file, prompt: row["prompt"], asked: row.moment("asked"), began: row.moment("began"),
                ended: row.moment("ended"), size: row["size"], sent: row["sent"], isWhole: row["whole"],
                lastWhole: row.moment("lastWhole"))
        }
    }
}
