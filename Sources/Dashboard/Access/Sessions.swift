import CallFlow
import Crypto
import FoundationEssentials

/// Who is logged in. Pure: time comes in. Kept in memory, so a restart logs everybody out.
struct Sessions: Sendable {
    struct Session: Hashable, Sendable {
        /// What its forms carry.
        let token: String
        /// The password that it was begun with.
        let password: PasswordHash
        let begun: Moment
        var lastUse: Moment
    }

    /// Milliseconds without a request after which a session ends.
    static let idle: Int64 = 12 * 3_600_000
    /// Milliseconds after which it ends anyway.
    static let longest: Int64 = 7 * 24 * 3_600_000
    static let most = 1000

    /// By the cookie's value.
    private var sessions: [String: Session] = [:]

    /// Begins one; returns the cookie's value.
    mutating func begin(_ password: PasswordHash, at now: Moment) -> String {
        sessions = sessions.filter { Self.isAlive($0.value, at: now) }
        if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            sessions[oldest.key] = nil
        }
        let cookie = Self.secret()
        sessions[cookie] = Session(token: Self.secret(), password: password, begun: now, lastUse: now)
        return cookie
    }

    /// The session of a cookie, used now; none where it has ended or the password is another by now.
    mutating func use(_ cookie: String, password: PasswordHash, at now: Moment) -> Session? {
        guard var session = sessions[cookie] else { return nil }
        guard session.password == password, Self.isAlive(session, at: now) else {
            sessions[cookie] = nil
            return nil
        }
        session.lastUse = max(now, session.lastUse)
        sessions[cookie] = session
        return session
    }

    mutating func end(_ cookie: String) { sessions[cookie] = nil }

    private static func isAlive(_ session: Session, at now: Moment) -> Bool {
        now.milliseconds - session.lastUse.milliseconds < idle
            && now.milliseconds - session.begun.milliseconds < longest
    }

    /// 32 random bytes in base 64 for addresses.
    static func secret() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
