import Glibc
package import NIOCore
import NIOPosix
package import NIOSSL
import ServiceLifecycle

/// An HTTP/1.1 listener with limits on what a client may do: on one address, plain or with TLS.
///
/// It stops when its task's service group shuts down gracefully: no connection is accepted any more, idle ones are closed,
/// requests that have begun are answered, and `run()` returns when the last connection has ended. When its task is cancelled,
/// all connections are cut.
///
/// It protects against clients that send or read slowly, bodies and heads without end, more connections than it has room for
/// (`ConnectionLimits`), and clients that send requests without reading the answers: each has its turn. It does not protect
/// against a flood of good requests from many addresses.
package struct ListenerService: Service {
    private let address: ListenerAddress
    private let limits: ConnectionLimits
    private let tls: TLSConfiguration?
    private let group: any EventLoopGroup
    private let mayOpen: @Sendable () async -> Void
    private let inherited: ListeningSocket?
    private let opened: @Sendable (ListenerAddress, ListeningSocket) -> Void
    private let closed: @Sendable () -> Void
    private let crowded: @Sendable (Int) -> Void
    private let makeResponder: @Sendable () -> any RequestResponder
    private let register: ConnectionRegister

    /// Connections that are open, and those that had to go since the start because places ran short.
    package var connections: (open: Int, evicted: Int) { register.count }

    /// - Parameters:
    ///   - tls: nil for plain HTTP.
    ///   - group: the event loops that connections are served on.
    ///   - mayOpen: awaited before the address is opened.
    ///   - inherited: the socket to listen on, if another process has bound it.
    ///   - opened: called when it is, with the port that a 0 has become. The socket is closed when the listener stops.
    ///   - closed: called when it accepts no more connections, if it stops gracefully.
    ///   - crowded: called with the number of connections when it has no room for another, so that the idlest has to go; once a
    ///     minute at most.
    ///   - makeResponder: called for every connection, on its event loop.
    package init(
        _ address: ListenerAddress, limits: ConnectionLimits, tls: TLSConfiguration? = nil, group: any EventLoopGroup,
        mayOpen: @escaping @Sendable () async -> Void = {},
        inherited: ListeningSocket? = nil,
        opened: @escaping @Sendable (ListenerAddress, ListeningSocket) -> Void = { _, _ in },
        closed: @escaping @Sendable () -> Void = {},
        crowded: @escaping @Sendable (Int) -> Void = { _ in },
        makeResponder: @escaping @Sendable () -> any RequestResponder
    ) {
        self.address = address
        register = ConnectionRegister(perAddress: limits.connectionsPerAddress, isUnlimited: limits.isUnlimited)
        self.limits = limits
        self.tls = tls
        self.group = group
        self.mayOpen = mayOpen
        self.inherited = inherited
        self.opened = opened
        self.closed = closed
        self.crowded = crowded
        self.makeResponder = makeResponder
    }

    /// - Throws: `ListenerError`, `NIOSSLError`.
    package func run() async throws {
        await Gate.wait(mayOpen)
        guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
        let socket = try inherited ?? ListeningSocket(binding: address)
        let drained = group.next().makePromise(of: Void.self)
        defer { socket.close() }
        let (server, connections) = try await bind(socket, drained)
        socket.listen()
        opened(ListenerAddress(host: address.host, port: socket.port), socket)
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                // It never fails.
                try? await drained.futureResult.get()
            } onGracefulShutdown: { [group, closed] in
                socket.close()
                // A connection that was accepted and is still on its way to its event loop would be cut by closing the socket.
                // So nothing is accepted any more, also where the channel waits for connections already. Tasks of a loop run
                // in their order, so after two rounds of all loops none is on its way.
                server.setOption(.autoRead, value: false)
                    .flatMap { server.eventLoop.submit { connections.value.quiesce() } }
                    .flatMap { Self.round(of: group, on: server.eventLoop) }
                    .flatMap { Self.round(of: group, on: server.eventLoop) }
                    .flatMap { server.close() }
                    .whenComplete { _ in closed() }
            }
        } onCancel: {
            socket.close()
            server.eventLoop.execute { connections.value.cut() }
            server.close(promise: nil)
        }
    }

    /// Succeeds when every loop of a group has run a task.
    private static func round(of group: any EventLoopGroup, on loop: any EventLoop) -> EventLoopFuture<Void> {
        .andAllComplete(Array(group.makeIterator()).map { $0.submit {} }, on: loop)
    }

    private func bind(
        _ socket: ListeningSocket, _ drained: EventLoopPromise<Void>
    ) async throws -> (any Channel, NIOLoopBound<AcceptedConnections>) {
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let most = min(limits.connections, DescriptorLimit.connections)
        let bootstrap = ServerBootstrap(group: group)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // What is read at once is parsed at once, so a client could otherwise have thousands of its requests in memory.
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 2048, maximum: 16_384)
            )
            .serverChannelInitializer { [register, crowded] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        AcceptedConnections(most: most, register: register, crowded: crowded, drained: drained))
                }
            }
            .childChannelInitializer { [limits, register, makeResponder] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.addHTTP(makeResponder(), limits: limits, activity: register.add(channel))
                }
            }
        do {
            guard let descriptor = socket.duplicate() else { throw ListenerError.cannotListen(errno: EBADF) }
            let channel = try await bootstrap.withBoundSocket(descriptor).get()
            let connections = try await channel.eventLoop.submit {
                NIOLoopBound(
                    try channel.pipeline.syncOperations.handler(type: AcceptedConnections.self),
                    eventLoop: channel.eventLoop)
            }.get()
            return (channel, connections)
        } catch {
            drained.succeed()
            switch error {
            case let error as IOError: throw ListenerError.cannotListen(errno: error.errnoCode)
            default: throw error
            }
        }
    }
}

/// Waits for something that may never happen and cannot be cancelled.
private enum Gate {
    /// Returns when `event` has, or when the listener is to stop.
    static func wait(_ event: @escaping @Sendable () async -> Void) async {
        let (over, signal) = AsyncStream.makeStream(of: Never.self)
        Task {
            await event()
            signal.finish()
        }
        await cancelWhenGracefulShutdown {
            for await _ in over {}
        }
    }
}
