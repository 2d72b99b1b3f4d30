package import CallFlow
import Dispatch
import HTTPListener
import HTTPTypes
import LocalFiles
import NIOCore
import NIOPosix
import Synchronization
import SystemPackage
import Telephony

/// Decides who may use the dashboard: everyone on a loopback address while no password is set; otherwise those who
/// have logged in, with the dashboard's password or as one of its users. What each may do is said by `Role`.
///
/// Protects against other machines, other pages in the same browser, and guessing. Does not protect against other users
/// of this machine while no password is set, nor against eavesdroppers without TLS. Behind a proxy all
/// clients have one address, and their attempts are counted together.
final class AdminAccess: Sendable {
    enum Admission: Sendable {
        /// No login is needed. The token is for forms.
        case open(token: String)
        /// The customers are those whose things the person sees; nil: everything.
        case session(Sessions.Session, Role, customers: Set<String>?)
        /// A login is needed.
        case loginNeeded
        /// Nothing is served, for this reason.
        case closed(String)
    }

    private let passwords: StateFile<PasswordHash>?
    private let users: StateFile<DashboardUsers>?
    private let isLoopback: Bool
    private let isSecure: Bool
    private let now: @Sendable () -> Moment
    private let sessions: StoredSessions
    private let attempts = Mutex(LoginAttempts())
    /// Checks one password at a time, since each takes 32 MiB and a CPU.
    private let checking = DispatchQueue(label: "passwords")
    /// The token of forms outside of sessions, readable only from our own pages.
    var openToken: String { sessions.openToken }

    /// - Parameters:
    ///   - passwords: nil where no password can be set.
    ///   - users: nil where only the owner logs in.
    ///   - sessions: nil: sessions end with the server.
    ///   - isLoopback: whether the listener can be reached from this machine only.
    ///   - isSecure: whether the listener speaks TLS.
    init(
        passwords: StateFile<PasswordHash>?, users: StateFile<DashboardUsers>?, sessions: StateFile<Sessions>?,
        isLoopback: Bool, isSecure: Bool,
        now: @escaping @Sendable () -> Moment
    ) {
        self.passwords = passwords
        self.users = users
        self.sessions = StoredSessions(sessions)
        self.isLoopback = isLoopback
        self.isSecure = isSecure
        self.now = now
    }

    func admit(_ head: HTTPRequest) async throws -> Admission {
        let hash: PasswordHash?
        let people: DashboardUsers
        do {
            (hash, people) = try await secrets()
        } catch let failure as StateFileError {
            return .closed(failure.sentence)
        }
        guard let hash else {
            return isLoopback
                ? .open(token: openToken)
                : .closed(
                    "No password is set, and this address can be reached from other machines. Set one with `announce password`."
                )
        }
        let use = { (user: String?) in user.map { people[$0]?.hash } ?? hash }
        guard let cookie = cookie(of: head), let session = await sessions.use(cookie, at: now(), password: use) else {
            return .loginNeeded
        }
        guard let name = session.user else { return .session(session, .owner, customers: nil) }
        guard let user = people[name] else { return .loginNeeded }
        return .session(session, user.effectiveRole, customers: user.customers.map { Set($0) })
    }

    /// Whether an answer that needs no login may hold what others are not to know.
    ///
    /// A program on this machine that asks the listener itself may see it without a password, so that monitoring needs none.
    /// A proxy on this machine asks for others, and says so in a field of the request.
    func seesDetails(_ request: Request) async throws -> Bool {
        let isProxied = Self.proxyFields.contains { request.head.headerFields.contains($0) }
        if !isProxied, let client = request.client?.ipAddress, AdminHost.isLoopback(client) { return true }
        return switch try await admit(request.head) {
        case .open: true
        case .session(_, let role, let customers): role != .switching && customers == nil
        case .loginNeeded, .closed: false
        }
    }

    /// RFC 7239, RFC 9110 section 7.6.3, and what nginx, Apache, Caddy and HAProxy send.
    private static let proxyFields = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"].compactMap
    {
        HTTPField.Name($0)
    }

    enum Login: Sendable {
        /// The field `Set-Cookie`.
        case done(cookie: String)
        case wrong
        /// Seconds.
        case wait(Int)
    }

    /// Whether the login asks for a name.
    var asksForName: Bool {
        get async { (try? await secrets())?.1.users.isEmpty == false }
    }

