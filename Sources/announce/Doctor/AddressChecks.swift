import Glibc
import LocalFiles
import ServerProbe
import Telephony

/// Checks of the public address: URL, DNS, TLS, certificate.
struct AddressChecks {
    let target: PublicTarget
    let authorities: Authorities?
    let timeout: Duration
    /// Whether the server has its certificate renewed by itself (`tls: acme`).
    let isRenewedByServer: Bool

    /// - Returns: whether requests can be sent.
    func run(_ report: DoctorReport) async -> Bool {
        report.add(publicURL)
        let dns = await resolve()
        report.add(dns)
        let tlsNames: [Check.Name] = [.tls, .chain, .host, .expiry]
        guard dns.status != .failed else {
            for name in tlsNames { report.add(.skipped(name, "the name does not resolve")) }
            return false
        }
        guard target.isEncrypted else {
            for name in tlsNames { report.add(.skipped(name, "public-url is not https")) }
            return true
        }
        let tls = await TLSChecks(
            target: target, authorities: authorities, timeout: timeout, isRenewedByServer: isRenewedByServer
        ).run()
        tls.forEach(report.add)
        return !tls.contains { $0.status == .failed }
    }

    private var publicURL: Check {
        if target.url.isLoopback {
            return .failed(
                .publicURL, "\(target.url) is this machine, which the provider cannot reach",
                "Set public-url to the server's public address (docs/operations.md: Make it reachable).")
        }
        guard target.isEncrypted else {
            return .failed(
                .publicURL,
                "\(target.url) is not encrypted: newer accounts accept only https, and calls can be read and changed in "
                    + "transit", "Get a certificate (docs/operations.md: Make it reachable) and use https://.")
        }
        return .ok(.publicURL, target.url.description)
    }

    // MARK: DNS

    private func resolve() async -> Check {
        if let address = target.address { return .ok(.dns, "not used: --address \(address)") }
        let host = target.host
        let found = await Task.detached { Self.addresses(of: host) }.value
        switch found {
        case .failure(let failure):
            return .failed(
                .dns, "\(host) does not resolve: \(failure.reason)",
                "Add an A or AAAA record at the domain's DNS provider, or correct public-url.")
        case .success(let addresses):
            let list = addresses.map(\.text).joined(separator: ", ")
            guard target.name != nil, !target.url.isLoopback, let inner = addresses.first(where: \.isPrivate) else {
                return .ok(.dns, addresses.count == 1 && addresses[0].text == host ? host : "\(host): \(list)")
            }
            return .warning(
                .dns, "\(host): \(list); \(inner.text) is a private address",
                "The name must resolve to a public address for the provider; check with a public DNS server.")
        }
    }

    private struct ResolutionError: Error { let reason: String }

    private static func addresses(of host: String) -> Result<[IPAddress], ResolutionError> {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            return .failure(ResolutionError(reason: String(cString: gai_strerror(code)).lowercased()))
        }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            var text = [CChar](repeating: 0, count: 64)
            if getnameinfo(
                entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
            {
                let bytes = text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
                if let address = IPAddress(String(decoding: bytes, as: UTF8.self)), !found.contains(address) {
                    found.append(address)
                }
            }
            next = entry.ai_next
        }
        return .success(found)
    }
}
