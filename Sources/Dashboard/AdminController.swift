import CallFlow
package import HTTPListener
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import Sipgate
import SystemPackage
import Telephony
import Webhook

/// Answers the admin listener: the dashboard, and `/health` for monitoring.
///
/// Every request is handled in the same order: the `Host` is checked, the route is found, the client is admitted or sent to the login
/// page, and a request that changes something must prove that it comes from one of our pages. Only then is a section called.
package struct AdminController: Sendable {
    private let host: AdminHost
    /// The host of the public URL, which may also reach this listener.
    private let publicName: @Sendable () -> String
    private let access: AdminAccess
    private let login: LoginController
    let routes: [AdminRoute]
    /// With the titles in the language of the request.
    private let entries: @Sendable () -> [AdminEntry]
    private let audit: AuditRecorder?
    /// What people of customers see.
    private let live: VisiblePlan
    private let logger: Logger

    init(
        host: AdminHost, live: VisiblePlan, access: AdminAccess,
        audit: AuditRecorder? = nil, sections: [any AdminSection], logger: Logger,
        health: @escaping @Sendable () -> Health
    ) {
        self.host = host
        self.live = live
        publicName = { live.whole.configuration.publicURL.host }
        self.access = access
        self.audit = audit
        self.logger = logger
        login = LoginController(access: access)
        entries = { sections.compactMap { type(of: $0).entry } }
        routes =
            [.health(health), .language, WebManifest.route]
            + (AdminFrame.assets + sections.flatMap(\.assets)).map(\.route)
            + sections.flatMap(\.routes) + [.first]
    }

    /// - Throws: `HTTPParserError` if the request's body is malformed.
    @concurrent package func answer(_ request: Request) async throws -> Reply {
        var reply = try await Language.$current.withValue(Language(for: request.head)) {
            try await respond(to: request)
        }
        reply.fields.restrictBrowser()
        return request.method == .head ? reply.withoutBody : reply
    }

    private func respond(to request: Request) async throws -> Reply {
        guard request.head.authority != nil else { return .noHost }
        guard host.accepts(request.head.authority, or: publicName()) else {
            return Reply(.misdirectedRequest, text: "Use the address of this listener, or localhost.")
        }
        do {
            return try await admitted(request)
        } catch let error as HTTPParserError {
            // The listener answers with 400.
            throw error
        } catch {
            logger.error(
                "A page could not be created", error: error, metadata: ["path": .string(request.head.path ?? "")])
            return Reply(.internalServerError, text: Texts.Frame.pageFailed)
        }
    }

    private func admitted(_ request: Request) async throws -> Reply {
        guard let target = request.head.path, let segments = RequestPath(target: target)?.decoded else {
            return .notFound
        }
        let path = "/" + segments.joined(separator: "/")
        if segments.count == 2, segments[0] == "invitation" { return try await invited(request, segments[1]) }
        let matches = routes.compactMap { route in route.parameters(segments).map { (route, $0) } }
        let isGet = request.method == .get || request.method == .head
        if let (route, parameters) = matches.first(where: { $0.0.isGet && $0.0.isOpen }), isGet {
            return try await reply(
                to: request, route, parameters, frame(request, path, access.openToken, hasSession: false),
                seesDetails: try await access.seesDetails(request))
        }
        var frame: AdminFrame
        switch try await access.admit(request.head) {
        case .closed(let reason):
            return self.frame(request, path, "", hasSession: false).refusal(
                Texts.Frame.notAvailable, .serviceUnavailable, reason)
        case .loginNeeded:
            return try await logIn(request, path)
        case .open(let token): frame = self.frame(request, path, token, hasSession: false)
        case .session(let session, let role, let customers):
            frame = self.frame(request, path, session.token, hasSession: true)
            frame.visitor = visitor(session.user, role, customers)
            frame.entries = frame.entries.filter {
                role.allows($0.path, isGet: true) && (customers == nil || CustomerRule.isListed($0.path))
            }
        }
        if path == "/login", isGet { return .seeOther("/") }
        if path == "/logout", request.method == .post {
            return try await written(request, frame) { body in
                _ = try await body.form(limit: 1 << 12)
                await audit?.record("/logout", [:], frame.visitor.name, request)
                return await login.logOut(request.head)
            }
        }
        guard !matches.isEmpty else {
            return frame.refusal(Texts.Frame.notFound, .notFound, Texts.Frame.noSuchPage)
        }
        guard let (route, parameters) = matches.first(where: { $0.0.isGet == isGet }), isGet || request.method == .post
        else { return .notAllowed(matches.contains { $0.0.isGet } ? "GET, HEAD" : "POST") }
        guard frame.visitor.role.allows(route.path, isGet: route.isGet) else {
            return frame.refusal(
                Texts.People.notAllowed, .forbidden, Texts.People.notAllowed(frame.visitor.role))
        }
        return try await VisitorScope.$customers.withValue(frame.visitor.customers) {
            switch CustomerRule.verdict(route.path, parameters, isGet: route.isGet, live.view) {
            case .allowed:
                return try await Texts.$numberNames.withValue(live.configuration.numbers.names) {
                    try await reply(to: request, route, parameters, frame)
                }
            case .unknown: return frame.refusal(Texts.Frame.notFound, .notFound, Texts.Frame.noSuchPage)
            case .shared(let name):
                return frame.refusal(Texts.People.notAllowed, .forbidden, Texts.Customers.isShared(name))
            case .refused:
                return frame.refusal(Texts.People.notAllowed, .forbidden, Texts.Customers.notForCustomers)
            }
        }
    }

    /// Who sees a page, with a look at what they may post.
    private func visitor(_ name: String?, _ role: Role, _ customers: Set<String>?) -> DashboardVisitor {
        let forms = routes.filter { !$0.isGet && role.allows($0.path, isGet: false) }
        let view = VisitorScope.$customers.withValue(customers) { live.view }
        return DashboardVisitor(name: name, role: role, customers: customers) { path in
            guard let segments = RequestPath(target: path)?.decoded else { return false }
            return forms.contains { form in
                guard let parameters = form.parameters(segments) else { return false }
                let verdict = CustomerRule.verdict(form.path, parameters, isGet: false, view)
                return if case .allowed = verdict { true } else { false }
            }
        }
    }

    /// The page of an invitation, which needs no login, and the password that is chosen there.
    private func invited(_ request: Request, _ secret: String) async throws -> Reply {
        let frame = frame(request, "/invitation", access.openToken, hasSession: false, isNamed: false)
        let invitation = InvitationController(access: access)
        switch request.method {
        case .get, .head: return await invitation.page(frame, secret)
        case .post:
            return try await written(request, frame) { body in
                let fields = try await body.form(limit: 1 << 14)
                let (reply, name) = try await invitation.accept(fields, frame, secret)
                if let name { await audit?.record("/invitation/{secret}", [:], name, request) }
                return reply
            }
        default: return .notAllowed("GET, HEAD, POST")
        }
    }

    /// Without a session, every page is the login page.
    private func logIn(_ request: Request, _ path: String) async throws -> Reply {
        let frame = frame(request, "/login", access.openToken, hasSession: false, isNamed: false)
        switch (path, request.method) {
        case ("/login", .get), ("/login", .head):
            return await login.page(frame, next: request.head.query?["next"] ?? "/")
        case ("/login", .post):
            return try await written(request, frame) { body in
                let fields = try await body.form(limit: 1 << 14)
                let reply = try await login.logIn(fields, frame, client: request.client?.attemptKey ?? "unknown")
                if reply.status == .seeOther {
                    let name = (fields["username"] ?? "").trimmed
                    await audit?.record("/login", [:], DashboardUsers.isOwner(name) ? nil : name, request)
                }
                return reply
            }
        case (_, .get), (_, .head):
            return .seeOther("/login?next=" + (request.head.path ?? "/").percentEncoded)
        default:
            return Reply(.unauthorized, text: Texts.Login.notLoggedIn)
        }
    }

    private func reply(
        to request: Request, _ route: AdminRoute, _ parameters: [String: String], _ frame: AdminFrame,
        seesDetails: Bool = true
    ) async throws -> Reply {
        let admitted = AdminRequest(
            head: request.head, parameters: parameters, query: request.head.query, frame: frame,
            seesDetails: seesDetails)
        return try await AuditNote.$current.withValue(AuditNote(author: frame.visitor.name)) {
            try await reply(to: request, route, admitted)
        }
    }

    private func reply(to request: Request, _ route: AdminRoute, _ admitted: AdminRequest) async throws -> Reply {
        let frame = admitted.frame
        switch route.action {
        case .get(let reply):
            return try await reply(admitted)
        case .form(let limit, let reply):
            return try await written(request, frame) { body in
                let fields = try await body.form(limit: limit)
                let answer = try await reply(admitted, fields)
                await audit?.record(route, admitted, fields.fields.map { ($0.name, $0.value) }, answer, request)
                return answer
            }
        case .text(let limit, let reply):
            return try await written(request, frame) { try await reply(admitted, try await $0.text(limit: limit)) }
        case .upload(let rules, let reply):
            return try await written(request, frame) { body in
                let upload = try await body.upload(rules)
                let answer = try await reply(admitted, upload)
                let files = upload.files.map { ("file", $0.name) }
                await audit?.record(route, admitted, upload.fields.map { ($0.key, $0.value) } + files, answer, request)
                return answer
            }
        }
    }

    /// Handles a request that changes something, if it comes from one of our pages.
    private func written(
        _ request: Request, _ frame: AdminFrame, _ body: (BodyReading) async throws -> Reply
    ) async throws -> Reply {
        guard WriteProof.isOwnPage(request.head) else {
            return frame.refusal(Texts.Frame.refused, .forbidden, Texts.Frame.otherSite)
        }
        do {
            return try await body(BodyReading(request: request, token: frame.token))
        } catch let refusal as BodyRefusal {
            return frame.refusal(Texts.Frame.refused, refusal.status, refusal.sentence)
        } catch let failure as UploadError {
            return frame.refusal(Texts.Frame.refused, failure.status, failure.sentence)
        }
    }

    private func frame(
        _ request: Request, _ path: String, _ token: String, hasSession: Bool, isNamed: Bool = true
    ) -> AdminFrame {
        // What answers a form has no address to be shown at again.
        let isGet = request.method == .get || request.method == .head
        return AdminFrame(
            entries: isNamed ? entries() : [], path: path, address: isGet ? request.head.path ?? "/" : "/",
            token: token,
            hasSession: hasSession)
    }
}