    /// - Parameters:
    ///   - name: of a user; empty: the owner.
    ///   - client: the key under which attempts are counted.
    func logIn(_ name: String, _ password: String, client: String) async throws -> Login {
        let (dashboard, people) = try await secrets()
        guard let dashboard else { return .wrong }
        let isOwner = DashboardUsers.isOwner(name)
        let user = isOwner ? nil : people[name]
        // An unknown name takes as long as a wrong password.
        let hash = user?.hash ?? dashboard
        let isKnown = isOwner || user?.hash != nil
        if case .wait(let seconds) = attempts.withLock({ $0.begin(client, at: now()) }) { return .wait(seconds) }
        let isRight = await withCheckedContinuation { continuation in
            checking.async { continuation.resume(returning: hash.matches(password)) }
        }
        guard isRight, isKnown else { return .wrong }
        attempts.withLock { $0.succeeded(client) }
        return .done(cookie: await cookie(hash, user: user?.name))
    }

    private func cookie(_ hash: PasswordHash, user: String?) async -> String {
        field(await sessions.begin(hash, user: user, at: now()), age: Sessions.longest / 1000)
    }

    // MARK: Invitations

    /// The name of the person whom a secret invites; nil if it was used, or has ended.
    func invited(by secret: String) async -> String? {
        guard let people = try? await secrets().1 else { return nil }
        return people.invited(by: secret, at: now())?.name
    }

    /// Uses an invitation, and logs the person in.
    ///
    /// - Returns: the name and the field `Set-Cookie`; nil if the secret is no open invitation.
    /// - Throws: `PasswordLengthError`, `StateFileError`.
    func accept(_ secret: String, password: String) async throws -> (name: String, cookie: String)? {
        guard let users, await invited(by: secret) != nil else { return nil }
        let hash = try await withCheckedThrowingContinuation { continuation in
            checking.async { continuation.resume(with: Result { try PasswordHash(of: password) }) }
        }
        let moment = now()
        let user = try await WaitingThreads.run { () -> DashboardUsers.User? in
            var user: DashboardUsers.User?
            try users.change { old in
                var people = old ?? DashboardUsers()
                user = people.accept(secret, hash, at: moment)
                return people
            }
            return user
        }
        guard let user else { return nil }
        return (user.name, await cookie(hash, user: user.name))
    }

    /// Ends the session of a request; returns the field `Set-Cookie`.
    func logOut(_ head: HTTPRequest) async -> String {
        if let cookie = cookie(of: head) { await sessions.end(cookie, at: now()) }
        return field("", age: 0)
    }

    /// The hash of the dashboard's password, and the users.
    private func secrets() async throws -> (PasswordHash?, DashboardUsers) {
        guard let passwords else { return (nil, DashboardUsers()) }
        return try await NIOThreadPool.singleton.runIfActive { [users] in
            (try passwords.read(), try users?.read() ?? DashboardUsers())
        }
    }

    // MARK: The cookie

    /// Browsers accept names with the prefix `__Host-` over TLS only, for this host and all its paths (RFC 6265bis).
    private var cookieName: String { isSecure ? "__Host-announce" : "announce" }

    private func cookie(of head: HTTPRequest) -> String? {
        for field in head.headerFields[values: .cookie] {
            for pair in field.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                if pair.hasPrefix(cookieName + "=") { return String(pair.dropFirst(cookieName.utf8.count + 1)) }
            }
        }
        return nil
    }

    private func field(_ value: String, age: Int64) -> String {
        "\(cookieName)=\(value); Path=/; Max-Age=\(age); HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }
}

extension StateFileError {
    /// The sentence of the page that replaces all others.
    fileprivate var sentence: String {
        switch self {
        case .damaged(let path):
            "\(path) is damaged, so no password can be checked. "
                + (path.lastComponent?.string.hasPrefix("users") == true
                    ? "Remove it, and invite the users again." : "Set a new one with `announce password`.")
        case .unshared(let words): "The configuration's database cannot be used (\(words))."
        case .system(let error, let path):
            "\(path) cannot be read (\(error)), so no password can be checked. Check the permissions of the file."
        }
    }
}

extension Endpoint {
    /// Whether only programs on this machine can connect. A name other than `localhost` may resolve to any address.
    package var isLoopback: Bool { AdminHost.isLoopback(host.lowercased()) }
}

extension SocketAddress {
    /// The key under which login attempts are counted: an IPv4 address, or the /64 of an IPv6 address, which
    /// usually belongs to one household.
    var attemptKey: String {
        guard let text = ipAddress, let bytes = AdminHost.bytes(of: text) else { return "local" }
        guard bytes.count == 16 else { return text }
        // An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2).
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return bytes.suffix(4).map(String.init).joined(separator: ".")
        }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }
}
