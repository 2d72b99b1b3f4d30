import CallFlow
import Glibc
import HTTPListener
import Synchronization

/// The sockets of a server's listeners: those that another process has bound for it, and its own once they are open, so that
/// they can be passed on.
package final class ListenerSockets: Sendable {
    private struct State {
        /// Bound by another process, and not used yet.
        var inherited: [AnnounceServer.Listener: ListeningSocket] = [:]
        var open: [AnnounceServer.Listener: ListeningSocket] = [:]
        var whenClosed: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    package init() {}

    /// Takes a socket that another process has bound, if it is bound to a listener's address. The descriptor is owned from then on.
    ///
    /// - Parameters:
    ///   - name: what the other process calls it. Where an address has port 0, only a socket with the listener's name is taken.
    ///   - settings: whose addresses count.
    /// - Returns: the listener; nil if there is none.
    package func take(
        _ descriptor: CInt, named name: String, for settings: AnnounceServer.Settings
    ) -> AnnounceServer.Listener? {
        for (listener, endpoint) in settings.endpoints where endpoint.port != 0 || name == listener.rawValue {
            let address = ListenerAddress(host: endpoint.host, port: endpoint.port)
            guard !has(listener), let socket = ListeningSocket(inherited: descriptor, for: address) else { continue }
            state.withLock { $0.inherited[listener] = socket }
            return listener
        }
        return nil
    }

    /// The address a descriptor is bound to; nil if it is no socket of a network.
    package static func address(of descriptor: CInt) -> String? { ListeningSocket.description(of: descriptor) }

    /// Whether another process has bound a socket for a listener.
    func has(_ listener: AnnounceServer.Listener) -> Bool { state.withLock { $0.inherited[listener] != nil } }

    func inherited(_ listener: AnnounceServer.Listener) -> ListeningSocket? {
        state.withLock { $0.inherited[listener] }
    }

    func opened(_ listener: AnnounceServer.Listener, _ socket: ListeningSocket) {
        state.withLock { $0.open[listener] = socket }
    }

    func closed(_ listener: AnnounceServer.Listener) {
        let report = state.withLock { state -> (@Sendable () -> Void)? in
            state.open[listener] = nil
            guard state.open.isEmpty else { return nil }
            defer { state.whenClosed = nil }
            return state.whenClosed
        }
        report?()
    }

    /// Calls `body` as soon as this process accepts no more connections.
    package func whenClosed(_ body: @escaping @Sendable () -> Void) {
        let isClosed = state.withLock { state in
            if !state.open.isEmpty { state.whenClosed = body }
            return state.open.isEmpty
        }
        if isClosed { body() }
    }

    /// Runs `body` with the names and descriptors of the open sockets, which are closed afterwards; the sockets are not.
    package func share<Value>(_ body: ([(name: String, descriptor: CInt)]) -> Value) -> Value {
        let open = state.withLock(\.open).sorted { $0.key.rawValue < $1.key.rawValue }
        let shared = open.compactMap { listener, socket in
            socket.duplicate().map { (name: listener.rawValue, descriptor: $0) }
        }
        defer { for socket in shared { close(socket.descriptor) } }
        return body(shared)
    }
}

extension AnnounceServer.Settings {
    /// The addresses by listener.
    var endpoints: [(AnnounceServer.Listener, Endpoint)] {
        [(.public, listen), (.admin, admin)] + (challenges.map { [(.challenges, $0.listen)] } ?? [])
    }
}
