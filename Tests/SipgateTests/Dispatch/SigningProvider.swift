import Crypto
import CryptoExtras
import Foundation
import Sipgate
import Support
import Testing

/// The provider as a webhook sees it: posts signed events.
struct SigningProvider {
    private static let key = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }
    static let url = Result { try AbsoluteURL("https://phone.example.com/sipgate") }

    /// Accepts what this provider signs.
    static var signature: WebhookSignature {
        get throws { try WebhookSignature(publicKeys: [key.get().publicKey.pemRepresentation]) }
    }

    static func sign(_ body: String) throws -> String {
        try key.get().signature(for: SHA256.hash(data: Data(body.utf8)), padding: .insecurePKCS1v1_5).rawRepresentation
            .base64EncodedString()
    }

    /// The headers of an event, as captured.
    static func headers(_ body: String) throws -> [(name: String, value: String)] {
        [
            ("User-Agent", "sipgate.io"), ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
            ("X-Sipgate-Signature", try sign(body)),
        ]
    }

    /// Posts an event to a URL of an answer.
    static func post<Context: Sendable>(
        _ body: String, to target: String = "/sipgate", at webhook: Webhook<Context>
    ) async throws -> EventReply {
        await webhook.reply(method: "POST", target: target, headers: try headers(body), body: Array(body.utf8))
    }
}

/// An XML document in the one form that documents with the same content have (Canonical XML 1.0), without indentation.
func canonical(_ xml: String) throws -> String {
    try Tool.require("xmllint", ["--noblanks", "--c14n", "-"], input: Array(xml.utf8)).text
}

/// The value of an attribute, or the text of an element.
func value(_ path: String, in xml: String) throws -> String {
    try Tool.require("xmllint", ["--xpath", "string(\(path))", "-"], input: Array(xml.utf8)).text
        .trimmingCharacters(in: .newlines)
}
