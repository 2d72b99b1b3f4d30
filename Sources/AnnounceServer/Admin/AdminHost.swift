import Glibc

/// Which `Host` fields the admin listener answers: a page of somebody else's, whose name was made to point here (DNS
/// rebinding), says its own name.
struct AdminHost: Sendable {
    /// As configured, in lower case, an IPv6 address without brackets.
    private let configured: String

    /// - Parameter host: what the listener is bound to.
    init(_ host: String) {
        configured = host.lowercased()
    }

    /// Loopback names and addresses, the configured host, and, unless bound to loopback, any address: no name leads to it.
    func accepts(_ field: String?) -> Bool {
        guard let field, let host = Self.host(of: field.lowercased()) else { return false }
        if host == configured || Self.isLoopback(host) { return true }
        return Self.isAddress(host) && !Self.isLoopback(configured)
    }

    /// Without port and brackets.
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

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || isAddress(host) && host.hasPrefix("127.")
    }

    private static func isAddress(_ host: String) -> Bool {
        var four = in_addr()
        var six = in6_addr()
        return inet_pton(AF_INET, host, &four) == 1 || inet_pton(AF_INET6, host, &six) == 1
    }
}
