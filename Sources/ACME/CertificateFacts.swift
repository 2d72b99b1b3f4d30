package import FoundationEssentials
import SwiftASN1
import X509

/// What is needed to know of a certificate to decide whether it is due for renewal.
package struct CertificateFacts: Sendable {
    package let hosts: [String]
    package let validFrom: Date
    package let validUntil: Date
    /// Whether its issuer is its subject: one that this server made itself until the authority's comes.
    package let isSelfSigned: Bool
    let publicKey: Certificate.PublicKey

    /// Reads the first certificate of a chain; nil if there is none.
    package init?(pem: String) {
        guard let first = try? PEMDocument.parseMultiple(pemString: pem).first,
            let certificate = try? Certificate(pemDocument: first)
        else { return nil }
        let names = (try? certificate.extensions.subjectAlternativeNames) ?? nil
        hosts = (names ?? SubjectAlternativeNames([])).compactMap {
            if case .dnsName(let name) = $0 { name } else { nil }
        }
        validFrom = certificate.notValidBefore
        validUntil = certificate.notValidAfter
        isSelfSigned = certificate.issuer == certificate.subject
        publicKey = certificate.publicKey
    }

    /// When it is to be renewed: at a third of its lifetime left.
    package var renewal: Date { validUntil.addingTimeInterval(-validUntil.timeIntervalSince(validFrom) / 3) }
}
