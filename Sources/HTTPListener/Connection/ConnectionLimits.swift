/// What a client may take of a listener.
package struct ConnectionLimits: Sendable {
    /// Connections at the same time, fewer where the system allows fewer; for each further one the idlest has to go. One costs
    /// some kilobytes.
    package var connections = 8192
    /// The same for one address. Clients on this machine are not counted: they are proxies.
    package var connectionsPerAddress = 512
    /// Whether an address (4 bytes or 16, in network order) may have any number of connections, as one of a proxy.
    package var isUnlimited: @Sendable (_ address: [UInt8]) -> Bool = { _ in false }
    /// Bytes of a request's line and header fields.
    package var headerBytes = 16 * 1024
    /// Bytes of a request's body, unless it is streamed.
    package var bodyBytes = 64 * 1024
    /// From a request's first byte, or a connection's beginning, to the request's last byte.
    package var request: Duration = .seconds(10)
    /// For taking some of an answer, in addition to what its size needs at `bytesPerSecond`.
    package var response: Duration = .seconds(30)
    /// The lowest rate at which a client may read an answer.
    package var bytesPerSecond = 4_000
    /// Between two requests.
    package var idle: Duration = .seconds(60)
    /// For a client to read the last answer before the connection is cut; what it still sends meanwhile is thrown away.
    package var linger: Duration = .seconds(2)

    package init() {}

    /// For a listener that takes uploads, which need time, from few clients.
    package static var uploads: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.connections = 256
        limits.request = .seconds(300)
        return limits
    }
}
