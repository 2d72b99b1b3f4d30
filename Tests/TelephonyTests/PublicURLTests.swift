import Telephony
import Testing

@Suite struct PublicURLTests {
    @Test(
        "Valid URLs, normalized",
        arguments: [
            ("https://phone.example.com/ann", "https://phone.example.com/ann"),
            ("https://phone.example.com", "https://phone.example.com"),
            ("https://phone.example.com/", "https://phone.example.com"),
            ("https://phone.example.com/ann//", "https://phone.example.com/ann"),
            ("HTTPS://Phone.Example.COM/Ann", "https://phone.example.com/Ann"),
            ("http://192.0.2.7:8080/a/b", "http://192.0.2.7:8080/a/b"),
            ("http://[2001:DB8::7]:8080/a", "http://[2001:db8::7]:8080/a"),
            ("http://[::1]", "http://[::1]"), ("https://example.com./x", "https://example.com./x"),
            ("https://xn--mnchen-3ya.de/%C3%BC", "https://xn--mnchen-3ya.de/%C3%BC"),
        ])
    func addresses(text: String, description: String) throws {
        let url = try PublicURL(text)
        #expect(url.description == description)
        #expect(url.appending("/sipgate") == description + "/sipgate")
        #expect(try PublicURL(url.description) == url)
    }

    @Test(
        "Invalid base URLs are refused with a reason",
        arguments: [
            ("", .notHTTP("")), ("phone.example.com", .notHTTP("phone.example.com")), ("ftp://a/b", .notHTTP("ftp")),
            ("javascript://x", .notHTTP("javascript")), ("https:/a", .notHTTP("https:/a")),
            ("https://", .noHost), ("https:///path", .noHost), ("https://:443/", .noHost),
            ("https://a:0/", .badPort("0")), ("https://a:65536", .badPort("65536")), ("https://a:", .badPort("")),
            ("https://a:+80", .badPort("+80")), ("https://a:8o", .badPort("8o")),
            ("https://user:word@a/", .impossiblePart("@a/")), ("https://a/?x=1", .impossiblePart("?x=1")),
            ("https://a/#x", .impossiblePart("#x")), ("https://a/b/../c", .impossiblePart("..")),
            ("https://a/./c", .impossiblePart(".")),
            ("https://a b/", .impossibleCharacter(" ")), ("https://a/\n", .impossibleCharacter("\n")),
            ("https://a/\r\nX: y", .impossibleCharacter("\r\n")), ("https://a/\0", .impossibleCharacter("\0")),
            ("https://münchen.de", .impossibleCharacter("ü")), ("https://a/<b>", .impossibleCharacter("<")),
            ("https://a/\"", .impossibleCharacter("\"")), ("https://a\\b", .impossibleCharacter("\\")),
            ("https://a..b/", .badHost("a..b")), ("https://./", .badHost(".")), ("https://a_b/", .badHost("a_b")),
            ("https://[zzz]/", .badHost("[zzz]")), ("https://[]/", .badHost("[]")), ("https://[::1", .badHost("[:")),
            ("https://a,b/", .badHost("a,b")),
        ] as [(String, PublicURL.ParseError)])
    func refusals(text: String, reason: PublicURL.ParseError) {
        #expect(throws: reason) { try PublicURL(text) }
    }

    @Test(
        "Loopback hosts are recognized, and only those",
        arguments: [
            ("http://localhost:8080", true), ("http://LOCALHOST", true), ("http://phone.localhost", true),
            ("http://127.0.0.1:8080/a", true), ("http://127.9.8.7", true), ("http://[::1]:8080", true),
            ("http://127.example.com", false), ("http://127.0.0.1.example.com", false), ("http://notlocalhost", false),
            ("http://localhost.example.com", false), ("http://10.0.0.1", false), ("http://0.0.0.0", false),
            ("http://[2001:db8::1]", false),
        ])
    func loopback(text: String, isLoopback: Bool) throws {
        #expect(try PublicURL(text).isLoopback == isLoopback)
    }
}
