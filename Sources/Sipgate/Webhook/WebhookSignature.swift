import Crypto
import CryptoExtras
import FoundationEssentials

/// Tells pushes of the provider from anybody else's, by the header `X-Sipgate-Signature`: RSASSA-PKCS1-v1_5 with SHA-256 over
/// the body's bytes exactly as they came.
///
/// Verify first, parse after. A signature has no time in it and covers neither address nor headers, so a push that was
/// overheard can be sent again, to any address: serve webhooks over HTTPS.
public struct WebhookSignature: Sendable {
    /// The header that carries it.
    public static let header = "X-Sipgate-Signature"

    /// Takes what sipgate signed with its published key.
    public static let provider = WebhookSignature(keys: [.sipgate])

    private let keys: [WebhookKey]

    /// Takes what was signed with any of these keys; with none, nothing.
    public init(keys: [WebhookKey]) {
        self.keys = keys
    }

    /// Takes what was signed with any of these keys, in PEM.
    ///
    /// - Throws: `WebhookKey.Invalid`.
    public init(publicKeys: [String]) throws(WebhookKey.Invalid) {
        var keys: [WebhookKey] = []
        for pem in publicKeys { keys.append(try WebhookKey(pem: pem)) }
        self.init(keys: keys)
    }

    /// Whether the header's value is a signature of `body`: in base64 of the standard alphabet, padded, nothing around it. Any
    /// other spelling is no signature.
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
