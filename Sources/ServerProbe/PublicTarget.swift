package import Telephony

/// Where a public address leads, and where to connect instead, if somebody says so.
package struct PublicTarget: Sendable {
    package let url: PublicURL
    /// An IP address to connect to instead of where the name leads.
    package let address: String?

    package init(url: PublicURL, address: String?) { (self.url, self.address) = (url, address) }

    /// Without the brackets of an IPv6 address.
    package var host: String { url.host.hasPrefix("[") ? String(url.host.dropFirst().dropLast()) : url.host }
    package var port: Int { url.port ?? (url.scheme == "https" ? 443 : 80) }
    package var isEncrypted: Bool { url.scheme == "https" }
    /// Nil where the host is an address.
    package var name: String? { IPAddress(host) == nil ? host : nil }
}
