import CallFlow
import Crypto
import Sipgate
import Telephony

/// The sessions of the dashboard, and the token of forms outside of them. Pure: times are parameters.
///
/// A value of this type is stored (`StateFile.sessions`), so that a restart ends neither sessions nor the forms of open pages.
/// Cookies and passwords are kept as digests: who reads the file cannot log in by it.
package struct Sessions: Hashable, Sendable {
    struct Session: Hashable, Sendable {
        /// The token of its forms: a digest of the cookie, so that it need not be stored.
        let token: String
        /// Nil: the owner, with the dashboard's password.
        var user: String?
    }

    /// What is stored of a session.
    struct Stored: Hashable, Sendable, Codable {
        /// Digest of the password's hash at login; changing the password ends the session.
        let password: String
        let begun: Int64
        /// Whose password it is; nil: the dashboard's.
        var user: String?
        var lastUse: Int64
    }

    /// Milliseconds without a request after which a session ends.
    static let idle: Int64 = 12 * 3_600_000
    /// Milliseconds after which a session ends in any case.
    static let longest: Int64 = 7 * 24 * 3_600_000
    static let most = 1000

    /// The token of forms outside of sessions, readable only from our own pages.
    let openToken: String
    /// By the digest of the cookie.
    private(set) var stored: [String: Stored]

    package init() { self.init(openToken: Self.secret(), stored: [:]) }

    init(openToken: String, stored: [String: Stored]) {
        (self.openToken, self.stored) = (openToken, stored)
    }

    /// Begins a session, and returns the value of its cookie.
    ///
    /// - Parameter user: whose password it is; nil: the dashboard's.
    mutating func begin(_ password: PasswordHash, user: String? = nil, at now: Moment) -> String {
        stored = stored.filter { Self.isAlive($0.value, at: now) }
        if stored.count >= Self.most, let oldest = stored.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            stored[oldest.key] = nil
        }
        let cookie = Self.secret()
        stored[Self.digest("cookie", cookie)] = Stored(
            password: Self.digest("password", "\(password)"), begun: now.milliseconds, user: user,
            lastUse: now.milliseconds)
        return cookie
    }

    /// The session of a cookie, marked as used now; nil if it has ended or the password was changed.
    mutating func use(_ cookie: String, password: PasswordHash, at now: Moment) -> Session? {
        use(cookie, at: now) { $0 == nil ? password : nil }
    }

    /// The same where several people log in.
    ///
    /// - Parameter password: the current password of a person, nil for one without a login; of nil, the dashboard's.
    mutating func use(_ cookie: String, at now: Moment, password: (String?) -> PasswordHash?) -> Session? {
        let key = Self.digest("cookie", cookie)
        guard var session = stored[key] else { return nil }
        guard let current = password(session.user), session.password == Self.digest("password", "\(current)"),
            Self.isAlive(session, at: now)
        else {
            stored[key] = nil
            return nil
        }
        session.lastUse = max(now.milliseconds, session.lastUse)
        stored[key] = session
        return Session(token: Self.digest("form", cookie), user: session.user)
    }

    /// Has the session of a cookie be as in others: begun, used or ended. Those that have ended by themselves go.
    mutating func take(_ cookie: String, from other: Sessions, at now: Moment) {
        stored = stored.filter { Self.isAlive($0.value, at: now) }
        let key = Self.digest("cookie", cookie)
        stored[key] = other.stored[key]
    }

    mutating func end(_ cookie: String) { stored[Self.digest("cookie", cookie)] = nil }

    private static func isAlive(_ session: Stored, at now: Moment) -> Bool {
        now.milliseconds - session.lastUse < idle && now.milliseconds - session.begun < longest
    }

    /// 32 random bytes in base64url.
    private static func secret() -> String { SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }.base64URL }

    /// SHA-256, in base64url. The cookie has 256 random bits, so that neither it nor its other digests follow from one.
    private static func digest(_ purpose: String, _ text: String) -> String {
        Array(SHA256.hash(data: Array("announce \(purpose) \(text)".utf8))).base64URL
    }
}
