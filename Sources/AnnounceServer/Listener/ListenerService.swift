import CLinux
import CallFlow
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// One address that is listened on, from when it may be until the server stops.
struct ListenerService: Service {
    let listener: AnnounceServer.Listener
    let endpoint: Endpoint
    let limits: ConnectionLimits
    /// Nil: plain HTTP.
    var tls: TLSConfiguration?
    let logger: Logger
    /// What is done with a connection.
    let channel: any ServerChildChannel
    /// Awaited before the address is opened.
    var mayOpen: @Sendable () async -> Void = {}
    /// Told the port that is listened on.
    let opened: @Sendable (Endpoint) -> Void

    func run() async throws {
        await Gate.wait(mayOpen)
        guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
        let configuration = ServerConfiguration(
            address: .hostname(endpoint.host, port: endpoint.port), backlog: 1024,
            availableConnectionsDelegate: .maximum(limits.connections, logger: logger))
        let secured: any ServerChildChannel = try tls.map { try channel.secured($0) } ?? channel
        let server = secured.server(
            configuration: configuration,
            onServerRunning: { channel in
                opened(Endpoint(host: endpoint.host, port: channel.localAddress?.port ?? endpoint.port))
            }, eventLoopGroup: EventLoops.all, logger: logger)
        do {
            try await server.run()
        } catch let error as IOError {
            throw AnnounceServer.Failure.cannotListen(listener, endpoint, errno: error.errnoCode)
        } catch is SocketAddressError {
            throw AnnounceServer.Failure.unknownHost(listener, endpoint)
        }
    }
}

extension ServerChildChannel {
    fileprivate func secured(_ configuration: TLSConfiguration) throws -> any ServerChildChannel {
        try TLSChannel(self, tlsConfiguration: configuration)
    }
}

/// Waits for something that may never happen and cannot be called off.
private enum Gate {
    /// Until `event` is over, or nobody wants to know any more.
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

private enum EventLoops {
    /// A loop for each processor that is ours; two on one only take turns.
    static let all = MultiThreadedEventLoopGroup(numberOfThreads: Int(announce_available_processors()))
}
