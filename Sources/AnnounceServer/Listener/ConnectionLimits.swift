/// What one client may take of the server.
package struct ConnectionLimits: Sendable {
    /// Connections to one listener; more wait in the system's queue.
    package var connections = 1024
    /// Bytes of a request's line and header fields.
    package var headerBytes = 16 * 1024
    /// Bytes of a request's body; the longest push ever seen has a few hundred.
    package var bodyBytes = 64 * 1024
    /// From a request's first byte, or a connection's beginning, to the request's last byte.
    package var request: Duration = .seconds(10)
    /// For taking some of an answer, besides what its size needs at `bytesPerSecond`.
    package var response: Duration = .seconds(30)
    /// The least rate; telephone sound has 16,000.
    package var bytesPerSecond = 4_000
    /// Between two requests.
    package var idle: Duration = .seconds(60)
    /// For a client to read the last answer, and what it still sends to be thrown away, before the connection is cut.
    package var linger: Duration = .seconds(2)

    package init() {}

    /// Of the admin listener: uploads take their time, and few come.
    package static var admin: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.connections = 256
        limits.request = .seconds(300)
        return limits
    }
}
