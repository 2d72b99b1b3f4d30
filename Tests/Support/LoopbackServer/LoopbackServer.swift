import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on this machine that answers as a test says, records requests, and can be made to fail.
///
/// ```swift
/// let server = try await LoopbackServer { _ in .json("{}") }
/// server.next(.silence)     // for the next request; then as before
/// …
/// #expect(server.requests.map(\.line) == ["GET /"])
/// await server.stop()
/// ```
package final class LoopbackServer: Sendable {
    /// `http://127.0.0.1:PORT`
    package var address: String { "http://127.0.0.1:\(port)" }
    /// The port it listens on.
    package let port: Int
    private let responder: @Sendable (Request) -> Reply
    private let state = Mutex(State())
    private let server: any Channel

    private struct State: Sendable {
        var requests: [Request] = []
        var replies: [Reply] = []
        var connections: [any Channel] = []
    }

    /// Starts the server on a free port.
    package init(answering responder: @escaping @Sendable (Request) -> Reply) async throws {
        self.responder = responder
        let connected = Connected()
        server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        Connection { connected.server?.reply(to: $0, on: $1) })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = server.localAddress?.port ?? 0
        connected.set(self)
    }

    /// Closes the server and all connections.
    package func stop() async {
        try? await server.close()
        for connection in state.withLock({ $0.connections }) { try? await connection.close() }
    }

    /// The requests, in order.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// Replies to the next requests, one each, instead of the usual answers.
    package func next(_ replies: Reply...) { next(replies) }
    package func next(_ replies: [Reply]) { state.withLock { $0.replies += replies } }

    private func reply(to request: Request, on connection: any Channel) -> Reply {
        let fault: Reply? = state.withLock { state in
            state.requests.append(request)
            if !state.connections.contains(where: { $0 === connection }) { state.connections.append(connection) }
            return state.replies.isEmpty ? nil : state.replies.removeFirst()
        }
        return fault ?? responder(request)
    }

    /// The server must be there before its owner is.
    private final class Connected: Sendable {
        private let owner = Mutex<Owner>(Owner())
        private struct Owner { weak var server: LoopbackServer? }
        var server: LoopbackServer? { owner.withLock { $0.server } }
        func set(_ server: LoopbackServer) { owner.withLock { $0.server = server } }
    }
}

/// Reads requests and writes replies on one connection.
private final class Connection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: (LoopbackServer.Request, any Channel) -> LoopbackServer.Reply?
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ answer: @escaping (LoopbackServer.Request, any Channel) -> LoopbackServer.Reply?) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let part): body += part.readableBytesView
        case .end:
            guard let head else { return }
            let request = LoopbackServer.Request(
                method: head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) },
                body: body)
            guard let reply = answer(request, context.channel) else { return context.close(promise: nil) }
            write(reply, context)
        }
    }

    private func write(_ reply: LoopbackServer.Reply, _ context: ChannelHandlerContext) {
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
