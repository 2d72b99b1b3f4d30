import GRDB
import Telephony

/// A row of the table `call`, as the writer reads and updates it.
struct CallRow {
    var id: Int64 = 0
    let callID: String
    let isTrial: Bool
    let began: Moment
    private(set) var originalCallID: String?
    private(set) var direction: String?
    private(set) var caller: String?
    private(set) var called: String?
    private(set) var users: String?
    private(set) var progress = CallProgress()
    private var lastEvent: Int64 = 0
    private var lastAt: Moment
    var textCount = 0

    /// Creates the row of a call whose first event this is.
    init(_ event: LoggedEvent) {
        callID = event.callID.stored
        isTrial = event.isTrial
        began = event.at
        lastAt = event.at
        fill(from: event)
    }

    /// Sets what is not known yet.
    private mutating func fill(from event: LoggedEvent) {
        originalCallID = originalCallID ?? event.originalCallID?.stored
        direction = direction ?? event.direction?.rawValue
        caller = caller ?? event.from?.stored
        called = called ?? event.to?.stored
        if users == nil, !event.users.isEmpty { users = event.users.joined(separator: ", ").stored }
    }

    /// Updates the call by an event that was stored as row `row` of the table `event`.
    mutating func apply(_ event: LoggedEvent, row: Int64) -> CallProgress.LostCaller? {
        fill(from: event)
        lastEvent = row
        lastAt = max(lastAt, event.at)
        return progress.apply(event, row: row)
    }

    /// The text of an event that full-text search finds; `nil` if it is empty, or the call has its maximum of texts.
    func searchText(of event: LoggedEvent, isFirst: Bool) -> String? {
        guard textCount < CallKey.mostTexts else { return nil }
        var parts: [String?] = [event.way, event.answer?.words, event.answeredBy, event.cause, event.refusal]
        if isFirst { parts += [caller, called, users, callID] }
        let text = parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n")
        return text.isEmpty ? nil : String(text.prefix(2000)).lowercased().stored
    }

    // MARK: Rows

    /// The longest time, in milliseconds, after which the provider may repeat an event.
    private static let longestRepeat: Int64 = 10 * 60_000
    /// The longest duration of a call, in milliseconds.
    private static let longestCall: Int64 = 24 * 3_600_000

    /// Finds the call that an event belongs to. The provider reuses its ids after some time, so a new call with the id of
    /// one that has ended or is long past is another call.
    static func find(for event: LoggedEvent, _ db: Database) throws -> CallRow? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT * FROM call WHERE callID = ? AND isTrial = ? ORDER BY id DESC LIMIT 1"),
            arguments: [event.callID.stored, event.isTrial])
        guard let row else { return nil }
        let call = CallRow(row)
        let limit = event.kind == .newCall ? longestRepeat : longestCall
        guard event.at.milliseconds - call.lastAt.milliseconds < limit else { return nil }
        return event.kind == .newCall && call.progress.ended != nil ? nil : call
    }

    private init(_ row: Row) {
        id = row["id"]
        callID = row["callID"]
        isTrial = row["isTrial"]
        originalCallID = row["originalCallID"]
        (direction, caller, called, users) = (row["direction"], row["caller"], row["called"], row["users"])
        began = Moment(milliseconds: row["began"])
        lastEvent = row["lastEvent"]
        lastAt = Moment(milliseconds: row["lastAt"])
        textCount = row["texts"]
        progress.answered = (row["answered"] as Int64?).map { Moment(milliseconds: $0) }
        (progress.answeredBy, progress.isVoicemail) = (row["answeredBy"], row["isVoicemail"])
        progress.ended = (row["ended"] as Int64?).map { Moment(milliseconds: $0) }
        (progress.cause, progress.lastStep) = (row["cause"], row["lastStep"])
        (progress.isGone, progress.isRefused) = (row["isGone"], row["isRefused"])
        progress.action = (row["action"] as String?).flatMap { CallAction(rawValue: $0) }
        if let menu = row["askingMenu"] as String?, let since = row["askingSince"] as Int64?,
            let event = row["askingEvent"] as Int64?
        {
            progress.asking = .init(menu: menu, since: Moment(milliseconds: since), event: event)
        }
    }

    func insert(_ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO call (id, callID, originalCallID, isTrial, direction, caller, called, users, began, isVoicemail,
                    isGone, isRefused, isOver, outcome, lastEvent, lastAt, texts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 'open', 0, ?, 0)
                """
        ).execute(arguments: [
            id, callID, originalCallID, isTrial, direction, caller, called, users, began.milliseconds,
            lastAt.milliseconds,
        ])
    }

    func update(_ db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE call SET originalCallID = ?, direction = ?, caller = ?, called = ?, users = ?, answered = ?,
                    answeredBy = ?, isVoicemail = ?, ended = ?, cause = ?, action = ?, lastStep = ?, askingMenu = ?,
                    askingSince = ?, askingEvent = ?, isGone = ?, isRefused = ?, isOver = ?, outcome = ?, lastEvent = ?, lastAt = ?,
                    texts = ? WHERE id = ?
                """
        ).execute(arguments: [
            originalCallID, direction, caller, called, users, progress.answered?.milliseconds,
            progress.answeredBy?.stored, progress.isVoicemail, progress.ended?.milliseconds, progress.cause?.stored,
            progress.action?.rawValue, progress.lastStep?.stored, progress.asking?.menu.stored,
            progress.asking?.since.milliseconds, progress.asking?.event, progress.isGone, progress.isRefused,
            progress.isOver,
            progress.outcome.rawValue, lastEvent, lastAt.milliseconds, textCount, id,
        ])
    }
}
