import GRDB
import Telephony

/// A row of the table `call`, as the writer reads and updates it: one leg of a telephone call.
struct CallRow {
    var id: Int64 = 0
    let callID: String
    let isTrial: Bool
    let began: Moment
    private(set) var identity = CallIdentity()
    private(set) var progress = CallProgress()
    /// The first leg of the telephone call; `nil` if this is it.
    var firstLeg: Int64?
    /// How many legs beside this one the telephone call has, if this is the first.
    var furtherLegs = 0
    private var lastEvent: Int64 = 0
    private var lastAt: Moment
    var textCount = 0
    /// Whether nothing waits for the caller now.
    private var isDetached = false
    /// Whether `identity` is to be written.
    private(set) var hasNewIdentity = true

    /// Creates the row of a call whose first event this is.
    init(_ event: LoggedEvent) {
        callID = event.callID.stored
        isTrial = event.isTrial
        began = event.at
        lastAt = event.at
        identity.fill(from: event)
    }

    /// Updates the call by an event that was stored as row `row` of the table `event`.
    mutating func apply(_ event: LoggedEvent, row: Int64) -> CallProgress.Correction? {
        let before = identity
        identity.fill(from: event)
        hasNewIdentity = hasNewIdentity || identity != before
        lastEvent = row
        lastAt = max(lastAt, event.at)
        isDetached = event.isDetached
        return progress.apply(event, row: row)
    }

    /// Adds what an older version did not store of an event.
    mutating func complete(from event: LoggedEvent) {
        let before = identity
        identity.fill(from: event)
        hasNewIdentity = hasNewIdentity || identity != before
        progress.complete(from: event)
    }

    /// The text of an event that full-text search finds; `nil` if it is empty.
    func searchText(of event: LoggedEvent, isFirst: Bool) -> String? {
        var parts: [String?] = [
            event.way, event.answer?.words, event.answeredBy, event.answeringNumber, event.cause, event.refusal,
        ]
        if isFirst { parts += [identity.caller, identity.called, identity.diversion, identity.users, callID] }
        let text = parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n")
        return text.isEmpty ? nil : String(text.prefix(2000)).lowercased().stored
    }

    // MARK: Rows

    /// The longest time, in milliseconds, after which the provider may repeat an event.
    private static let longestRepeat: Int64 = 10 * 60_000
    /// The longest duration of a call, in milliseconds.
    private static let longestCall: Int64 = 24 * 3_600_000
    /// The longest time, in milliseconds, by which the beginning of a call may arrive after its end.
    private static let latestBeginning: Int64 = 10_000

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
        guard event.kind == .newCall, let ended = call.progress.ended else { return call }
        // Events that overtook the first one.
        let isLate = !call.progress.hasBegun && event.at.milliseconds - ended.milliseconds < latestBeginning
        return isLate ? call : nil
    }

    init(_ row: Row) {
        id = row["id"]
        callID = row["callID"]
        isTrial = row["isTrial"]
        identity = CallIdentity(row)
        hasNewIdentity = false
        (firstLeg, furtherLegs) = (row["firstLeg"], row["furtherLegs"])
        began = Moment(milliseconds: row["began"])
        lastEvent = row["lastEvent"]
        lastAt = Moment(milliseconds: row["lastAt"])
        textCount = row["texts"]
        progress = CallProgress(row)
    }

    func insert(_ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO call (id, callID, originalCallID, xcid, diversion, isTrial, direction, caller, called, users, userID,
                    fullUserID, began, isVoicemail, isGone, isRefused, isOver, outcome, lastEvent, lastAt, texts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 'open', 0, ?, 0)
                """
        ).execute(arguments: [
            id, callID, identity.originalCallID, identity.xcid, identity.diversion, isTrial, identity.direction,
            identity.caller, identity.called, identity.users, identity.userID, identity.fullUserID,
            began.milliseconds, lastAt.milliseconds,
        ])
    }

    mutating func didInsert() { hasNewIdentity = false }

    mutating func update(_ db: Database) throws {
        if hasNewIdentity { try identity.update(id, db) }
        hasNewIdentity = false
        let outcome = progress.outcome.rawValue
        // The statement names only what may have changed: SQLite renews the index entries of every column in it.
        try db.cachedStatement(
            sql: """
                UPDATE call SET answered = ?, answeredBy = ?, answeringNumber = ?, isVoicemail = ?, ended = ?, cause = ?,
                    action = ?, lastStep = ?, askingMenu = ?, askingSince = ?, askingEvent = ?, isGone = ?, isRefused = ?,
                    isOver = ?, outcome = ?, ownOutcome = ?, lastEvent = ?, lastAt = ?, texts = ? WHERE id = ?
                """
        ).execute(arguments: [
            progress.answered?.milliseconds, progress.answeredBy?.stored, progress.answeringNumber?.stored,
            progress.isVoicemail, progress.ended?.milliseconds, progress.cause?.stored,
            progress.action?.rawValue, progress.lastStep?.stored, progress.asking?.menu.stored,
            progress.asking?.since.milliseconds, progress.asking?.event, progress.isGone, progress.isRefused,
            // A simulated call that waits for no keys goes on nowhere; nor does one that nothing runs for until its next form.
            progress.isOver || isTrial && (progress.asking == nil || isDetached), outcome,
            furtherLegs > 0 ? outcome : nil, lastEvent,
            lastAt.milliseconds, textCount, id,
        ])
    }
}

extension CallProgress {
    fileprivate init(_ row: Row) {
        answered = row.moment("answered")
        (answeredBy, answeringNumber, isVoicemail) = (row["answeredBy"], row["answeringNumber"], row["isVoicemail"])
        ended = row.moment("ended")
        (cause, lastStep) = (row["cause"], row["lastStep"])
        (isGone, isRefused) = (row["isGone"], row["isRefused"])
        action = (row["action"] as String?).flatMap { CallAction(rawValue: $0) }
        if let menu = row["askingMenu"] as String?, let since = row.moment("askingSince"),
            let event = row["askingEvent"] as Int64?
        {
            asking = Asking(menu: menu, since: since, event: event)
        }
    }
}
