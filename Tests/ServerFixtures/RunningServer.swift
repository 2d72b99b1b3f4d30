package import AnnounceServer
package import CallFlow
package import Dashboard
package import HTTPListener
package import Logging
package import MediaLibrary
package import Sipgate
package import Support
import Testing
package import Webhook

/// The real server on ports of its own, until `stop()`.
package final class RunningServer: Sendable {
    package let port: Int
    package let adminPort: Int
    package let plan: LivePlan
    private let task: Task<Void, any Error>

    package init(
        _ text: String = Example.text, catalogue: Catalogue? = nil, signature: WebhookSignature? = nil,
        trials: TestCallSignature? = nil, credentials: BasicCredentials? = nil, tls: ServerSettings.TLSFiles? = nil,
        logger: Logger = .silent, dashboard: DashboardContent = DashboardContent(), recorder: CallRecorder? = nil,
        ready: @escaping @Sendable () async -> Void = {}, adjust: (inout AnnounceServer.Settings) -> Void = { _ in }
    ) async throws {
        let catalogue = try catalogue ?? Example.catalogue()
        plan = LivePlan(
            .init(plan: try Example.plan(text), signature: signature, credentials: credentials),
            tokens: try PositionTokens(secret: Example.secret), trials: trials, catalogue: { catalogue })
        let any = Endpoint(host: "127.0.0.1", port: 0)
        var settings = AnnounceServer.Settings(ServerSettings(listen: any, admin: any, tls: tls))
        settings.handlesSignals = false
        settings.now = { Example.noon }
        adjust(&settings)
        let (openings, opening) = AsyncStream.makeStream(of: (AnnounceServer.Listener, Int).self)
        let server = AnnounceServer(
            settings, plan: plan, logger: logger, dashboard: dashboard, ready: ready, recorder: recorder,
            opened: { opening.yield(($0, $1.port)) })
        task = Task {
            defer { opening.finish() }
            try await server.run()
        }
        var ports: [AnnounceServer.Listener: Int] = [:]
        for await (listener, port) in openings {
            ports[listener] = port
            if ports.count == 2 { break }
        }
        if ports.count < 2 { try await task.value }
        port = try #require(ports[.public])
        adminPort = try #require(ports[.admin])
    }

    /// Tells it to stop, and waits until it has.
    package func stop() async throws {
        task.cancel()
        try await task.value
    }

    package func client(admin: Bool = false) throws -> RawClient { try RawClient(port: admin ? adminPort : port) }
}

extension Logger {
    package static let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
}

/// A request with a body, as the provider posts it.
package func post(_ form: String, to path: String = "/sipgate", _ fields: String...) -> String {
    let fields = fields.map { $0 + "\r\n" }.joined()
    return
        "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n\(fields)"
        + "Content-Length: \(form.utf8.count)\r\n\r\n\(form)"
}

/// A request without one.
package func get(_ path: String, _ fields: String..., method: String = "GET") -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
}
