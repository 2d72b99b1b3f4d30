import Crypto
package import FoundationEssentials
import SwiftASN1
import X509

extension IssuedCertificate {
    /// A certificate that this server issues to itself, so that the listener can open before the authority's arrives. No client
    /// trusts it.
    package static func temporary(for host: String, now: Date = Date()) throws -> IssuedCertificate {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("\(host) (temporary)") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
            notValidBefore: now.addingTimeInterval(-3600), notValidAfter: now.addingTimeInterval(30 * 86400),
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                SubjectAlternativeNames([.dnsName(host)])
            }, issuerPrivateKey: .init(key))
        return IssuedCertificate(chain: try certificate.serializeAsPEM().pemString, key: key.pemRepresentation)
    }
}
