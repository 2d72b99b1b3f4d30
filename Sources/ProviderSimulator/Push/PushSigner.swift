import Crypto
import CryptoExtras
import FoundationEssentials

/// Signs events as the provider does, with a key of its own: RSASSA-PKCS1-v1_5 with SHA-256 over the bytes of the body.
///
/// The provider's private key is the provider's. A server under test must be configured to trust this one instead
/// (`webhook: keys:`), and then trusts no other.
package struct PushSigner: Sendable {
    private let key: _RSA.Signing.PrivateKey

    /// Makes a key of 2048 bits, for a test.
    package init() throws { key = try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    /// Reads a private key in PEM.
    ///
    /// - Throws: An error without a meaning of its own if it is none.
    package init(pem: String) throws { key = try _RSA.Signing.PrivateKey(pemRepresentation: pem) }

    /// In PEM.
    package var privateKey: String { key.pemRepresentation + "\n" }
    /// In PEM, for `webhook: keys:`.
    package var publicKey: String { key.publicKey.pemRepresentation + "\n" }

    /// The value of `X-Sipgate-Signature`.
    package func signature(of body: [UInt8]) throws -> String {
        try key.signature(for: SHA256.hash(data: body), padding: .insecurePKCS1v1_5).rawRepresentation
            .base64EncodedString()
    }
}
