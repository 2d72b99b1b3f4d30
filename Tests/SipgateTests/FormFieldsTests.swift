import Sipgate
import Testing

private typealias Pair = (name: String, value: String)

@Suite struct FormFieldsTests {
    @Test(
        "Fields are decoded and stay in order",
        arguments: [
            ("", []), ("&&&", []), ("a=1", [("a", "1")]), ("a=1&b=2&a=3", [("a", "1"), ("b", "2"), ("a", "3")]),
            ("&a=1&&b=2&", [("a", "1"), ("b", "2")]), ("a", [("a", "")]), ("a=", [("a", "")]), ("=x", [("", "x")]),
            ("=", [("", "")]), ("a=b=c", [("a", "b=c")]), ("a%3Db=c%26d", [("a=b", "c&d")]),
            ("from=%2B49211", [("from", "+49211")]), ("user=J%C3%BCrgen+M%C3%BCller", [("user", "Jürgen Müller")]),
            ("user=Jürgen", [("user", "Jürgen")]), ("a=%c3%bc%C3%BC", [("a", "üü")]), ("+a+=+", [(" a ", " ")]),
            ("a=%00%0D%0A%1B%7F", [("a", "\0\r\n\u{1B}\u{7F}")]), ("a=\0\n", [("a", "\0\n")]),
            ("a=%F0%9F%91%8B", [("a", "👋")]), ("a=%25%32%35", [("a", "%25")]), ("a=1;b=2", [("a", "1;b=2")]),
            ("a=%5D%5D%3E'\"<>", [("a", "]]>'\"<>")]),
        ] as [(String, [Pair])])
    private func decoding(body: String, expected: [Pair]) throws {
        let fields = try FormFields(body.utf8).fields
        #expect(fields.map(\.name) == expected.map(\.name))
        #expect(fields.map(\.value) == expected.map(\.value))
    }

    @Test(
        "Every list notation is removed from names",
        arguments: [
            "user[]", "user%5B%5D", "user%5b%5d", "user[0]", "user%5B12%5D", "user[][0]", "user%5B%5D%5B0%5D", "user",
            "%75ser[%30]",
        ])
    func lists(name: String) throws {
        let fields = try FormFields("\(name)=Alice&x=1&\(name)=Bob".utf8)
        #expect(fields.values(of: "user") == ["Alice", "Bob"])
        #expect(fields["user"] == "Alice")
        #expect(fields["user[]"] == nil)
    }

    @Test(
        "Brackets that are not list notation stay", arguments: ["[]", "[0]", "a[b]", "a[]b", "a[0", "a]", "]", "a[-1]"])
    func otherBrackets(name: String) throws {
        #expect(try FormFields("\(name)=1".utf8).fields.map(\.name) == [name])
    }

    @Test(
        "Malformed bodies are refused with the position",
        arguments: [
            ("a=%", .brokenEscape(at: 2)), ("a=%4", .brokenEscape(at: 2)), ("a=%4&b=1", .brokenEscape(at: 2)),
            ("a=1&b=%GG", .brokenEscape(at: 6)), ("a=%%41", .brokenEscape(at: 2)), ("%4=1", .brokenEscape(at: 0)),
            ("a=%+1", .brokenEscape(at: 2)), ("a=100%", .brokenEscape(at: 5)), ("a=%u00FC", .brokenEscape(at: 2)),
            ("a=%FF", .invalidUTF8(at: 2)), ("a=%41+%C3", .invalidUTF8(at: 6)), ("a=%C3%28", .invalidUTF8(at: 2)),
            ("a=x%ED%A0%80", .invalidUTF8(at: 3)), ("a=%C0%80", .invalidUTF8(at: 2)), ("b%80=1", .invalidUTF8(at: 1)),
            ("a=1&b=ok%20%F5", .invalidUTF8(at: 11)),
        ] as [(String, FormFields.ParseError)])
    func broken(body: String, reason: FormFields.ParseError) {
        #expect(throws: reason) { try FormFields(body.utf8) }
    }

    @Test func rawBytesThatAreNoUTF8() {
        #expect(throws: FormFields.ParseError.invalidUTF8(at: 3)) { try FormFields(Array("a=b".utf8) + [0xFC]) }
    }

    @Test func limit() throws {
        let body = Array(repeating: "a=1", count: 10_000).joined(separator: "&")
        #expect(throws: FormFields.ParseError.tooManyFields(limit: 1_000)) { try FormFields(body.utf8) }
        #expect(try FormFields(body.utf8, limit: 10_000).fields.count == 10_000)
    }

    @Test("Any bytes survive encoding; random input is parsed or refused, from any collection")
    func randomBytes() throws {
        var generator = Xorshift()
        for _ in 0..<2_000 {
            let garbage = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                Array("%%%&=+[]a0\u{C3}\u{BC}F\0".utf8).randomElement(using: &generator) ?? 0
            }
            let text = String(decoding: garbage, as: UTF8.self)
            let encoded = text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(try FormFields("x=\(encoded)".utf8).fields.map(\.value) == [text])
            func read(_ body: some Collection<UInt8>) -> Result<FormFields, FormFields.ParseError> {
                Result { () throws(FormFields.ParseError) in try FormFields(body) }
            }
            #expect(read(garbage) == read(garbage.lazy.map { $0 }))
        }
    }
}

/// Marsaglia's xorshift, so that failures are reproducible.
private struct Xorshift: RandomNumberGenerator {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
