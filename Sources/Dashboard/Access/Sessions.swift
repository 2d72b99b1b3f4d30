import CallFlow
import Crypto
import FoundationEssentials
import Telephony

/// The sessions of the dashboard. Pure: times are parameters. Kept in memory, so a restart ends them all.
struct Sessions: Sendable {
    struct Session: Hashable, Sendable {
        /// The token of its forms.
        let token: String
        /// The password at login; changing the password ends the session.
        let password: PasswordHash
        let begun: Moment
        var lastUse: Moment
    }

    /// Milliseconds without a request after which a session ends.
    static let idle: Int64 = 12 * 3_600_000
    /// Milliseconds after which a session ends in any case.
    static let longest: Int64 = 7 * 24 * 3_600_000
    static let most = 1000

    /// By the value of the cookie.
    private var sessions: [String: Session] = [:]

    /// Begins a session, and returns the value of its cookie.
    mutating func begin(_ password: PasswordHash, at now: Moment) -> String {
        sessions = sessions.filter { Self.isAlive($0.value, at: now) }
        if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            sessions[oldest.key] = nil
        }
        let cookie = Self.secret()
        sessions[cookie] = Session(token: Self.secret(), password: password, begun: now, lastUse: now)
        return cookie
    }

    /// The session of a cookie, marked as used now; nil if it has ended or the password was changed.
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

    /// 32 random bytes in base64url.
    static func secret() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
