package import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// Certificates of authorities to trust in addition to the system's.
package struct Authorities: Sendable {
    let certificates: [NIOSSLCertificate]

    /// Returns `nil` if the file has no certificates in PEM form or cannot be read.
    package init?(file: String) {
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else { return nil }
        self.certificates = certificates
    }
}

/// The certificates that a server presents: its own, and the intermediate ones.
package struct CertificateChain: Sendable {
    private let leaf: Certificate
    private let intermediates: [Certificate]

    /// Returns `nil` if one of the certificates cannot be decoded.
    init?(_ chain: [NIOSSLCertificate]) {
        let certificates = chain.compactMap { try? Certificate(derEncoded: $0.toDERBytes()) }
        guard let leaf = certificates.first, certificates.count == chain.count else { return nil }
        self.leaf = leaf
        intermediates = Array(certificates.dropFirst())
    }

    /// The number of certificates.
    package var count: Int { 1 + intermediates.count }
    package var issuer: String { "\(leaf.issuer)" }
    package var isSelfSigned: Bool { leaf.issuer == leaf.subject }
    package var notBefore: Date { leaf.notValidBefore }
    package var notAfter: Date { leaf.notValidAfter }

    /// The DNS names of the server's certificate, in lower case.
    package var names: [String] {
        let names = (try? leaf.extensions.subjectAlternativeNames).map { Array($0) } ?? []
        return names.compactMap { name in
            if case .dnsName(let text) = name { text.lowercased() } else { nil }
        }
    }

    /// Whether the server's certificate is valid for a host. A wildcard stands for exactly one label (RFC 9525, section 6.3).
    package func covers(_ host: String) -> Bool {
        let host = host.lowercased()
        return names.contains { pattern in
            guard pattern.hasPrefix("*.") else { return pattern == host }
            guard let dot = host.firstIndex(of: "."), dot > host.startIndex else { return false }
            return host[dot...] == pattern.dropFirst()
        }
    }

    /// Whether the chain leads to one of the system's authorities, or to one of those given instead, and is valid now
    /// (RFC 5280). Does not check the name.
    package func isTrusted(by authorities: Authorities? = nil) async -> Bool {
        let roots =
            authorities.map { authorities in
                CertificateStore(authorities.certificates.compactMap { try? Certificate(derEncoded: $0.toDERBytes()) })
            } ?? .systemTrustRoots
        var verifier = Verifier(rootCertificates: roots) { RFC5280Policy() }
        let result = await verifier.validate(leaf: leaf, intermediates: CertificateStore(intermediates))
        if case .validCertificate = result { return true }
        return false
    }
}
