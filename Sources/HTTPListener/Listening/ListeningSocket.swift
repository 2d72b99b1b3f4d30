import Glibc
import NIOCore
import Synchronization

/// A TCP socket that is bound to an address, and that several processes may share: connections wait in one queue, and go to
/// whichever process accepts them. It ends with the last descriptor of it, and with it the connections that wait.
package final class ListeningSocket: Sendable {
    private let descriptor: Mutex<CInt?>
    /// The port it is bound to.
    package let port: Int
    /// Connections that may wait to be accepted; the system may allow fewer (`net.core.somaxconn`).
    private static let backlog: CInt = 4096

    /// Binds a socket to an address. Blocks the thread while a name is resolved.
    package init(binding address: ListenerAddress) throws(ListenerError) {
        let resolved = try address.resolved()
        let raw = socket(resolved.protocol.rawValue, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard raw >= 0 else { throw .cannotListen(errno: errno) }
        // Connections of an earlier server that linger do not count.
        var reuse: CInt = 1
        setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<CInt>.size))
        let code = resolved.withSockAddr { pointer, size in bind(raw, pointer, socklen_t(size)) == 0 ? 0 : errno }
        guard code == 0, let bound = Self.address(of: raw) else {
            _ = Glibc.close(raw)
            throw .cannotListen(errno: code)
        }
        descriptor = Mutex(raw)
        port = bound.port ?? 0
    }

    /// Takes a socket that another process has bound, if it is bound to this address. Port 0 stands for any.
    ///
    /// The descriptor is owned by the object then, and otherwise stays as it is.
    package init?(inherited raw: CInt, for address: ListenerAddress) {
        guard let resolved = try? address.resolved(), let bound = Self.address(of: raw),
            bound.ipAddress == resolved.ipAddress, address.port == 0 || bound.port == address.port
        else { return nil }
        _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
        descriptor = Mutex(raw)
        port = bound.port ?? 0
    }

    deinit { close() }

    /// Closes this process's descriptor.
    package func close() {
        descriptor.withLock { descriptor in
            if let descriptor { _ = Glibc.close(descriptor) }
            descriptor = nil
        }
    }

    /// Runs `body` with the descriptor; nil if that is closed.
    private func withDescriptor(_ body: (CInt) -> CInt) -> CInt? {
        descriptor.withLock { descriptor in
            guard let raw = descriptor else { return nil }
            return body(raw)
        }
    }

    /// A second descriptor of the socket; nil if this is closed.
    package func duplicate() -> CInt? {
        let copy = withDescriptor { fcntl($0, F_DUPFD_CLOEXEC, 3) } ?? -1
        return copy >= 0 ? copy : nil
    }

    /// Listens, or sets how many connections may wait on a socket that listens already.
    func listen() { _ = withDescriptor { Glibc.listen($0, Self.backlog) } }

    /// The address a descriptor is bound to, as a person writes it; nil if it is no socket of a network.
    package static func description(of raw: CInt) -> String? {
        address(of: raw).flatMap { address in address.ipAddress.map { "\($0):\(address.port ?? 0)" } }
    }

    private static func address(of raw: CInt) -> SocketAddress? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let found = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(raw, $0, &size) }
        }
        guard found == 0 else { return nil }
        let family = CInt(storage.ss_family)
        return withUnsafePointer(to: &storage) { pointer in
            switch family {
            case AF_INET:
                pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee) }
            case AF_INET6:
                pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee) }
            default: nil
            }
        }
    }
}
