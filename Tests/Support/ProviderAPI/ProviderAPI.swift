import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A simulation of the provider's REST API on this machine: answers as documented, stores changes, and records requests.
///
/// ```swift
/// let api = try await ProviderAPI()
/// api.next(.refusal(402, detail: "no funds"))     // for the next request; then as documented again
/// …
/// #expect(api.requests.map(\.line) == ["POST /v2/sessions/sms"])
/// await api.stop()
/// ```
package final class ProviderAPI: Sendable {
    /// The base URL: `http://127.0.0.1:PORT/v2`.
    package let address: String
    private let state: Mutex<State>
    private let server: any Channel

    private struct State: Sendable {
        var account: ProviderAccount
        /// Answers instead of the account.
        var responder: (@Sendable (Request) -> Reply)?
        var requests: [Request] = []
        var replies: [Reply] = []
        var connections: [any Channel] = []
    }

    /// Starts any HTTP server on a free port.
    package convenience init(answering responder: @escaping @Sendable (Request) -> Reply) async throws {
        try await self.init(ProviderAccount())
        state.withLock { $0.responder = responder }
    }

    /// The port it listens on.
    package var port: Int { server.localAddress?.port ?? 0 }

    /// Starts the server on a free port.
    package init(_ account: ProviderAccount = ProviderAccount()) async throws {
        let connected = Connected()
        server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Connection { connected.api?.reply(to: $0, on: $1) })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        address = "http://127.0.0.1:\(server.localAddress?.port ?? 0)/v2"
        state = Mutex(State(account: account))
        connected.set(self)
    }

    /// Closes the server and all connections.
    package func stop() async {
        try? await server.close()
        for connection in state.withLock({ $0.connections }) { try? await connection.close() }
    }

    /// The requests, in order.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// The current state of the account.
    package var account: ProviderAccount { state.withLock { $0.account } }

    /// Replies to the next requests, one each, instead of the documented answers.
    package func next(_ replies: Reply...) { state.withLock { $0.replies += replies } }

    private func reply(to request: Request, on connection: any Channel) -> Reply {
        state.withLock { state in
            state.requests.append(request)
            if !state.connections.contains(where: { $0 === connection }) { state.connections.append(connection) }
            guard state.replies.isEmpty else { return state.replies.removeFirst() }
            if let responder = state.responder { return responder(request) }
            return state.account.answer(request)
        }
    }

    /// The server must be there before its owner is.
    private final class Connected: Sendable {
        private let owner = Mutex<Owner>(Owner())
        private struct Owner { weak var api: ProviderAPI? }
        var api: ProviderAPI? { owner.withLock { $0.api } }
        func set(_ api: ProviderAPI) { owner.withLock { $0.api = api } }
    }
}

/// Reads requests and writes replies on one connection.
private final class Connection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: (ProviderAPI.Request, any Channel) -> ProviderAPI.Reply?
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ answer: @escaping (ProviderAPI.Request, any Channel) -> ProviderAPI.Reply?) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let part): body += part.readableBytesView
        case .end:
            guard let head else { return }
            let request = ProviderAPI.Request(
                method: head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) },
                body: body)
            guard let reply = answer(request, context.channel) else { return context.close(promise: nil) }
            write(reply, context)
        }
    }

    private func write(_ reply: ProviderAPI.Reply, _ context: ChannelHandlerContext) {
        switch reply {
        case .silence: break
        case .hangUp: context.close(promise: nil)
        case .answer(let status, let headers, let text):
            send(status, headers + [("Content-Length", String(text.utf8.count))], text, context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .bytes(let status, let headers, let bytes):
            send(status, headers + [("Content-Length", String(bytes.count))], bytes, context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .stall(let text):
            send(200, [("Content-Length", "1000000")], text, context)
        case .cut(let text):
            send(200, [("Content-Length", "1000000")], text, context)
            context.close(promise: nil)
        }
    }

    private func send(_ status: Int, _ headers: [(String, String)], _ text: String, _ context: ChannelHandlerContext) {
        send(status, headers, Array(text.utf8), context)
    }

    private func send(
        _ status: Int, _ headers: [(String, String)], _ bytes: [UInt8], _ context: ChannelHandlerContext
    ) {
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: HTTPHeaders(headers))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        // HEAD has the length of a body, and none.
        if self.head?.method == .HEAD { return context.flush() }
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
    }
}
