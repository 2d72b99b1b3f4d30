package import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// Certificates to trust beside the system's.
package struct Authorities: Sendable {
    let certificates: [NIOSSLCertificate]

    /// Nil where the file holds no certificates in PEM form, or cannot be read.
    package init?(file: String) {
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else { return nil }
        self.certificates = certificates
    }
}

/// What a server proves its name with: its own certificate, and those between it and an authority.
package struct CertificateChain: Sendable {
    private let leaf: Certificate
    private let between: [Certificate]

    /// Nil where one of them cannot be read.
    init?(_ chain: [NIOSSLCertificate]) {
        let certificates = chain.compactMap { try? Certificate(derEncoded: $0.toDERBytes()) }
        guard let leaf = certificates.first, certificates.count == chain.count else { return nil }
        self.leaf = leaf
        between = Array(certificates.dropFirst())
    }

    /// How many there are.
    package var count: Int { 1 + between.count }
    package var issuer: String { "\(leaf.issuer)" }
    package var isSelfSigned: Bool { leaf.issuer == leaf.subject }
    package var notBefore: Date { leaf.notValidBefore }
    package var notAfter: Date { leaf.notValidAfter }

    /// Who it is for, in lower case.
    package var names: [String] {
        let names = (try? leaf.extensions.subjectAlternativeNames).map { Array($0) } ?? []
        return names.compactMap { name in
            if case .dnsName(let text) = name { text.lowercased() } else { nil }
        }
    }

    /// Whether it is for a host. A star stands for exactly one label (RFC 9525, section 6.3).
    package func covers(_ host: String) -> Bool {
        let host = host.lowercased()
        return names.contains { pattern in
            guard pattern.hasPrefix("*.") else { return pattern == host }
            guard let dot = host.firstIndex(of: "."), dot > host.startIndex else { return false }
            return host[dot...] == pattern.dropFirst()
        }
    }

    /// Whether the system's authorities, or the ones given instead, vouch for it now (RFC 5280). The name is not looked at.
    package func isTrusted(by authorities: Authorities? = nil) async -> Bool {
        let roots =
            authorities.map { authorities in
                CertificateStore(authorities.certificates.compactMap { try? Certificate(derEncoded: $0.toDERBytes()) })
            } ?? .systemTrustRoots
        var verifier = Verifier(rootCertificates: roots) { RFC5280Policy() }
        let result = await verifier.validate(leaf: leaf, intermediates: CertificateStore(between))
        if case .validCertificate = result { return true }
        return false
    }
}
