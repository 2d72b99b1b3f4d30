import S3
import Testing

/// Signatures, against the examples that Amazon publishes
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
struct SignatureV4Tests {
    private static let signature = SignatureV4(
        .init(id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), region: "us-east-1")
    /// 24 May 2013, 00:00 UTC.
    private static let time = 1_369_353_600

    static let examples: [(String, String, [(name: String, value: String)], String, String)] = [
        (
            "GET", "/test.txt", [(name: "Range", value: "bytes=0-9")], SignatureV4.emptyHash,
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        ),
        (
            "PUT", "/test%24file.text",
            [
                (name: "Date", value: "Fri, 24 May 2013 00:00:00 GMT"),
                (name: "x-amz-storage-class", value: "REDUCED_REDUNDANCY"),
            ], "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        ),
    ]

    @Test("the published examples", arguments: examples)
    func published(
        _ method: String, _ path: String, _ fields: [(name: String, value: String)], _ hash: String, _ expected: String
    ) {
        let signed = Self.signature.fields(
            method, host: "examplebucket.s3.amazonaws.com", path: path, fields, hash: hash, at: Self.time)
        let authorization = signed.first { $0.name == "authorization" }?.value ?? ""
        #expect(authorization.hasSuffix("Signature=\(expected)"), "\(authorization)")
        #expect(authorization.contains("Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"))
    }

    @Test(
        "keys are an id and a secret",
        arguments: [
            ("id:secret", true), ("id:se:cret", true), ("id", false), (":secret", false), ("id:", false), ("", false),
            ("id:sec\nret", false), ("i d:secret", false),
        ])
    func credentials(_ text: String, _ isValid: Bool) { #expect((SignatureV4.Credentials(text) != nil) == isValid) }
}
