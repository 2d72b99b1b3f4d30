import CLinux
package import CallFlow
import HTTPListener
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// Why the server cannot start.
package enum StartupError: Error, Hashable, Sendable {
    /// The port is in use or not permitted, the address is not this machine's, …: an `errno` value.
    case cannotListen(AnnounceServer.Listener, Endpoint, errno: CInt)
    case unknownHost(AnnounceServer.Listener, Endpoint)
    /// What is wrong with the certificate or its key.
    case certificate(ServerSettings.TLSFiles, reason: String)
}

/// One of the server's listeners, whose errors name it.
struct NamedListener: Service {
    let listener: AnnounceServer.Listener
    private let endpoint: Endpoint
    private let service: ListenerService

    init(
        _ listener: AnnounceServer.Listener, _ endpoint: Endpoint, limits: ConnectionLimits, tls: TLSConfiguration?,
        logger: Logger, sockets: ListenerSockets, mayOpen: @escaping @Sendable () async -> Void = {},
        opened: @escaping @Sendable (Endpoint) -> Void,
        makeResponder: @escaping @Sendable () -> any RequestResponder
    ) {
        self.listener = listener
        self.endpoint = endpoint
        service = ListenerService(
            ListenerAddress(host: endpoint.host, port: endpoint.port), limits: limits, tls: tls,
            group: EventLoops.all, mayOpen: mayOpen, inherited: sockets.inherited(listener),
            opened: { address, socket in
                sockets.opened(listener, socket)
                opened(Endpoint(host: address.host, port: address.port))
            },
            closed: { sockets.closed(listener) },
            crowded: { connections in
                logger.warning(
                    "The \(listener.rawValue) listener is full, so for each new connection the idlest is closed",
                    metadata: ["connections": .stringConvertible(connections)])
            },
            makeResponder: makeResponder)
    }

    /// Connections that are open, and those that had to go since the start because places ran short.
    var connections: (open: Int, evicted: Int) { service.connections }

    /// - Throws: `StartupError`.
    func run() async throws {
        do {
            try await service.run()
        } catch let error as ListenerError {
            throw StartupError(error, of: listener, at: endpoint)
        }
    }
}

extension AnnounceServer.Settings {
    /// Checks that both addresses can be listened on now, unless a socket is there already, before anything is prepared for it.
    package func checkAddresses() throws(StartupError) {
        for (listener, endpoint) in endpoints where listener != .challenges && !sockets.has(listener) {
            do throws(ListenerError) {
                try ListenerAddress(host: endpoint.host, port: endpoint.port).checkAvailability()
            } catch {
                throw StartupError(error, of: listener, at: endpoint)
            }
        }
    }
}

extension AnnounceServer {
    /// Returns when every event loop has run a task: not while one of them is stuck.
    package static func eventLoopsResponding() async {
        for loop in EventLoops.all.makeIterator() { try? await loop.submit {}.get() }
    }
}

extension StartupError {
    fileprivate init(_ error: ListenerError, of listener: AnnounceServer.Listener, at endpoint: Endpoint) {
        self =
            switch error {
            case .cannotListen(let code): .cannotListen(listener, endpoint, errno: code)
            case .unknownHost: .unknownHost(listener, endpoint)
            }
    }
}

private enum EventLoops {
    /// One event loop for each processor that this process may use; two on one would only take turns.
    static let all = MultiThreadedEventLoopGroup(numberOfThreads: Int(announce_available_processors()))
}
