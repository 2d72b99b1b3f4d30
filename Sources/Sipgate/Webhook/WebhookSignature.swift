import Crypto
import CryptoExtras
import FoundationEssentials

/// Verifies that an event was sent by the provider, by the header `X-Sipgate-Signature`: RSASSA-PKCS1-v1_5 with SHA-256
/// over the bytes of the body exactly as received.
///
/// Verify first, parse afterwards. Not protected against: replay. A signature contains no time and covers neither URL
/// nor headers, so an intercepted event can be sent again, to any URL. Serve webhooks over HTTPS.
public struct WebhookSignature: Sendable {
    /// The name of the header with the signature.
    public static let header = "X-Sipgate-Signature"

    /// Accepts signatures by sipgate's published key.
    public static let provider = WebhookSignature(keys: [.sipgate])

    private let keys: [WebhookKey]

    /// Accepts signatures by any of these keys; without keys, none.
    public init(keys: [WebhookKey]) {
        self.keys = keys
    }

    /// Accepts signatures by any of these keys, in PEM.
    ///
    /// - Throws: `WebhookKey.ParseError`.
    public init(publicKeys: [String]) throws(WebhookKey.ParseError) {
        var keys: [WebhookKey] = []
        for pem in publicKeys { keys.append(try WebhookKey(pem: pem)) }
        self.init(keys: keys)
    }

    /// Returns whether the header's value is a signature of `body`: in base64 of the standard alphabet, padded, nothing around it. Any
    /// other spelling is not accepted.
    public func verifies(_ base64: String, body: some Collection<UInt8>) -> Bool {
        guard !base64.isEmpty, let bytes = Data(base64Encoded: base64), bytes.base64EncodedString() == base64 else {
            return false
        }
        let hash = { (bytes: UnsafeBufferPointer<UInt8>) in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return hash.finalize()
        }
        let digest = body.withContiguousStorageIfAvailable(hash) ?? Array(body).withUnsafeBufferPointer(hash)
        let signature = _RSA.Signing.RSASignature(rawRepresentation: bytes)
        return keys.contains { $0.key.isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5) }
    }
}
