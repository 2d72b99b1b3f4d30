import Glibc

/// The values of `Host` that the admin listener accepts. Protects against DNS rebinding, where the name of another site is made
/// to resolve to this machine: the browser then sends that name.
struct AdminHost: Sendable {
    /// The configured host in lower case, an IPv6 address without brackets.
    private let configured: String
    private let isSecure: Bool

    /// - Parameters:
    ///   - host: the host the listener is bound to.
    ///   - isSecure: whether the listener speaks TLS, which refuses foreign names by itself.
    init(_ host: String, isSecure: Bool = false) {
        configured = host.lowercased()
        self.isSecure = isSecure
    }

    /// Accepts loopback names and addresses, the configured host, and, unless bound to loopback, any address, since no name
    /// resolves to it by rebinding. `name`: the host of the public URL, which is accepted too.
    func accepts(_ field: String?, or name: String? = nil) -> Bool {
        guard let field, let host = Self.host(of: field.lowercased()) else { return false }
        if host == configured || Self.isLoopback(host) { return true }
        return !Self.isLoopback(configured) && (isSecure || Self.isAddress(host) || host == name)
    }

    /// The host of a field, without port and brackets.
    private static func host(of field: String) -> String? {
        var name = field[...]
        if name.first == "[" {
            guard let end = name.firstIndex(of: "]") else { return nil }
            let rest = name[end...].dropFirst()
            guard rest.isEmpty || rest.first == ":" && rest.dropFirst().allSatisfy(\.isWholeNumber) else { return nil }
            return String(name[..<end].dropFirst())
        }
        if let colon = name.firstIndex(of: ":") {
            guard name[colon...].dropFirst().allSatisfy(\.isWholeNumber) else { return nil }
            name = name[..<colon]
        }
        return name.isEmpty ? nil : String(name)
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || isAddress(host) && host.hasPrefix("127.")
    }

    private static func isAddress(_ host: String) -> Bool { bytes(of: host) != nil }

    /// The 4 or 16 bytes of an address.
    static func bytes(of host: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, host, &bytes) == 1 { return Array(bytes.prefix(4)) }
        return inet_pton(AF_INET6, host, &bytes) == 1 ? bytes : nil
    }
}
