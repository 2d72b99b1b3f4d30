import Crypto
import Foundation
import SwiftASN1
import X509

/// A throw-away certificate authority.
package struct Authority {
    private let key = P256.Signing.PrivateKey()
    private let name: DistinguishedName
    private let certificate: Certificate

    /// Makes one that trusts itself for a day.
    package init() throws {
        name = try DistinguishedName { CommonName("announce test authority \(UUID().uuidString.prefix(8))") }
        certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
            notValidBefore: Date(timeIntervalSinceNow: -86_400 * 365),
            notValidAfter: Date(timeIntervalSinceNow: 86_400),
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            }, issuerPrivateKey: .init(key))
    }

    /// What a server needs.
    package struct Identity: Sendable {
        /// In PEM form, as the key is.
        package var certificates: String
        package var key: String

        /// As `server: tls:` names them in tests.
        package func write(to folder: TemporaryFolder) throws {
            try folder.write(Array(certificates.utf8), to: "fullchain.pem")
            try folder.write(Array(key.utf8), to: "privkey.pem")
        }
    }

    /// Trusts this authority.
    package var pem: String { get throws { try certificate.serializeAsPEM().pemString } }

    /// - Parameter days: how long it is valid from now on; fewer than 0: it has expired.
    package func identity(
        for host: String = "phone.example.test", days: Double = 60, isSelfSigned: Bool = false
    ) throws -> Identity {
        let own = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(host) }
        let leaf = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(own.publicKey),
            notValidBefore: Date(timeIntervalSinceNow: -86_400 * 90),
            notValidAfter: Date(timeIntervalSinceNow: 86_400 * days),
            issuer: isSelfSigned ? subject : name, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                SubjectAlternativeNames([.dnsName(host)])
            }, issuerPrivateKey: .init(isSelfSigned ? own : key))
        return Identity(certificates: try leaf.serializeAsPEM().pemString, key: own.pemRepresentation)
    }
}
