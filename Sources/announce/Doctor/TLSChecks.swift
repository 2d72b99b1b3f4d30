import FoundationEssentials
import ServerProbe

/// Checks whether the provider would accept the connection: TLS 1.2 or newer, and a certificate it trusts.
struct TLSChecks {
    let target: PublicTarget
    let authorities: Authorities?
    let timeout: Duration

    /// The rows from `TLS` to `certificate expiry`.
    func run() async -> [Check] {
        let probe = TLSProbe(target, timeout: timeout)
        let offer: TLSProbe.Offer
        do throws(TLSProbe.HandshakeError) {
            offer = try await probe.handshake()
        } catch {
            let names: [Check.Name] = [.chain, .host, .expiry]
            return [unanswered(error)] + names.map { .skipped($0, "there is no TLS connection") }
        }
        let old = try? await probe.handshake(newest: .tls11)
        return [version(offer.version, old: old?.version)] + (await certificate(offer.chain))
    }

    private func unanswered(_ failure: TLSProbe.HandshakeError) -> Check {
        let place = "\(target.address ?? target.host) port \(target.port)"
        return switch failure {
        case .unreachable(let reason):
            .failed(
                .tls, "\(place): \(reason)",
                "Start the server or the proxy before it, and open the port in the firewall. From inside a network whose "
                    + "router does not let its own addresses in, try --address.")
        case .noTLS(let reason):
            .failed(
                .tls, "\(place): \(reason)",
                "There must be TLS 1.2 or newer at this port: `server: tls:`, or a proxy with a certificate.")
        }
    }

    private func version(_ version: TLSProbe.Version?, old: TLSProbe.Version?) -> Check {
        guard let version else { return .ok(.tls, "connected") }
        guard version == .tls12 || version == .tls13 else {
            return .failed(
                .tls, "nothing newer than \(version.rawValue)",
                "Allow TLS 1.2 and 1.3; nobody has to take older versions.")
        }
        guard let old else { return .ok(.tls, version.rawValue) }
        return .warning(
            .tls, "\(version.rawValue), but \(old.rawValue) as well, which is broken", "Turn TLS 1.0 and 1.1 off.")
    }

    // MARK: The certificate

    private func certificate(_ chain: CertificateChain?) async -> [Check] {
        guard let chain else {
            let names: [Check.Name] = [.host, .expiry]
            return [
                .failed(.chain, "the certificate cannot be read", "Get another one from a certificate authority.")
            ] + names.map { .skipped($0, "the certificate cannot be read") }
        }
        let expiry = expiry(chain)
        let trust: Check =
            expiry.status == .failed ? .skipped(.chain, "the certificate must be valid first") : await trust(chain)
        return [trust, host(chain), expiry]
    }

    private func trust(_ chain: CertificateChain) async -> Check {
        let seen = "\(chain.count == 1 ? "1 certificate" : "\(chain.count) certificates"), issued by \(chain.issuer)"
        if await chain.isTrusted() { return .ok(.chain, seen) }
        if let authorities, await chain.isTrusted(by: authorities) {
            return .warning(
                .chain, "\(seen), trusted by --ca only",
                "The provider does not: get one from an authority that all know.")
        }
        guard !chain.isSelfSigned else {
            return .failed(
                .chain, "self-signed",
                "The provider refuses that. Get a certificate from an authority, such as Let's Encrypt.")
        }
        let remedy =
            chain.count == 1
            ? "The certificates between it and the authority are missing: serve the whole chain (fullchain.pem)."
            : "The provider must know its authority. Get one from an authority that all know, such as Let's Encrypt; if it "
                + "is one, `apt-get install ca-certificates` here."
        return .failed(.chain, "\(seen), which no authority known here vouches for", remedy)
    }

    private func host(_ chain: CertificateChain) -> Check {
        guard let name = target.name else { return .skipped(.host, "public-url has an address instead of a name") }
        if chain.covers(name) { return .ok(.host, name) }
        let list = chain.names.isEmpty ? "no name" : chain.names.prefix(5).joined(separator: ", ")
        return .failed(
            .host, "it is for \(list), not for \(name)",
            "Get one for \(name), or write the name it is for into public-url.")
    }

    private func expiry(_ chain: CertificateChain) -> Check {
        let now = Date()
        func day(_ date: Date) -> String { String(date.formatted(.iso8601).prefix(10)) }
        let days = Int((chain.notAfter.timeIntervalSince(now) / 86_400).rounded(.down))
        if chain.notAfter < now {
            return .failed(
                .expiry, "expired on \(day(chain.notAfter))",
                "Renew it, and see to it that it is renewed by itself; announce reads the files again when they change."
            )
        }
        if chain.notBefore > now {
            return .failed(
                .expiry, "not valid before \(day(chain.notBefore))", "Wait, or put this machine's clock right.")
        }
        guard days >= 14 else {
            return .warning(
                .expiry, "until \(day(chain.notAfter)), \(days) days",
                "Renew it; a renewal by itself would have by now.")
        }
        return .ok(.expiry, "until \(day(chain.notAfter)), \(days) days")
    }
}
