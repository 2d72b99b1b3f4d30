import HTTPListener
import HTTPTypes
import Sipgate

/// `/login` and `/logout`.
struct LoginController: Sendable {
    let access: AdminAccess

    /// The login page.
    ///
    /// - Parameter next: the page to show after the login.
    func page(_ frame: AdminFrame, next: String, problem: String? = nil, status: HTTPResponse.Status = .ok) -> Reply {
        let trouble: HTML? = problem.map { "<p class=\"bad\" role=\"alert\" id=\"problem\">\($0)</p>" }
        let described: HTML = problem == nil ? "" : " aria-describedby=\"problem\""
        return frame.page(
            "Log in", status: status, script: nil,
            """
            <div class="card narrow"><h1>Log in</h1>\(trouble)
            <form method="post" action="/login">
            <input type="hidden" name="\(AdminFrame.tokenField)" value="\(frame.token)">
            <input type="hidden" name="next" value="\(Self.local(next))">
            <input class="hidden" type="text" name="username" value="announce" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required autofocus\(described)>
            <p><button>Log in</button></p></form>
            <p class="faint">Forgotten? Set a new one with <code>announce password</code> on the server.</p></div>
            """)
    }

    /// The reply to the login form.
    ///
    /// - Parameter client: the key under which attempts are counted.
    func logIn(_ fields: FormFields, _ frame: AdminFrame, client: String) async throws -> Reply {
        let next = Self.local(fields["next"] ?? "/")
        switch try await access.logIn(fields["password"] ?? "", client: client) {
        case .done(let cookie):
            var reply = Reply.seeOther(next)
            reply.fields[.setCookie] = cookie
            return reply
        case .wrong:
            return page(frame, next: next, problem: "Wrong password.", status: .unauthorized)
        case .wait(let seconds):
            var reply = page(
                frame, next: next, problem: "Too many attempts. Try again in \(Self.words(seconds)).",
                status: .tooManyRequests)
            reply.fields[.retryAfter] = String(seconds)
            return reply
        }
    }

    func logOut(_ head: HTTPRequest) -> Reply {
        var reply = Reply.seeOther("/login")
        reply.fields[.setCookie] = access.logOut(head)
        return reply
    }

    /// The path if it belongs to this server, else `/`. Browsers read `//host` and `/\host` as other servers.
    static func local(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        return path.hasPrefix("/") && !path.hasPrefix("//") && isPlain && !path.hasPrefix("/login") ? path : "/"
    }

    private static func words(_ seconds: Int) -> String {
        seconds < 90 ? "\(seconds) seconds" : "\((seconds + 59) / 60) minutes"
    }
}
