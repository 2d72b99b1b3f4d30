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
/// have logged in.
///
/// Protects against other machines, other pages in the same browser, and guessing. Does not protect against other users
/// of this machine while no password is set, nor against eavesdroppers without TLS. Behind a proxy all
/// clients have one address, and their attempts are counted together.
final class AdminAccess: Sendable {
    enum Admission: Sendable {
        /// No login is needed. The token is for forms.
        case open(token: String)
        case session(Sessions.Session)
        /// A login is needed.
        case loginNeeded
        /// Nothing is served, for this reason.
        case closed(String)
    }

    private let passwords: StateFile<PasswordHash>?
    private let isLoopback: Bool
    private let isSecure: Bool
    private let now: @Sendable () -> Moment
    private let sessions = Mutex(Sessions())
    private let attempts = Mutex(LoginAttempts())
    /// Checks one password at a time, since each takes 32 MiB and a CPU.
    private let checking = DispatchQueue(label: "passwords")
    /// The token of forms outside of sessions, readable only from our own pages.
    let openToken = Sessions.secret()

    /// - Parameters:
    ///   - passwords: nil where no password can be set.
    ///   - isLoopback: whether the listener can be reached from this machine only.
    ///   - isSecure: whether the listener speaks TLS.
    init(passwords: StateFile<PasswordHash>?, isLoopback: Bool, isSecure: Bool, now: @escaping @Sendable () -> Moment) {
        self.passwords = passwords
        self.isLoopback = isLoopback
        self.isSecure = isSecure
        self.now = now
    }

    func admit(_ head: HTTPRequest) async throws -> Admission {
        let hash: PasswordHash?
        do {
            hash = try await password()
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
        guard let cookie = cookie(of: head),
            let session = sessions.withLock({ $0.use(cookie, password: hash, at: now()) })
        else { return .loginNeeded }
        return .session(session)
    }

    /// Whether an answer that needs no login may hold what others are not to know.
    ///
    /// A program on this machine that asks the listener itself may see it without a password, so that monitoring needs none.
    /// A proxy on this machine asks for others, and says so in a field of the request.
    func seesDetails(_ request: Request) async throws -> Bool {
        let isProxied = Self.proxyFields.contains { request.head.headerFields.contains($0) }
        if !isProxied, let client = request.client?.ipAddress, AdminHost.isLoopback(client) { return true }
        return switch try await admit(request.head) {
        case .open, .session: true
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

    /// - Parameter client: the key under which attempts are counted.
    func logIn(_ password: String, client: String) async throws -> Login {
        guard let hash = try await self.password() else { return .wrong }
        if case .wait(let seconds) = attempts.withLock({ $0.begin(client, at: now()) }) { return .wait(seconds) }
        let isRight = await withCheckedContinuation { continuation in
            checking.async { continuation.resume(returning: hash.matches(password)) }
        }
        guard isRight else { return .wrong }
        attempts.withLock { $0.succeeded(client) }
        return .done(cookie: field(sessions.withLock { $0.begin(hash, at: now()) }, age: Sessions.longest / 1000))
    }

    /// Ends the session of a request; returns the field `Set-Cookie`.
    func logOut(_ head: HTTPRequest) -> String {
        if let cookie = cookie(of: head) { sessions.withLock { $0.end(cookie) } }
        return field("", age: 0)
    }

    private func password() async throws -> PasswordHash? {
        guard let passwords else { return nil }
        return try await NIOThreadPool.singleton.runIfActive { try passwords.read() }
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
            "\(path) is damaged, so no password can be checked. Set a new one with `announce password`."
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
