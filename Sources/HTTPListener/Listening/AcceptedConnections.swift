import NIOCore

/// Keeps account of the connections of one listener: accepts no more than a limit, and ends them when the listener stops.
///
/// The limit is checked before each accept operation. One of those may accept up to four connections
/// (`ChannelOptions.maxMessagesPerRead`), so there may be three more than the limit.
final class AcceptedConnections: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private let limit: Int
    private let drained: EventLoopPromise<Void>
    private var connections: [ObjectIdentifier: any Channel] = [:]
    private var wantsRead = false
    private var isStopping = false
    private var isClosed = false

    /// - Parameter drained: succeeds when the listener and all its connections are closed.
    init(limit: Int, drained: EventLoopPromise<Void>) {
        self.limit = limit
        self.drained = drained
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let connection = unwrapInboundIn(data)
        connections[ObjectIdentifier(connection)] = connection
        connection.closeFuture.hop(to: context.eventLoop).assumeIsolated().whenComplete { _ in
            self.connections[ObjectIdentifier(connection)] = nil
            self.succeedIfDrained()
            guard self.wantsRead, !self.isClosed else { return }
            self.wantsRead = false
            context.read()
        }
        if isStopping { connection.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        if connections.count < limit { context.read() } else { wantsRead = true }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosed = true
        succeedIfDrained()
        context.fireChannelInactive()
    }

    /// Has every connection end when what it has begun is answered.
    func quiesce() {
        isStopping = true
        for connection in connections.values {
            connection.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    /// Closes every connection at once.
    func cut() {
        for connection in connections.values { connection.close(promise: nil) }
    }

    private func succeedIfDrained() {
        if isClosed, connections.isEmpty { drained.succeed() }
    }
}
