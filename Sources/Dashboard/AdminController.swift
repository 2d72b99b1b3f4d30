package import HTTPListener
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import Sipgate
import SystemPackage

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
    private let routes: [AdminRoute]
    private let entries: [AdminEntry]
    private let logger: Logger

    init(
        host: AdminHost, publicName: @escaping @Sendable () -> String, access: AdminAccess,
        sections: [any AdminSection], logger: Logger, health: @escaping @Sendable () -> Health
    ) {
        self.host = host
        self.publicName = publicName
        self.access = access
        self.logger = logger
        login = LoginController(access: access)
        entries = sections.compactMap { type(of: $0).entry }
        routes =
            [.health(health)] + (AdminFrame.assets + sections.flatMap(\.assets)).map(\.route)
            + sections.flatMap(\.routes) + [.first(of: entries)]
    }

    /// - Throws: `HTTPParserError` if the request's body is malformed.
    @concurrent package func answer(_ request: Request) async throws -> Reply {
        var reply = try await respond(to: request)
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
            return Reply(.internalServerError, text: "The page could not be created. See the log for the reason.")
        }
    }

    private func admitted(_ request: Request) async throws -> Reply {
        guard let target = request.head.path, let segments = RequestPath(target: target)?.decoded else {
            return .notFound
        }
        let path = "/" + segments.joined(separator: "/")
        let matches = routes.compactMap { route in route.parameters(segments).map { (route, $0) } }
        let isGet = request.method == .get || request.method == .head
        if let (route, parameters) = matches.first(where: { $0.0.isGet && $0.0.isOpen }), isGet {
            return try await reply(
                to: request, route, parameters, frame(path, access.openToken, hasSession: false),
                seesDetails: try await access.seesDetails(request))
        }
        let frame: AdminFrame
        switch try await access.admit(request.head) {
        case .closed(let reason):
            return self.frame(path, "", hasSession: false).refusal("Not available", .serviceUnavailable, reason)
        case .loginNeeded:
            return try await logIn(request, path)
        case .open(let token): frame = self.frame(path, token, hasSession: false)
        case .session(let session): frame = self.frame(path, session.token, hasSession: true)
        }
        if path == "/login", isGet { return .seeOther("/") }
        if path == "/logout", request.method == .post {
            return try await written(request, frame) { body in
                _ = try await body.form(limit: 1 << 12)
                return login.logOut(request.head)
            }
        }
        guard !matches.isEmpty else {
            return frame.refusal("Not found", .notFound, "This page does not exist.")
        }
        guard let (route, parameters) = matches.first(where: { $0.0.isGet == isGet }), isGet || request.method == .post
        else { return .notAllowed(matches.contains { $0.0.isGet } ? "GET, HEAD" : "POST") }
        return try await reply(to: request, route, parameters, frame)
    }

    /// Without a session, every page is the login page.
    private func logIn(_ request: Request, _ path: String) async throws -> Reply {
        let frame = frame("/login", access.openToken, hasSession: false, isNamed: false)
        switch (path, request.method) {
        case ("/login", .get), ("/login", .head):
            return login.page(frame, next: request.head.query?["next"] ?? "/")
        case ("/login", .post):
            return try await written(request, frame) { body in
                let fields = try await body.form(limit: 1 << 14)
                return try await login.logIn(fields, frame, client: request.client?.attemptKey ?? "unknown")
            }
        case (_, .get), (_, .head):
            return .seeOther("/login?next=" + (request.head.path ?? "/").percentEncoded)
        default:
            return Reply(.unauthorized, text: "You are not logged in.")
        }
    }

    private func reply(
        to request: Request, _ route: AdminRoute, _ parameters: [String: String], _ frame: AdminFrame,
        seesDetails: Bool = true
    ) async throws -> Reply {
        let admitted = AdminRequest(
            head: request.head, parameters: parameters, query: request.head.query, frame: frame,
            seesDetails: seesDetails)
        switch route.action {
        case .get(let reply):
            return try await reply(admitted)
        case .form(let limit, let reply):
            return try await written(request, frame) { try await reply(admitted, try await $0.form(limit: limit)) }
        case .text(let limit, let reply):
            return try await written(request, frame) { try await reply(admitted, try await $0.text(limit: limit)) }
        case .upload(let rules, let reply):
            return try await written(request, frame) { try await reply(admitted, try await $0.upload(rules)) }
        }
    }

    /// Handles a request that changes something, if it comes from one of our pages.
    private func written(
        _ request: Request, _ frame: AdminFrame, _ body: (BodyReading) async throws -> Reply
    ) async throws -> Reply {
        guard WriteProof.isOwnPage(request.head) else {
            return frame.refusal("Refused", .forbidden, "The request came from another site. Nothing was changed.")
        }
        do {
            return try await body(BodyReading(request: request, token: frame.token))
        } catch let refusal as BodyRefusal {
            return frame.refusal("Refused", refusal.status, refusal.sentence)
        } catch let failure as UploadError {
            return frame.refusal("Refused", failure.status, failure.sentence)
        }
    }

    private func frame(_ path: String, _ token: String, hasSession: Bool, isNamed: Bool = true) -> AdminFrame {
        AdminFrame(entries: isNamed ? entries : [], path: path, token: token, hasSession: hasSession)
    }
}

extension AdminRoute {
    /// Redirects `/` to the first page.
    fileprivate static func first(of entries: [AdminEntry]) -> AdminRoute {
        .get("/") { request in
            guard let first = entries.first else { return request.page("announce", "<h1>announce</h1>") }
            return .seeOther(first.path)
        }
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
            + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
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
        case .tooLarge(let limit): "The upload is too large; the limit is \(limit >> 20) MiB."
        case .tooManyFiles(let limit): "Too many files; the limit is \(limit)."
        case .broken: "The upload is incomplete. Try again."
        case .missingRequiredField: BodyRefusal.token.sentence
        case .system(let code):
            "The upload could not be written (\(Errno(rawValue: code))). Check that the disk has free space."
        }
    }
}
