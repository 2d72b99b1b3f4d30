import Crypto
import Glibc
import Telephony

/// Signs requests as S3 and what is compatible with it expect: AWS Signature Version 4, in header fields
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
///
/// What is signed is a canonical form of the request: method, path, query, header fields and the hash of the body. So none of
/// them can be changed on the way, and the store refuses a body that is not the one announced. The key that signs is derived
/// from the secret, the day, the region and the service, and is of no use elsewhere. Does not protect from a repetition within
/// a quarter of an hour, nor is anything kept secret: that is the task of TLS.
package struct SignatureV4: Sendable {
    /// An access key.
    package struct Credentials: Sendable {
        let id: String
        let secret: String

        package init(id: String, secret: String) { (self.id, self.secret) = (id, secret) }

        /// Nil if a text is not `ID:SECRET`.
        package init?(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            // They are parts of a header field.
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 0x21...0x7E ~= $0 } }) else {
                return nil
            }
            self.init(id: String(parts[0]), secret: String(parts[1]))
        }
    }

    let credentials: Credentials
    let region: String

    package init(_ credentials: Credentials, region: String) { (self.credentials, self.region) = (credentials, region) }

    /// SHA-256 of no bytes.
    package static let emptyHash = SHA256.hash(data: [UInt8]()).hexadecimal

    /// All fields of the request, the signature among them, without `Host`.
    ///
    /// - Parameters:
    ///   - host: as in the field `Host`.
    ///   - path: percent-encoded; no query.
    ///   - fields: others to be signed, such as `Content-Type`; each name once.
    ///   - hash: SHA-256 of the body in hexadecimal.
    ///   - time: seconds since 1970.
    package func fields(
        _ method: String, host: String, path: String, _ fields: [(name: String, value: String)] = [],
        hash: String, at time: Int
    ) -> [(name: String, value: String)] {
        let stamp = Self.stamp(time)
        let day = stamp.prefix(8)
        var signed = fields.map { (name: $0.name.lowercased(), value: $0.value) }
        signed += [
            (name: "host", value: host), (name: "x-amz-content-sha256", value: hash),
            (name: "x-amz-date", value: stamp),
        ]
        signed.sort { $0.name < $1.name }
        let names = signed.map(\.name).joined(separator: ";")
        let canonical = [
            method, path, "", signed.map { "\($0.name):\($0.value)\n" }.joined(), names, hash,
        ].joined(separator: "\n")

        let scope = "\(day)/\(region)/s3/aws4_request"
        let text = ["AWS4-HMAC-SHA256", stamp, scope, SHA256.hash(data: Array(canonical.utf8)).hexadecimal]
            .joined(separator: "\n")
        var key = Array("AWS4\(credentials.secret)".utf8)
        for part in [String(day), region, "s3", "aws4_request"] { key = Self.code(of: part, key) }
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.id)/\(scope), SignedHeaders=\(names), Signature="
            + Self.code(of: text, key).hexadecimal
        return signed.filter { $0.name != "host" } + [(name: "authorization", value: authorization)]
    }

    private static func code(of text: String, _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    /// `20261127T190503Z`.
    private static func stamp(_ seconds: Int) -> String {
        var moment = time_t(seconds)
        var parts = tm()
        gmtime_r(&moment, &parts)
        func two(_ number: CInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)\(two(parts.tm_mon + 1))\(two(parts.tm_mday))"
            + "T\(two(parts.tm_hour))\(two(parts.tm_min))\(two(parts.tm_sec))Z"
    }
}
