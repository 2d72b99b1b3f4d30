import Crypto
import CryptoExtras
import FoundationEssentials
import Sipgate
import Testing

@Suite struct WebhookSignatureTests {
    @Test("The built-in key is sipgate's")
    func builtIn() {
        #expect(
            WebhookKey.sipgate.fingerprint == "893cfd6caad92efc277a5977daec63dee1597223b1df5b2bf69ef56cd92305b3")
    }

    @Test("Events signed by sipgate are accepted, unless a byte changes")
    func captured() throws {
        for push in [CapturedPush.newCall, .withoutCallID] {
            #expect(WebhookSignature.provider.verifies(push.signature, body: push.body))
            for index in push.body.indices {
                var altered = push.body
                altered[index] ^= 1
                #expect(!WebhookSignature.provider.verifies(push.signature, body: altered))
            }
            #expect(!WebhookSignature.provider.verifies(push.signature, body: push.body.dropLast()))
            #expect(!WebhookSignature.provider.verifies(push.signature, body: push.body + [0x0A]))
            let brackets = String(decoding: push.body, as: UTF8.self)
                .split(separator: "%5B%5D").joined(separator: "[]")
            #expect(!WebhookSignature.provider.verifies(push.signature, body: brackets.utf8))
            #expect(!WebhookSignature.provider.verifies(push.signature, body: []))
        }
        #expect(
            !WebhookSignature.provider.verifies(CapturedPush.withoutCallID.signature, body: CapturedPush.newCall.body))
        #expect(throws: CallEvent.ParseError.missing(.callID)) { try CallEvent(form: CapturedPush.withoutCallID.body) }
    }

    private static let body = Array("event=dtmf&callId=1&dtmf=3".utf8)
    private static let ours = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }
    private static let others = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    /// The value of the header.
    private func sign(
        _ body: [UInt8], with key: _RSA.Signing.PrivateKey, padding: _RSA.Signing.Padding = .insecurePKCS1v1_5
    ) throws -> String {
        try key.signature(for: SHA256.hash(data: body), padding: padding).rawRepresentation.base64EncodedString()
    }

    @Test("With own keys, any of them may sign, others may not")
    func ownKeys() throws {
        let (ours, others) = (try Self.ours.get(), try Self.others.get())
        let signature = try sign(Self.body, with: ours)
        let publicKeys = [ours, others].map(\.publicKey.pemRepresentation)
        #expect(try WebhookSignature(publicKeys: [publicKeys[0]]).verifies(signature, body: Self.body))
        #expect(try WebhookSignature(publicKeys: publicKeys.reversed()).verifies(signature, body: Self.body))
        #expect(try !WebhookSignature(publicKeys: [publicKeys[1]]).verifies(signature, body: Self.body))
        #expect(try !WebhookSignature(publicKeys: []).verifies(signature, body: Self.body))
        #expect(!WebhookSignature.provider.verifies(signature, body: Self.body))
        // A body in pieces, and an empty one.
        #expect(try WebhookSignature(publicKeys: publicKeys).verifies(signature, body: Self.body.lazy.map { $0 }))
        #expect(try WebhookSignature(publicKeys: publicKeys).verifies(sign([], with: ours), body: []))
        // The right key, but another scheme.
        let other = try sign(Self.body, with: ours, padding: .PSS)
        #expect(try !WebhookSignature(publicKeys: publicKeys).verifies(other, body: Self.body))
    }

    @Test("Only one spelling of a signature is accepted")
    func spelling() throws {
        let ours = try Self.ours.get()
        let verifier = try WebhookSignature(publicKeys: [ours.publicKey.pemRepresentation])
        // 256 bytes end in "==" and a character of which only two bits count.
        let right = try sign(Self.body, with: ours)
        #expect(verifier.verifies(right, body: Self.body))
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let last = try #require(right.dropLast(2).last.flatMap(alphabet.firstIndex))
        let wrong: [String] = [
            "", "=", "====", " ", String(right.dropLast()), String(right.dropLast(2)), String(right.dropLast(4)),
            String(right.prefix(172)), right + "=", right + "AAAA", right + "\n", " " + right, right + right,
            "\(right.prefix(64))\r\n\(right.dropFirst(64))", "\(right.prefix(100)) \(right.dropFirst(100))",
            "\(right.dropLast(3))\(alphabet[last ^ 1])==", "\0" + right, "é\(right.dropFirst())", "\"\(right)\"",
            "sha256=" + right, String(repeating: "A", count: 342) + "==", String(repeating: "A", count: 100_000),
        ]
        for text in wrong { #expect(!verifier.verifies(text, body: Self.body), "\(text)") }
        let urlSafe = right.replacing("+", with: "-").replacing("/", with: "_")
        #expect(urlSafe == right || !verifier.verifies(urlSafe, body: Self.body))
    }

    @Test("Keys in all file formats")
    func files() throws {
        let key = try Self.ours.get().publicKey
        let pem = key.pemRepresentation
        let fingerprint = try WebhookKey(pem: pem).fingerprint
        for text in [
            pem + "\n\n", "# our key\n" + pem, pem.replacing("\n", with: "\r\n"), "\u{FEFF}\n" + pem,
            pem.split(separator: "\n").map { "    \($0)  " }.joined(separator: "\n"), key.pkcs1PEMRepresentation,
        ] { #expect(try WebhookKey(pem: text).fingerprint == fingerprint) }
    }

    @Test("Invalid keys are refused with a reason")
    func refusals() throws {
        let ours = try Self.ours.get()
        let pem = ours.publicKey.pemRepresentation
        let lines = pem.split(separator: "\n")
        let inside = lines.dropFirst().dropLast()
        func labelled(_ label: String, _ inside: some Sequence<Substring>) -> String {
            "-----BEGIN \(label)-----\n\(inside.joined(separator: "\n"))\n-----END \(label)-----\n"
        }
        let short = try _RSA.Signing.PrivateKey(unsafeKeySize: _RSA.Signing.KeySize(bitCount: 1024)).publicKey
        let cases: [(String, WebhookKey.ParseError)] = [
            ("", .notPEM), ("provider.pem", .notPEM), (inside.joined(separator: "\n"), .notPEM),
            (lines.dropLast().joined(separator: "\n"), .notPEM), (lines.joined(), .notPEM),
            ("-----BEGIN PUBLIC KEY-----\n-----END PRIVATE KEY-----", .notPEM), ("-----BEGIN -----", .notPEM),
            (labelled("CERTIFICATE", inside), .label("CERTIFICATE")),
            (ours.pkcs8PEMRepresentation, .label("PRIVATE KEY")), (ours.pemRepresentation, .label("RSA PRIVATE KEY")),
            (pem + "\n" + pem, .several), (labelled("PUBLIC KEY", ["not base64!"]), .notBase64),
            (labelled("PUBLIC KEY", inside.dropLast() + ["A"]), .notBase64), (labelled("PUBLIC KEY", []), .notRSA),
            (labelled("PUBLIC KEY", inside.dropLast()), .notRSA), (labelled("PUBLIC KEY", ["AAAA"]), .notRSA),
            (P256.Signing.PrivateKey().publicKey.pemRepresentation, .notRSA),
            (short.pemRepresentation, .tooShort(bits: 1024)),
        ]
        for (text, reason) in cases {
            #expect(throws: reason, "\(text)") { try WebhookSignature(publicKeys: [pem, text]) }
        }
    }
}
