package import CallFlow

/// An address to listen on that replaces the configured one, or only its port.
package struct EndpointOverride: Hashable, Sendable {
    /// Nil to keep the configured host.
    package let host: String?
    /// 0 for any free port.
    package let port: Int

    package init(host: String?, port: Int) {
        (self.host, self.port) = (host, port)
    }

    package func endpoint(default other: Endpoint) -> Endpoint {
        Endpoint(host: host ?? other.host, port: port)
    }
}
