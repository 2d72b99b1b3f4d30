import NIOCore

/// Keeps account of the connections of one listener: for each one beyond a limit it has the idlest go, and it ends all of them
/// when the listener stops.
///
/// Those who go need a moment, so some more than the limit are accepted meanwhile; beyond that, new ones wait in the system's
/// queue. That is checked before each accept operation, and one of those may accept up to four connections
/// (`ChannelOptions.maxMessagesPerRead`).
final class AcceptedConnections: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private let limit: Int
    /// Connections accepted although there should be room for `limit` only.
    private let spare: Int
    private let register: ConnectionRegister
    private let crowded: @Sendable (Int) -> Void
    private var nextReport = NIODeadline.uptimeNanoseconds(0)
    private let drained: EventLoopPromise<Void>
    private var connections: [ObjectIdentifier: any Channel] = [:]
    private var wantsRead = false
    private var isStopping = false
    private var isClosed = false

    /// - Parameters:
    ///   - most: connections at any time.
    ///   - crowded: called with the number of connections when some have to go, once a minute at most.
    ///   - drained: succeeds when the listener and all its connections are closed.
    init(
        most: Int, register: ConnectionRegister, crowded: @escaping @Sendable (Int) -> Void,
        drained: EventLoopPromise<Void>
    ) {
        self.crowded = crowded
        spare = max(1, most / 8)
        limit = max(1, most - spare)
        self.register = register
        self.drained = drained
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let connection = unwrapInboundIn(data)
        connections[ObjectIdentifier(connection)] = connection
        connection.closeFuture.hop(to: context.eventLoop).assumeIsolated().whenComplete { _ in
            self.connections[ObjectIdentifier(connection)] = nil
            self.succeedIfDrained()
            guard self.wantsRead, !self.isClosed, !self.isStopping else { return }
            self.wantsRead = false
            context.read()
        }
        if connections.count > limit { makeRoom() }
        if isStopping { connection.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        context.fireChannelRead(data)
    }

    private func makeRoom() {
        register.makeRoom(max(1, limit / 64))
        guard NIODeadline.now() >= nextReport else { return }
        nextReport = .now() + .minutes(1)
        crowded(connections.count)
    }

    func read(context: ChannelHandlerContext) {
        // Another process may share the socket, and accepts what this one no longer does.
        guard !isStopping else { return }
        if connections.count < limit + spare { context.read() } else { wantsRead = true }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosed = true
        succeedIfDrained()
        context.fireChannelInactive()
    }

    /// Accepts no more, and has every connection end when what it has begun is answered.
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
