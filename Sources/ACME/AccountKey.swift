import Crypto
import Sipgate

/// The key that identifies an account at an authority (RFC 8555, section 7.3).
package struct AccountKey: Sendable {
    private let key: P256.Signing.PrivateKey

    /// A new key.
    package init() { key = P256.Signing.PrivateKey() }

    /// Nil if the text is not such a key.
    package init?(pem: String) {
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else { return nil }
        self.key = key
    }

    package var pem: String { key.pemRepresentation }

    /// The public key in JSON (RFC 7518, section 6.2).
    var jwk: JSONWebKey {
        let point = key.publicKey.rawRepresentation
        return JSONWebKey(x: point.prefix(32).base64URL, y: point.suffix(32).base64URL)
    }

    /// What proves that the holder of this key controls a host (RFC 8555, section 8.1).
    func authorization(of token: String) -> String {
        // RFC 7638: the members in this order, without spaces.
        let canonical = #"{"crv":"P-256","kty":"EC","x":"\#(jwk.x)","y":"\#(jwk.y)"}"#
        return token + "." + Array(SHA256.hash(data: Array(canonical.utf8))).base64URL
    }

    /// An ES256 signature (RFC 7518, section 3.4).
    func signature(of text: String) throws -> String {
        try key.signature(for: Array(text.utf8)).rawRepresentation.base64URL
    }
}

/// A public key of the curve P-256.
struct JSONWebKey: Encodable {
    var crv = "P-256"
    var kty = "EC"
    let x: String
    let y: String
}
