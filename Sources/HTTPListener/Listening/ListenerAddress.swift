import Glibc
import NIOCore

/// An address, and the port that is listened on there.
package struct ListenerAddress: Hashable, Sendable {
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    package var host: String
    /// 0: any free port.
    package var port: Int

    package init(host: String, port: Int) {
        (self.host, self.port) = (host, port)
    }

    /// Checks that the address can be listened on now, without listening: nothing can connect meanwhile. Blocks the thread
    /// while a name is resolved.
    ///
    /// Another program may still take the port before it is opened.
    package func checkAvailability() throws(ListenerError) {
        let address: SocketAddress
        do {
            address = try .makeAddressResolvingHost(host, port: port)
        } catch {
            throw .unknownHost
        }
        let probe = socket(address.protocol.rawValue, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { throw .cannotListen(errno: errno) }
        defer { close(probe) }
        // As the listener does: connections of an earlier server that linger do not count.
        var reuse: CInt = 1
        setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<CInt>.size))
        let code = address.withSockAddr { pointer, size in bind(probe, pointer, socklen_t(size)) == 0 ? 0 : errno }
        guard code == 0 else { throw .cannotListen(errno: code) }
    }
}

/// Why an address cannot be listened on.
package enum ListenerError: Error, Hashable, Sendable {
    /// The port is in use or not permitted, the address is not this machine's, …: an `errno` value.
    case cannotListen(errno: CInt)
    case unknownHost
}
