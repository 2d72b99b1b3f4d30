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
        try ListeningSocket(binding: self).close()
    }

    /// The first address that the host stands for.
    func resolved() throws(ListenerError) -> SocketAddress {
        do {
            return try .makeAddressResolvingHost(host, port: port)
        } catch {
            throw .unknownHost
        }
    }
}

/// Why an address cannot be listened on.
package enum ListenerError: Error, Hashable, Sendable {
    /// The port is in use or not permitted, the address is not this machine's, …: an `errno` value.
    case cannotListen(errno: CInt)
    case unknownHost
}
