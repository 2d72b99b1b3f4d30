import NIOCore
import NIOHTTP1
import NIOPosix

extension Webhook {
    /// Serves the webhook over HTTP/1.1 at every path, until the task is cancelled.
    ///
    /// For development, and behind a reverse proxy that speaks TLS and limits the connections of a client. A request may have
    /// ``EventRefusal/largestEvent`` bytes and must be complete 10 seconds after its first byte; a connection is closed if it is
    /// not, and when nothing happens on it for 30 seconds. The time for the handlers is not limited, except that nothing happens
    /// on the connection meanwhile; the provider waits for 10 seconds.
    ///
    /// For each connection beyond `connections`, the one that has waited longest for the end of its request is closed without an
    /// answer, so that clients who are slow, silent or many do not keep the provider out. While all of them are being answered,
    /// the new one is closed; the provider then puts the call through as if there were no webhook.
    ///
    /// - Parameters:
    ///   - host: The address to listen on; `0.0.0.0` for all.
    ///   - port: 0 picks a free one.
    ///   - connections: The most at the same time. Each costs some kilobytes, and a request up to
    ///     ``EventRefusal/largestEvent`` bytes more.
    ///   - onReady: Called with the port once connections are accepted.
    ///   - onError: Called for each request that was not answered (``EventReply/error``).
    /// - Throws: An error of SwiftNIO if the address cannot be used.
    public func serve(
        host: String = "127.0.0.1", port: Int = 8080, connections: Int = 256, onReady: (_ port: Int) -> Void = { _ in },
        onError: @escaping @Sendable (any Error) -> Void = { _ in }
    ) async throws {
        var limits = ServerLimits()
        limits.connections = connections
        try await serve(host: host, port: port, limits: limits, onReady: onReady, onError: onError)
    }

    func serve(
        host: String, port: Int, limits: ServerLimits, onReady: (_ port: Int) -> Void,
        onError: @escaping @Sendable (any Error) -> Void
    ) async throws {
        let places = ServerPlaces(most: limits.connections)
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection.open(on: channel, limits) }
            }
        try await server.executeThenClose { connections in
            onReady(server.channel.localAddress?.port ?? port)
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    places.enter(connection.channel)
                    group.addTask { await answer(connection, places, onError) }
                }
            }
        }
    }

    /// Answers the requests of a connection until it ends. Its errors are the client's business.
    private func answer(
        _ connection: Connection, _ places: ServerPlaces, _ onError: @Sendable (any Error) -> Void
    ) async {
        try? await connection.executeThenClose { requests, responses in
            for try await request in requests {
                places.note(connection.channel, isAnswering: true)
                let reply = await reply(
                    method: request.head.method.rawValue, target: request.head.uri,
                    headers: Array(request.head.headers),
                    body: request.body?.readableBytesView ?? ByteBufferView())
                if let error = reply.error { onError(error) }
                var head = HTTPResponseHead(
                    version: request.head.version, status: .init(statusCode: reply.status),
                    headers: HTTPHeaders(reply.headers))
                head.headers.add(name: "Content-Length", value: String(reply.body.utf8.count))
                if !request.head.isKeepAlive { head.headers.add(name: "Connection", value: "close") }
                let body = ByteBuffer(string: request.head.method == .HEAD ? "" : reply.body)
                try await responses.write(contentsOf: [.head(head), .body(.byteBuffer(body)), .end(nil)])
                guard request.head.isKeepAlive else { return }
                places.note(connection.channel, isAnswering: false)
            }
        }
    }
}

/// A client's connection: whole requests in, parts of responses out.
private typealias Connection = NIOAsyncChannel<NIOHTTPServerRequestFull, HTTPServerResponsePart>

extension Connection {
    fileprivate static func open(on channel: any Channel, _ limits: ServerLimits) throws -> Connection {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandlers(
            RequestDeadline(limits.request), IdleStateHandler(allTimeout: TimeAmount(limits.idle)), IdleCloser())
        try pipeline.configureHTTPServerPipeline()
        try pipeline.addHandler(NIOHTTPServerRequestAggregator(maxContentLength: EventRefusal.largestEvent))
        try pipeline.addHandler(RequestEnd())
        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
    }
}

/// Closes a connection on which nothing has happened for a while.
private final class IdleCloser: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
