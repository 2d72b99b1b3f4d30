package import FoundationEssentials
import Sipgate
import SwiftASN1
import X509

/// What is needed to know of a certificate to decide whether it is due for renewal.
package struct CertificateFacts: Sendable {
    package let hosts: [String]
    package let validFrom: Date
    package let validUntil: Date
    /// Whether its issuer is its subject: one that this server made itself until the authority's comes.
    package let isSelfSigned: Bool
    /// What the authority knows the certificate by (RFC 9773, section 4.1); nil for a certificate without the authority's key.
    let renewalID: String?
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
        let issuer = (try? certificate.extensions.authorityKeyIdentifier) ?? nil
        renewalID = issuer?.keyIdentifier.map { key in
            // As the serial number is encoded in the certificate: with a zero before a byte that would make it negative.
            let number = certificate.serialNumber.bytes.drop { $0 == 0 }
            let sign: [UInt8] = number.first.map { $0 >= 0x80 } ?? true ? [0] : []
            return key.base64URL + "." + (sign + number).base64URL
        }
    }

    /// When it is to be renewed: at a third of its lifetime left.
    package var renewal: Date { validUntil.addingTimeInterval(-validUntil.timeIntervalSince(validFrom) / 3) }
}
