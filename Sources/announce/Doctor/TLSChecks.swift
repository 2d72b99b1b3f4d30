import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// Whether the provider would take the connection: TLS 1.2 or newer, and a certificate that it believes.
struct TLSChecks {
    let target: PublicTarget
    let authorities: [NIOSSLCertificate]
    let timeout: Duration

    /// The rows from `TLS` to `certificate expiry`.
    func run() async -> [Check] {
        let probe = TLSProbe(target: target, timeout: timeout)
        let sighting: TLSProbe.Sighting
        do throws(TLSProbe.Failure) {
            sighting = try await probe.look()
        } catch {
            let names: [Check.Name] = [.chain, .host, .expiry]
            return [unanswered(error)] + names.map { .skipped($0, "there is no TLS connection") }
        }
        let old = try? await probe.look(newest: .tlsv11)
        return [version(sighting.version, old: old?.version)] + (await certificate(sighting.chain))
    }

    private func unanswered(_ failure: TLSProbe.Failure) -> Check {
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

    private func version(_ version: TLSVersion?, old: TLSVersion?) -> Check {
        guard let version else { return .ok(.tls, "connected") }
        guard version == .tlsv12 || version == .tlsv13 else {
            return .failed(
                .tls, "nothing newer than \(version.name)", "Allow TLS 1.2 and 1.3; nobody has to take older versions.")
        }
        guard let old else { return .ok(.tls, version.name) }
        return .warning(
            .tls, "\(version.name), but \(old.name) as well, which is broken", "Turn TLS 1.0 and 1.1 off.")
    }

    // MARK: The certificate

    private func certificate(_ chain: [NIOSSLCertificate]) async -> [Check] {
        let certificates = chain.compactMap { try? Certificate(derEncoded: $0.toDERBytes()) }
        guard let leaf = certificates.first, certificates.count == chain.count else {
            let names: [Check.Name] = [.host, .expiry]
            return [
                .failed(.chain, "the certificate cannot be read", "Get another one from a certificate authority.")
            ] + names.map { .skipped($0, "the certificate cannot be read") }
        }
        let expiry = expiry(leaf)
        let chain: Check =
            expiry.status == .failed
            ? .skipped(.chain, "the certificate must be valid first") : await trust(leaf, certificates)
        return [chain, host(leaf), expiry]
    }

    private func trust(_ leaf: Certificate, _ chain: [Certificate]) async -> Check {
        let between = CertificateStore(chain.dropFirst())
        func isTrusted(_ roots: CertificateStore) async -> Bool {
            var verifier = Verifier(rootCertificates: roots) { RFC5280Policy() }
            guard case .validCertificate = await verifier.validate(leaf: leaf, intermediates: between) else {
                return false
            }
            return true
        }
        let seen = "\(chain.count == 1 ? "1 certificate" : "\(chain.count) certificates"), issued by \(leaf.issuer)"
        if await isTrusted(.systemTrustRoots) { return .ok(.chain, seen) }
        let own = authorities.compactMap { try? Certificate(derEncoded: $0.toDERBytes()) }
        if !own.isEmpty, await isTrusted(CertificateStore(own)) {
            return .warning(
                .chain, "\(seen), trusted by --ca only",
                "The provider does not: get one from an authority that all know.")
        }
        guard leaf.issuer != leaf.subject else {
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

    private func host(_ leaf: Certificate) -> Check {
        let names = (try? leaf.extensions.subjectAlternativeNames).map { Array($0) } ?? []
        let texts = names.compactMap { name -> String? in
            if case .dnsName(let text) = name { return text.lowercased() }
            return nil
        }
        guard let name = target.name?.lowercased() else {
            return .skipped(.host, "public-url has an address instead of a name")
        }
        if texts.contains(where: { Self.covers($0, name) }) { return .ok(.host, name) }
        let list = texts.isEmpty ? "no name" : texts.prefix(5).joined(separator: ", ")
        return .failed(
            .host, "it is for \(list), not for \(name)",
            "Get one for \(name), or write the name it is for into public-url.")
    }

    /// A star stands for exactly one label (RFC 9525, section 6.3).
    private static func covers(_ pattern: String, _ name: String) -> Bool {
        guard pattern.hasPrefix("*.") else { return pattern == name }
        guard let dot = name.firstIndex(of: "."), dot > name.startIndex else { return false }
        return name[dot...] == pattern.dropFirst()
    }

    private func expiry(_ leaf: Certificate) -> Check {
        let now = Date()
        func day(_ date: Date) -> String { String(date.formatted(.iso8601).prefix(10)) }
        let days = Int((leaf.notValidAfter.timeIntervalSince(now) / 86_400).rounded(.down))
        if leaf.notValidAfter < now {
            return .failed(
                .expiry, "expired on \(day(leaf.notValidAfter))",
                "Renew it, and see to it that it is renewed by itself; announce reads the files again when they change."
            )
        }
        if leaf.notValidBefore > now {
            return .failed(
                .expiry, "not valid before \(day(leaf.notValidBefore))", "Wait, or put this machine's clock right.")
        }
        guard days >= 14 else {
            return .warning(
                .expiry, "until \(day(leaf.notValidAfter)), \(days) days",
                "Renew it; a renewal by itself would have by now.")
        }
        return .ok(.expiry, "until \(day(leaf.notValidAfter)), \(days) days")
    }
}

extension TLSVersion {
    fileprivate var name: String {
        switch self {
        case .tlsv1: "TLS 1.0"
        case .tlsv11: "TLS 1.1"
        case .tlsv12: "TLS 1.2"
        case .tlsv13: "TLS 1.3"
        }
    }
}
