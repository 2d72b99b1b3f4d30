import GRDB
import Telephony

/// A row of the table `call`, as the writer reads and updates it: one leg of a telephone call.
struct CallRow {
    var id: Int64 = 0
    let callID: String
    let isTrial: Bool
    private(set) var began: Moment
    private(set) var identity = CallIdentity()
    private(set) var progress = CallProgress()
    /// The first leg of the telephone call; `nil` if this is it.
    var firstLeg: Int64?
    /// How many legs beside this one the telephone call has, if this is the first.
    var furtherLegs = 0
    private(set) var lastEvent: Int64 = 0
    private(set) var lastAt: Moment
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

    /// Starts over with all events of the call, in the order of their times: one of them arrived after a later one.
    ///
    /// - Returns: Milliseconds after which the caller was lost, by the rows of the events with the menus.
    mutating func applyAgain(_ events: [(row: Int64, event: LoggedEvent)]) -> [Int64: Int64] {
        var lost: [Int64: Int64] = [:]
        progress = CallProgress()
        for (row, event) in events.sorted(by: { ($0.event.at, $0.row) < ($1.event.at, $1.row) }) {
            began = min(began, event.at)
            lastAt = max(lastAt, event.at)
            lastEvent = max(lastEvent, row)
            isDetached = event.isDetached
            switch progress.apply(event, row: row) {
            case .lost(let caller)?: lost[caller.event] = caller.milliseconds
            case .notLost?: lost = [:]
            case nil: break
            }
        }
        return lost
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

    /// Finds the call that an event belongs to.
    static func find(for event: LoggedEvent, _ db: Database) throws -> CallRow? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT * FROM call WHERE callID = ? AND isTrial = ? ORDER BY id DESC LIMIT 1"),
            arguments: [event.callID.stored, event.isTrial])
        guard let row else { return nil }
        let call = CallRow(row, textCount: row["texts"])
        guard call.isRecent(for: event) else { return nil }
        guard event.kind == .newCall, let ended = call.progress.ended else { return call }
        // Events that overtook the first one.
        let isLate = !call.progress.hasBegun && event.at.milliseconds - ended.milliseconds < latestBeginning
        return isLate ? call : nil
    }

    /// Whether an event with the call's id may belong to it. The provider reuses its ids after some time, so a new call with the id
    /// of one that is long past is another call.
    func isRecent(for event: LoggedEvent) -> Bool {
        let limit = event.kind == .newCall ? Self.longestRepeat : Self.longestCall
        return event.at.milliseconds - lastAt.milliseconds < limit
    }

    init(_ row: some LogRow, textCount: Int) {
        id = row.integer("id") ?? 0
        callID = row.text("callID") ?? ""
        isTrial = row.flag("isTrial")
        identity = CallIdentity(row)
        hasNewIdentity = false
        (firstLeg, furtherLegs) = (row.integer("firstLeg"), row.count("furtherLegs") ?? 0)
        began = row.moment("began") ?? Moment(milliseconds: 0)
        lastEvent = row.integer("lastEvent") ?? 0
        lastAt = row.moment("lastAt") ?? began
        self.textCount = textCount
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

    /// A simulated call that waits for no keys goes on nowhere; nor does one that nothing runs for until its next form.
    var isOver: Bool { progress.isOver || isTrial && (progress.asking == nil || isDetached) }

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
            isOver, outcome,
            furtherLegs > 0 ? outcome : nil, lastEvent,
            lastAt.milliseconds, textCount, id,
        ])
    }
}

extension CallProgress {
    fileprivate init(_ row: some LogRow) {
        answered = row.moment("answered")
        (answeredBy, answeringNumber) = (row.text("answeredBy"), row.text("answeringNumber"))
        isVoicemail = row.flag("isVoicemail")
        ended = row.moment("ended")
        (cause, lastStep) = (row.text("cause"), row.text("lastStep"))
        (isGone, isRefused) = (row.flag("isGone"), row.flag("isRefused"))
        action = row.text("action").flatMap { CallAction(rawValue: $0) }
        if let menu = row.text("askingMenu"), let since = row.moment("askingSince"),
            let event = row.integer("askingEvent")
        {
            asking = Asking(menu: menu, since: since, event: event)
        }
    }
}
