import Crypto
import CryptoExtras
import FoundationEssentials

/// A public key that pushes are signed with: RSA, 2048 bits or more.
public struct WebhookKey: Sendable {
    let key: _RSA.Signing.PublicKey

    /// Why a text is no such key.
    public enum Invalid: Error, Hashable, Sendable {
        /// No `-----BEGIN …-----` with its `-----END …-----`.
        case notPEM
        /// What it is labelled as, if not `PUBLIC KEY` or `RSA PUBLIC KEY`. A `PRIVATE KEY` does not belong here.
        case label(String)
        /// More than one key in a text.
        case several
        /// Characters between the marks that are no base64.
        case notBase64
        /// Bytes that are no RSA key, or one below 1024 bits.
        case notRSA
        /// 1024 bits or more, but below 2048.
        case tooShort(bits: Int)
    }

    /// Reads a key in PEM (RFC 7468), `SubjectPublicKeyInfo` or PKCS #1. Text around it is ignored.
    ///
    /// - Throws: `Invalid`.
    public init(pem: String) throws(Invalid) {
        // By lines, since "\r\n" is one character and files come with either end.
        let lines = pem.split(whereSeparator: \.isNewline).map { $0.trimmed }
        guard let begin = lines.firstIndex(where: { $0.label("BEGIN") != nil }),
            let label = lines[begin].label("BEGIN"),
            let end = lines[begin...].firstIndex(where: { $0.label("END") == label })
        else { throw .notPEM }
        guard label == "PUBLIC KEY" || label == "RSA PUBLIC KEY" else { throw .label(label) }
        guard !lines[end...].contains(where: { $0.label("BEGIN") != nil }) else { throw .several }
        guard let bytes = Data(base64Encoded: lines[begin + 1..<end].joined()) else { throw .notBase64 }
        // "Unsafe" takes 1024 bits and more: a short key is to be told from none at all.
        guard let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: bytes) else { throw .notRSA }
        guard key.keySizeInBits >= 2048 else { throw .tooShort(bits: key.keySizeInBits) }
        self.key = key
    }

    /// SHA-256 of the key's `SubjectPublicKeyInfo`, 64 hexadecimal digits in lower case: what
    /// `openssl pkey -pubin -outform der | sha256sum` prints.
    public var fingerprint: String {
        SHA256.hash(data: key.derRepresentation).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// sipgate's, 4096 bits, as published in sipgateio-node (`lib/webhook/signatureVerifier.ts`); unchanged since 2021.
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

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }

    /// `PUBLIC KEY` of `-----BEGIN PUBLIC KEY-----`.
    fileprivate func label(_ mark: String) -> String? {
        guard hasPrefix("-----\(mark) "), hasSuffix("-----"), count > 11 + mark.count else { return nil }
        return String(dropFirst(6 + mark.count).dropLast(5))
    }
}
