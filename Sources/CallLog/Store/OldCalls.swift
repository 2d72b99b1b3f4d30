import GRDB
import Telephony

/// Calls that a version of announce wrote which knew nothing of legs: what it did not store in columns is read from the raw
/// requests, as far as they were kept, and legs are joined as if their events arrived now.
///
/// A log may have a million calls, so they are read a few at a time, while the server answers others. Where numbers are masked,
/// legs are joined by ids only.
enum OldCalls {
    /// Reads at most `most` calls, the oldest first.
    ///
    /// - Returns: Whether there may be more of them.
    static func readAgain(_ db: Database, most: Int) throws -> Bool {
        guard let range = try Row.fetchOne(db, sql: "SELECT next, last FROM unread") else { return false }
        let (next, last): (Int64, Int64) = (range["next"], range["last"])
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM call WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?", arguments: [next, last, most])
        for row in rows { try readAgain(CallRow(row, textCount: row["texts"]), db) }
        guard rows.count == most, let newest = rows.last?["id"] as Int64? else {
            try db.execute(sql: "DELETE FROM unread")
            return false
        }
        try db.execute(sql: "UPDATE unread SET next = ?", arguments: [newest + 1])
        return true
    }

    private static func readAgain(_ call: CallRow, _ db: Database) throws {
        var call = call
        let events = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT at, kind, request FROM event WHERE call = ? AND request IS NOT NULL ORDER BY id LIMIT 100"),
            arguments: [call.id])
        for row in events {
            guard let kind = LoggedEvent.Kind(rawValue: row["kind"]), kind != .dtmf else { continue }
            let event = LoggedEvent(
                at: Moment(milliseconds: row["at"]), kind: kind, callID: call.callID,
                requestFields: FormFieldsJSON.fields(row["request"]))
            call.complete(from: event)
        }
        if call.firstLeg == nil { try LegJoin(call: call, table: SQLiteLegs(db: db)).run(&call) }
        try call.update(db)
        if call.firstLeg != nil || call.furtherLegs > 0 { try SQLiteLegs(db: db).refresh(call.firstLeg ?? call.id) }
    }
}

extension LoggedEvent {
    /// The columns of an event that older versions did not store, from the fields of its request.
    fileprivate init(at moment: Moment, kind: Kind, callID: String, requestFields: [Field]) {
        self.init(at: moment, kind: kind, callID: callID)
        func values(_ name: String) -> [String] {
            requestFields.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
        }
        func number(_ name: String) -> String? {
            values(name).first.map { text in (try? PhoneNumber(text))?.description ?? text }
        }
        originalCallID = values("origCallId").first ?? values("originalCallId").first
        xcid = values("xcid").first
        diversion = number("diversion")
        answeringNumber = number("answeringNumber")
        (userIDs, fullUserIDs) = (values("userId"), values("fullUserId"))
        if kind == .answer { answeredBy = values("user").first }
    }
}
