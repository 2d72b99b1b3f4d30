import FoundationEssentials
import ServerProbe
import Sipgate

/// Checks whether the provider would accept the connection: TLS 1.2 or newer, and a certificate it trusts.
struct TLSChecks {
    let target: PublicTarget
    let authorities: Authorities?
    let timeout: Duration
    /// Whether the server has its certificate renewed by itself (`tls: acme`).
    let isRenewedByServer: Bool

    /// The rows from `TLS` to `certificate expiry`.
    func run() async -> [Check] {
        let probe = TLSProbe(target, timeout: timeout)
        let offer: TLSProbe.Offer
        do throws(TLSProbe.HandshakeError) {
            offer = try await probe.handshake()
        } catch {
            let names: [Check.Name] = [.chain, .host, .expiry]
            return [noHandshake(error)] + names.map { .skipped($0, "no TLS connection") }
        }
        let old = try? await probe.handshake(newest: .tls11)
        return [version(offer.version, old: old?.version)] + (await certificate(offer.chain))
    }

    private func noHandshake(_ failure: TLSProbe.HandshakeError) -> Check {
        let place = "\(target.address ?? target.host) port \(target.port)"
        return switch failure {
        case .unreachable(let reason):
            .failed(
                .tls, "\(place): \(reason.words)",
                "Start the server or its proxy, and open the port in the firewall. If the router has no NAT loopback, try "
                    + "--address.")
        case .noTLS(let reason):
            .failed(
                .tls, "\(place): \(reason.words)",
                "Serve TLS 1.2 or newer at this port: with `server: tls:`, or a proxy with a certificate.")
        }
    }

    private func version(_ version: TLSProbe.Version?, old: TLSProbe.Version?) -> Check {
        guard let version else { return .ok(.tls, "connected") }
        guard version == .tls12 || version == .tls13 else {
            return .failed(
                .tls, "only \(version.rawValue) or older",
                "Enable TLS 1.2 and 1.3.")
        }
        guard let old else { return .ok(.tls, version.rawValue) }
        return .warning(
            .tls, "\(version.rawValue), but also \(old.rawValue), which is insecure", "Disable TLS 1.0 and 1.1.")
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
            expiry.status == .failed
            ? .skipped(.chain, "the certificate has expired or is not valid yet") : await trust(chain)
        return [trust, host(chain), expiry]
    }

    private func trust(_ chain: CertificateChain) async -> Check {
        let seen = "\(chain.count == 1 ? "1 certificate" : "\(chain.count) certificates"), issued by \(chain.issuer)"
        if await chain.isTrusted() { return .ok(.chain, seen) }
        if let authorities, await chain.isTrusted(by: authorities) {
            return .warning(
                .chain, "\(seen), trusted only because of --ca",
                "The provider does not trust it. Get a certificate from a public authority, such as Let's Encrypt.")
        }
        guard !chain.isSelfSigned else {
            return .failed(
                .chain, "self-signed",
                isRenewedByServer
                    ? "The authority of `tls: acme` has not issued a certificate yet: `/health` says why."
                    : "The provider does not accept it. Get a certificate from a public authority, such as Let's Encrypt."
            )
        }
        let remedy =
            chain.count == 1
            ? "The intermediate certificates are missing: serve the whole chain (fullchain.pem)."
            : "Get a certificate from a public authority, such as Let's Encrypt. If it is from one, run `apt-get install "
                + "ca-certificates` here."
        return .failed(.chain, "\(seen), from an unknown authority", remedy)
    }

    private func host(_ chain: CertificateChain) -> Check {
        guard let name = target.name else { return .skipped(.host, "public-url has an IP address") }
        if chain.covers(name) { return .ok(.host, name) }
        let list = chain.names.isEmpty ? "no name" : chain.names.prefix(5).joined(separator: ", ")
        return .failed(
            .host, "for \(list), not for \(name)",
            "Get a certificate for \(name), or correct public-url.")
    }

    private static let failedRenewal = "The server could not have it renewed: `/health` says why."

    private func expiry(_ chain: CertificateChain) -> Check {
        let now = Date()
        func day(_ date: Date) -> String { String(date.formatted(.iso8601).prefix(10)) }
        let days = Int((chain.notAfter.timeIntervalSince(now) / 86_400).rounded(.down))
        if chain.notAfter < now {
            return .failed(
                .expiry, "expired on \(day(chain.notAfter))",
                isRenewedByServer
                    ? Self.failedRenewal
                    : "Renew it, and set up automatic renewal. announce reloads changed certificate files.")
        }
        if chain.notBefore > now {
            return .failed(
                .expiry, "not valid before \(day(chain.notBefore))", "Wait, or correct this machine's clock.")
        }
        guard days >= 14 else {
            return .warning(
                .expiry, "until \(day(chain.notAfter)), \(days) days",
                isRenewedByServer
                    ? Self.failedRenewal
                    : "Renew it, and check the automatic renewal, which should have renewed it by now.")
        }
        return .ok(.expiry, "until \(day(chain.notAfter)), \(days) days")
    }
}
