import FoundationEssentials
import Sipgate

/// The body of a request to an authority: a signed payload (RFC 8555, section 6.2; RFC 7515).
struct SignedRequest: Encodable {
    private let protected: String
    private let payload: String
    private let signature: String

    private struct Header: Encodable {
        var alg = "ES256"
        /// Until the account has a URL, requests name the key itself.
        var jwk: JSONWebKey?
        var kid: String?
        var nonce: String
        var url: String
    }

    /// - Parameters:
    ///   - payload: empty for a request that only reads (POST-as-GET).
    ///   - account: the account's URL; nil before there is one.
    init(_ payload: Data, to url: String, nonce: String, key: AccountKey, account: String?) throws {
        let header = Header(jwk: account == nil ? key.jwk : nil, kid: account, nonce: nonce, url: url)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        protected = try encoder.encode(header).base64URL
        self.payload = payload.base64URL
        signature = try key.signature(of: protected + "." + self.payload)
    }
}
