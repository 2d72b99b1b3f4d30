import HTTPTypes
import HummingbirdCore
import NIOCore

/// The admin listener: `/health`, and a page that says what is here.
///
/// What is to be seen here grows by paths in `routes`; all of it is behind the check of the `Host` field.
struct AdminController: Sendable {
    let host: AdminHost
    let health: @Sendable () -> Health
    let date = DateField()

    private var routes: [(path: String, content: String, reply: @Sendable () -> Reply)] {
        [
            ("", "this page", { Reply(.ok, text: page) }),
            (
                "health", "whether calls are answered, in JSON; 503 if not",
                {
                    let health = health()
                    return Reply(
                        health.isReady ? .ok : .serviceUnavailable, fields: [.cacheControl: "no-store"],
                        bytes: ByteBuffer(string: health.json), type: "application/json")
                }
            ),
        ]
    }

    private var page: String {
        "announce\n\n" + routes.map { "/\($0.path)\n    \($0.content)" }.joined(separator: "\n")
    }

    init(host: AdminHost, health: @escaping @Sendable () -> Health) {
        self.host = host
        self.health = health
    }

    @concurrent func answer(_ request: Request, _ writer: consuming ResponseWriter) async throws {
        var reply = respond(to: request.head)
        if request.method == .head { reply = reply.withoutBody }
        try await reply.write(to: writer, date: date.text)
    }

    private func respond(to request: HTTPRequest) -> Reply {
        guard request.authority != nil else { return .noHost }
        guard host.accepts(request.authority) else {
            return Reply(.misdirectedRequest, text: "Ask by the address of this listener, or as localhost.")
        }
        guard let path = request.path.flatMap(RequestPath.init), path.segments.count == 1,
            let route = routes.first(where: { $0.path == path.segments[0] })
        else { return .notFound }
        guard request.method == .get || request.method == .head else { return .notAllowed("GET, HEAD") }
        return route.reply()
    }
}
