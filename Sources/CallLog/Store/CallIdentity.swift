import GRDB
import Telephony

/// What the provider says about a call that does not change: who calls whom, and the ids. Filled in event by event, since
/// events come in any order and none has everything.
struct CallIdentity: Equatable {
    private(set) var originalCallID: String?
    private(set) var xcid: String?
    private(set) var diversion: String?
    private(set) var direction: String?
    private(set) var caller: String?
    private(set) var called: String?
    private(set) var users: String?
    private(set) var userID: String?
    private(set) var fullUserID: String?

    init() {}

    init(_ row: some LogRow) {
        (originalCallID, xcid, diversion) = (row.text("originalCallID"), row.text("xcid"), row.text("diversion"))
        (direction, caller, called) = (row.text("direction"), row.text("caller"), row.text("called"))
        (users, userID, fullUserID) = (row.text("users"), row.text("userID"), row.text("fullUserID"))
    }

    /// Sets what is not known yet, and the user who answered instead of those whose telephones rang.
    mutating func fill(from event: LoggedEvent) {
        originalCallID = originalCallID ?? event.originalCallID?.stored
        xcid = xcid ?? event.xcid?.stored
        diversion = diversion ?? event.diversion?.stored
        direction = direction ?? event.direction?.rawValue
        caller = caller ?? event.from?.stored
        called = called ?? event.to?.stored
        if users == nil { users = Self.list(event.users) }
        if userID == nil || event.kind == .answer { userID = Self.list(event.userIDs) ?? userID }
        if fullUserID == nil || event.kind == .answer { fullUserID = Self.list(event.fullUserIDs) ?? fullUserID }
    }

    private static func list(_ texts: [String]) -> String? {
        texts.isEmpty ? nil : texts.joined(separator: ", ").stored
    }

    /// Written apart from what changes with every event, so that its indexes are touched once per call.
    func update(_ id: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE call SET originalCallID = ?, xcid = ?, diversion = ?, direction = ?, caller = ?, called = ?, users = ?,
                    userID = ?, fullUserID = ? WHERE id = ?
                """
        ).execute(arguments: [
            originalCallID, xcid, diversion, direction, caller, called, users, userID, fullUserID, id,
        ])
    }
}
