import Crypto
import CryptoExtras
import FoundationEssentials
import Telephony

/// A public key for the signatures of events: RSA, at least 2048 bits.
public struct WebhookKey: Sendable {
    let key: _RSA.Signing.PublicKey

    /// Reasons why a text is not such a key.
    public enum ParseError: Error, Hashable, Sendable {
        /// There is no `-----BEGIN …-----` with a matching `-----END …-----`.
        case notPEM
        /// The label is not `PUBLIC KEY` or `RSA PUBLIC KEY`. A `PRIVATE KEY` does not belong here.
        case label(String)
        /// The text contains several keys.
        case several
        /// The text between the marks is not base64.
        case notBase64
        /// The bytes are not an RSA key, or one of less than 1024 bits.
        case notRSA
        /// The key has 1024 bits or more, but less than 2048.
        case tooShort(bits: Int)
    }

    /// Reads a key in PEM (RFC 7468), `SubjectPublicKeyInfo` or PKCS #1. Text around it is ignored.
    ///
    /// - Throws: `ParseError`.
    public init(pem: String) throws(ParseError) {
        // By lines: "\r\n" is one character in Swift, and files have either line ending.
        let lines = pem.split(whereSeparator: \.isNewline).map { $0.trimmed }
        guard let begin = lines.firstIndex(where: { $0.label("BEGIN") != nil }),
            let label = lines[begin].label("BEGIN"),
            let end = lines[begin...].firstIndex(where: { $0.label("END") == label })
        else { throw .notPEM }
        guard label == "PUBLIC KEY" || label == "RSA PUBLIC KEY" else { throw .label(label) }
        guard !lines[end...].contains(where: { $0.label("BEGIN") != nil }) else { throw .several }
        guard let bytes = Data(base64Encoded: lines[begin + 1..<end].joined()) else { throw .notBase64 }
        // "Unsafe" accepts 1024 bits and more, so that a short key can be distinguished from no key.
        guard let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: bytes) else { throw .notRSA }
        guard key.keySizeInBits >= 2048 else { throw .tooShort(bits: key.keySizeInBits) }
        self.key = key
    }

    /// SHA-256 of the key's `SubjectPublicKeyInfo`, 64 hexadecimal digits in lower case: what
    /// `openssl pkey -pubin -outform der | sha256sum` prints.
    public var fingerprint: String { SHA256.hash(data: key.derRepresentation).hexadecimal }

    /// The key of sipgate, 4096 bits, as published in sipgateio-node (`lib/webhook/signatureVerifier.ts`); unchanged
    /// since 2021.
    public static let sipgate: WebhookKey = {
        do {
            return try WebhookKey(
                pem: """
                    -----BEGIN PUBLIC KEY-----
                    MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAvFdlnqRfO5TmqzjtsFVC
                    qPz+oW+poi3lXQFvMJJMEAtlU4MbX+yuIkgnC+Qt3AQWIK+oWSEQiybg+p39wEMl
                    16PZxEzf9gONQvTg1XhyHnwqYUFQj/AoxPKGYC3jmdjZ224SrESiTN3CdxoOc3vk
                    cXiQstYE7SxnksPtzfk0aIOkicim5/tAP9izNQ18/zmX3ChjK2k72gf5dDlq+qZ8
                    pRiHAPZ64TySH6cLQDhaoh6Nbq8FEG3usXXPClbUMh2DZaTMPafpd+LNuTngJ/y+
                    KoZasVuFfXAeBqGA6l5d4Uedfr99Z6qjwDrJ8sU4z2Do9bJrbuqP+mOXEebhSI1K
                    vi8trEfrIt8hnDBGsBaB9NEO3kYxvDT2/PhC9fNYFocjEpZNd7/mUqTJDYlpa4UC
                    NDQaU+ATdXG8/P5sGAegks6MQTu+qe9XTO0CV48eswDkz6g3UbLOwmrJK59SjD3J
                    yAZ52sluwyDKRWw/PPTt8BTQLjvkdbiLUlc4ehJ4b1X7D7diYWHDPeFL47cAvaXh
                    dXVrZDeBJYibvD1jRx4ES0KlfhwzNXBYUoM/Movg9zMM2PzyHHKS//xIjwUC/FJ6
                    /6eykno0Hy2B1ev6s3hdY6VkN2zd7Wf+EK4DxRliwsg1U99szFE3ewLfexF+Uag5
                    M+TfPtOUumI/NHMTvsRW9+ECAwEAAQ==
                    -----END PUBLIC KEY-----
                    """)
        } catch {
            preconditionFailure("the built-in key is not readable: \(error)")
        }
    }()
}

extension String {
    /// `PUBLIC KEY` of `-----BEGIN PUBLIC KEY-----`.
    fileprivate func label(_ mark: String) -> String? {
        guard hasPrefix("-----\(mark) "), hasSuffix("-----"), count > 11 + mark.count else { return nil }
        return String(dropFirst(6 + mark.count).dropLast(5))
    }
}
