import Crypto
import FoundationEssentials
import Testing

@testable import ACME

/// The signed bodies that an authority reads.
struct SignedRequestTests {
    private struct Sent: Decodable {
        let protected: String
        let payload: String
        let signature: String
    }

    private func bytes(_ text: String) throws -> Data {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return try #require(Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)))
    }

    @Test("the signature is of header and payload; the header names the key, or the account once there is one")
    func signature() throws {
        let key = AccountKey()
        let publicKey = try P256.Signing.PrivateKey(pemRepresentation: key.pem).publicKey
        for account in [nil, "https://ca.test/account/1"] {
            let request = try SignedRequest(
                Data("{}".utf8), to: "https://ca.test/new", nonce: "n1", key: key, account: account)
            let sent = try JSONDecoder().decode(Sent.self, from: JSONEncoder().encode(request))
            let signature = try P256.Signing.ECDSASignature(rawRepresentation: try bytes(sent.signature))
            #expect(publicKey.isValidSignature(signature, for: Data((sent.protected + "." + sent.payload).utf8)))
            let header = String(decoding: try bytes(sent.protected), as: UTF8.self)
            #expect(header.contains(#""alg":"ES256""#) && header.contains(#""nonce":"n1""#))
            #expect(header.contains(#""url":"https://ca.test/new""#))
            #expect(header.contains(#""kid":"https://ca.test/account/1""#) == (account != nil))
            #expect(header.contains(#""jwk":{"crv":"P-256","kty":"EC","x":""#) == (account == nil))
            #expect(try bytes(sent.payload) == Data("{}".utf8))
        }
    }

    @Test("a proof is the token with the key's thumbprint (RFC 7638)") func proof() throws {
        let key = AccountKey()
        let canonical = #"{"crv":"P-256","kty":"EC","x":"\#(key.jwk.x)","y":"\#(key.jwk.y)"}"#
        let thumbprint = Data(SHA256.hash(data: Data(canonical.utf8)))
        let proof = key.authorization(of: "token")
        #expect(proof.hasPrefix("token."))
        #expect(try bytes(String(proof.dropFirst(6))) == thumbprint)
        #expect(AccountKey(pem: key.pem)?.authorization(of: "token") == proof)
        #expect(AccountKey(pem: "no key") == nil)
    }
}