extension AdminRoute {
    /// Redirects `/` to the first page.
    fileprivate static var first: AdminRoute {
        .get("/") { request in
            guard let first = request.frame.entries.first else { return request.page("announce", "<h1>announce</h1>") }
            return .seeOther(first.path)
        }
    }

    /// Has the browser remember a language, and shows the page again that the link was on.
    fileprivate static var language: AdminRoute {
        var route = AdminRoute.get("/language/{code}") { request in
            guard let language = Language(rawValue: request["code"]) else { return .notFound }
            var reply = Reply.seeOther(LoginController.local(request.query?["next"] ?? "/", mayBeLogin: true))
            reply.fields[.setCookie] = language.cookie
            return reply
        }
        // The login page has its languages too.
        route.isOpen = true
        return route
    }

    fileprivate static func health(_ health: @escaping @Sendable () -> Health) -> AdminRoute {
        var route = AdminRoute.get("/health") { request in
            let health = request.seesDetails ? health() : health().withoutDetails
            return .json(health.json, status: health.isReady ? .ok : .serviceUnavailable)
        }
        route.isOpen = true
        return route
    }
}

extension HTTPRequest {
    fileprivate var query: FormFields? {
        guard let path, let mark = path.firstIndex(of: "?") else { return nil }
        return try? FormFields(Array(path[mark...].dropFirst().utf8))
    }
}

extension HTTPFields {
    /// Restricts the browser: scripts, styles and requests of this server only.
    fileprivate mutating func restrictBrowser() {
        self[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
            + "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        self[.xContentTypeOptions] = "nosniff"
        self[.referrerPolicy] = "no-referrer"
        self[.permissionsPolicy] = "microphone=(self)"
        self[.crossOriginOpenerPolicy] = "same-origin"
        self[.crossOriginResourcePolicy] = "same-origin"
        if self[.cacheControl] == nil { self[.cacheControl] = "no-store" }
    }
}

extension UploadError {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .tooLarge: .contentTooLarge
        case .tooManyFiles, .broken: .badRequest
        case .missingRequiredField: .forbidden
        case .system: .internalServerError
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .tooLarge(let limit): Texts.Uploading.tooLarge(limit: limit)
        case .tooManyFiles(let limit): Texts.Uploading.tooMany(limit: limit)
        case .broken: Texts.Uploading.broken
        case .missingRequiredField: BodyRefusal.token.sentence
        case .system(let code): Texts.Uploading.notWritten(Errno(rawValue: code).description)
        }
    }
}
