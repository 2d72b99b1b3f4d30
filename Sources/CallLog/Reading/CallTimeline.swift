import GRDB

/// Everything that is known of one call.
package struct CallTimeline: Hashable, Sendable {
    package var call: LoggedCall
    /// In the order they came.
    package var events: [Event]
    /// Calls of the same chain of transfers, this one left out, oldest first.
    package var related: [LoggedCall]

    package struct Event: Hashable, Sendable {
        package var at: LogMoment
        package var kind: LoggedEvent.Kind
        /// The request, field by field.
        package var fields: [LoggedEvent.Field]
        /// HTTP's.
        package var status: Int
        package var xml: String?
        /// What the call was told to do, in words.
        package var answer: String?
        /// Why it went there, in words.
        package var way: String?
        /// `hidden` where the keys were not kept.
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

    /// What became of a published file that an answer named.
    package struct Fetch: Hashable, Sendable {
        package var file: String
        package var prompt: String
        /// When it was asked for without being sent (HEAD).
        package var asked: LogMoment?
        package var began: LogMoment?
        package var ended: LogMoment?
        /// Bytes of the file; nil until it is fetched.
        package var size: Int?
        /// Bytes that went out, from the first one on without a gap.
        package var sent: Int
        package var isWhole: Bool
        /// When somebody last had all of the file: the network may keep it and play it without fetching.
        package var lastWhole: LogMoment?
    }
}

extension CallTimeline {
    /// Nil for a call there is not (or no longer).
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

    /// Ids are used again some day, so only calls within a day of this one are of its chain.
    private static func related(to call: LoggedCall, _ db: Database) throws -> [LoggedCall] {
        let day: Int64 = 86_400_000
        let span = [call.began.milliseconds - day, call.began.milliseconds + day].map {
            CallKey.first(LogMoment(milliseconds: $0))
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
        at = LogMoment(milliseconds: row["at"])
        kind = LoggedEvent.Kind(rawValue: row["kind"]) ?? .newCall
        fields = FieldText.fields(row["request"])
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
