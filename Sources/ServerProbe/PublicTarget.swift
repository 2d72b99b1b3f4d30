package import Telephony

/// The server to probe: its public URL, and optionally the IP address to connect to.
package struct PublicTarget: Sendable {
    package let url: PublicURL
    /// The IP address to connect to instead of resolving the name.
    package let address: String?

    package init(url: PublicURL, address: String?) { (self.url, self.address) = (url, address) }

    /// The host without the brackets of an IPv6 address.
    package var host: String { url.host.hasPrefix("[") ? String(url.host.dropFirst().dropLast()) : url.host }
    package var port: Int { url.port ?? (url.scheme == "https" ? 443 : 80) }
    package var isEncrypted: Bool { url.scheme == "https" }
    /// The host if it is a name; `nil` if it is an IP address.
    package var name: String? { IPAddress(host) == nil ? host : nil }
}
