import HTTPListener
import HTTPTypes
import Sipgate
import Telephony

/// `/login` and `/logout`.
struct LoginController: Sendable {
    let access: AdminAccess

    /// The login page.
    ///
    /// - Parameter next: the page to show after the login.
    func page(
        _ frame: AdminFrame, next: String, name: String = "", problem: String? = nil, status: HTTPResponse.Status = .ok
    ) async -> Reply {
        let asksForName = await access.asksForName
        let trouble: HTML? = problem.map { "<p class=\"bad\" role=\"alert\" id=\"problem\">\($0)</p>" }
        let described: HTML = problem == nil ? "" : " aria-describedby=\"problem\""
        return frame.page(
            Texts.Login.title, status: status, scripts: [],
            """
            <div class="card narrow"><h1>\(Texts.Login.title)</h1>\(trouble)
            <form method="post" action="/login">
            <input type="hidden" name="\(AdminFrame.tokenField)" value="\(frame.token)">
            <input type="hidden" name="next" value="\(Self.local(next))">
            \(asksForName ? Self.nameField(name) : Self.hiddenName)
            <label for="password">\(Texts.Login.password)</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required\(if: !asksForName, "autofocus")\(described)>
            <p><button>\(Texts.Login.title)</button></p></form>
            <p class="faint">\(Texts.Login.forgotten)</p></div>
            """)
    }

    /// For the browser's memory of passwords.
    private static let hiddenName: HTML =
        "<input class=\"hidden\" type=\"text\" name=\"username\" value=\"announce\" autocomplete=\"username\" tabindex=\"-1\" aria-hidden=\"true\" readonly>"

    private static func nameField(_ name: String) -> HTML {
        """
        <label for="username">\(Texts.People.loginName)</label>
        <input id="username" name="username" type="text" value="\(name)" autocomplete="username" maxlength="60" autofocus>
        """
    }

    /// The reply to the login form.
    ///
    /// - Parameter client: the key under which attempts are counted.
    func logIn(_ fields: FormFields, _ frame: AdminFrame, client: String) async throws -> Reply {
        let next = Self.local(fields["next"] ?? "/")
        let name = (fields["username"] ?? "").trimmed
        switch try await access.logIn(name, fields["password"] ?? "", client: client) {
        case .done(let cookie):
            var reply = Reply.seeOther(next)
            reply.fields[.setCookie] = cookie
            return reply
        case .wrong:
            let problem = await access.asksForName ? Texts.People.wrong : Texts.Login.wrong
            return await page(frame, next: next, name: name, problem: problem, status: .unauthorized)
        case .wait(let seconds):
            var reply = await page(
                frame, next: next, name: name, problem: Texts.Login.wait(seconds: seconds),
                status: .tooManyRequests)
            reply.fields[.retryAfter] = String(seconds)
            return reply
        }
    }

    func logOut(_ head: HTTPRequest) async -> Reply {
        var reply = Reply.seeOther("/login")
        reply.fields[.setCookie] = await access.logOut(head)
        return reply
    }

    /// The path if it belongs to this server, else `/`. Browsers read `//host` and `/\host` as other servers.
    ///
    /// - Parameter mayBeLogin: false for the page after a login.
    static func local(_ path: String, mayBeLogin: Bool = false) -> String {
        let isPlain = path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        guard path.hasPrefix("/"), !path.hasPrefix("//"), isPlain else { return "/" }
        return mayBeLogin || !path.hasPrefix("/login") ? path : "/"
    }
}
