import Testing

@testable import HTTPListener

@Suite("Preconditions and ranges (RFC 9110)")
struct PreconditionsTests {
    static let tag = "\"abc\""
    /// Sun, 06 Nov 1994 08:49:37 GMT
    static let modified = 784_111_777
    static let size = 1000

    private func verdict(_ fields: Preconditions, isGet: Bool = true, size: Int = Self.size) -> Preconditions.Verdict {
        fields.verdict(tag: Self.tag, modified: Self.modified, size: size, isGet: isGet)
    }

    @Test(
        "Ranges",
        arguments: [
            ("bytes=0-99", .part(0..<100)), ("bytes=0-0", .part(0..<1)), ("bytes=999-", .part(999..<1000)),
            ("bytes=500-5000", .part(500..<1000)), ("bytes=-100", .part(900..<1000)),
            ("bytes=-5000", .part(0..<1000)), ("Bytes=0-9", .part(0..<10)), ("bytes= 0-9 ", .part(0..<10)),
            ("bytes=1000-", .outOfRange), ("bytes=1000-1001", .outOfRange), ("bytes=-0", .outOfRange),
            ("bytes=99999999999999999999-", .outOfRange), ("bytes=0-99999999999999999999", .part(0..<1000)),
            ("bytes=-99999999999999999999", .part(0..<1000)),
            // To be ignored.
            ("bytes=5-2", .whole), ("bytes=-", .whole), ("bytes=", .whole), ("bytes", .whole), ("bytes=a-b", .whole),
            ("bytes=0-1,5-6", .whole), ("bytes=+1-2", .whole), ("items=0-9", .whole), ("bytes=0x1-2", .whole),
            ("bytes=--5", .whole), ("", .whole), ("bytes=1 - 2", .whole), ("bytes=١-٢", .whole),
        ] as [(String, Preconditions.Verdict)])
    func range(_ field: String, _ expected: Preconditions.Verdict) {
        #expect(verdict(Preconditions(range: field)) == expected)
        #expect(verdict(Preconditions(range: field), isGet: false) == .whole)
    }

    @Test("An empty file has no ranges", arguments: ["bytes=0-", "bytes=0-0", "bytes=-1"])
    func emptyFile(_ field: String) {
        #expect(verdict(Preconditions(range: field), size: 0) == .outOfRange)
    }

    static let before = "Sun, 06 Nov 1994 08:49:36 GMT"
    static let exactly = "Sun, 06 Nov 1994 08:49:37 GMT"
    static let after = "Sun, 06 Nov 1994 08:49:38 GMT"

    @Test(
        "Preconditions and their precedence",
        arguments: [
            (Preconditions(ifNoneMatch: "\"abc\""), .notModified),
            (Preconditions(ifNoneMatch: "W/\"abc\""), .notModified),
            (Preconditions(ifNoneMatch: "\"x\", \"abc\""), .notModified),
            (Preconditions(ifNoneMatch: "\"x,y\" ,, W/\"abc\""), .notModified),
            (Preconditions(ifNoneMatch: "*"), .notModified), (Preconditions(ifNoneMatch: "\"x\""), .whole),
            (Preconditions(ifNoneMatch: "abc"), .whole), (Preconditions(ifNoneMatch: "\"abc"), .whole),
            (Preconditions(ifNoneMatch: ""), .whole),
            (Preconditions(ifMatch: "\"abc\""), .whole), (Preconditions(ifMatch: "*"), .whole),
            (Preconditions(ifMatch: "W/\"abc\""), .failed), (Preconditions(ifMatch: "\"x\""), .failed),
            (Preconditions(ifMatch: "\"x\", \"abc\""), .whole),
            (Preconditions(ifModifiedSince: exactly), .notModified),
            (Preconditions(ifModifiedSince: after), .notModified),
            (Preconditions(ifModifiedSince: before), .whole), (Preconditions(ifModifiedSince: "yesterday"), .whole),
            (Preconditions(ifUnmodifiedSince: exactly), .whole), (Preconditions(ifUnmodifiedSince: before), .failed),
            (Preconditions(ifUnmodifiedSince: "yesterday"), .whole),
            // The tag decides where both are given.
            (Preconditions(ifNoneMatch: "\"x\"", ifModifiedSince: after), .whole),
            (Preconditions(ifMatch: "\"abc\"", ifUnmodifiedSince: before), .whole),
            (Preconditions(ifMatch: "\"x\"", ifNoneMatch: "\"abc\""), .failed),
            (Preconditions(ifNoneMatch: "\"abc\"", range: "bytes=0-1"), .notModified),
            (Preconditions(ifMatch: "\"x\"", range: "bytes=5000-"), .failed),
            (Preconditions(ifRange: "\"abc\"", range: "bytes=0-1"), .part(0..<2)),
            (Preconditions(ifRange: "W/\"abc\"", range: "bytes=0-1"), .whole),
            (Preconditions(ifRange: "\"x\"", range: "bytes=5000-"), .whole),
            (Preconditions(ifRange: exactly, range: "bytes=0-1"), .part(0..<2)),
            (Preconditions(ifRange: after, range: "bytes=0-1"), .whole),
            (Preconditions(ifRange: before, range: "bytes=0-1"), .whole),
            (Preconditions(ifRange: "\"abc\""), .whole),
        ] as [(Preconditions, Preconditions.Verdict)])
    func precondition(_ fields: Preconditions, _ expected: Preconditions.Verdict) {
        #expect(verdict(fields) == expected)
    }

    @Test(
        "Dates in all three forms",
        arguments: ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])
    func date(_ text: String) {
        #expect(HTTPDate.seconds(in: text) == Self.modified)
        #expect(HTTPDate.text(of: Self.modified) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test(
        "Invalid dates are ignored",
        arguments: [
            "", "0", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 99999 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37:1 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        ])
    func noDate(_ text: String) {
        #expect(HTTPDate.seconds(in: text) == nil)
    }
}
