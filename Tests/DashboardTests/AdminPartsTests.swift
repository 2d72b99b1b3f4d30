import HTTPTypes
import Testing

@testable import Dashboard

@Suite("HTML fragments")
struct HTMLTests {
    @Test("Interpolated values are text, literals are markup")
    func escaping() {
        let hostile = "</td><script>alert('x')</script> & \"quoted\" \u{0}\u{85}"
        let piece: HTML = "<td title=\"\(hostile)\">\(hostile)</td>"
        let escaped =
            "&lt;/td&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot; \u{FFFD}\u{FFFD}"
        #expect(piece.text == "<td title=\"\(escaped)\">\(escaped)</td>")
        let absent: String? = nil
        let bold = "<b>"
        #expect(
            ("<p>\(absent)\([piece, piece])\(HTML(bold))</p>" as HTML).text
                == "<p>\(piece.text + piece.text)&lt;b&gt;</p>")
    }

    @Test(
        "After the login only paths of this server are followed",
        arguments: [
            ("/numbers?at=2026-12-24T13%3A59", "/numbers?at=2026-12-24T13%3A59"), ("//evil.example/", "/"),
            ("/\\evil.example", "/"), ("https://evil.example/", "/"), ("javascript:alert(1)", "/"), ("", "/"),
            ("/a\r\nSet-Cookie: x=y", "/"), ("/login?next=/", "/"),
        ])
    func next(_ given: String, _ taken: String) {
        #expect(LoginController.local(given) == taken)
    }
}

@Suite("Protection against cross-site requests")
struct WriteProofTests {
    @Test(
        "By the origin that the browser reports",
        arguments: [
            ([:], true), (["Sec-Fetch-Site": "same-origin"], true), (["Sec-Fetch-Site": "none"], true),
            (["Sec-Fetch-Site": "same-site"], false), (["Sec-Fetch-Site": "cross-site"], false),
            (["Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8081"], false),
            (["Origin": "http://127.0.0.1:8081"], true), (["Origin": "https://127.0.0.1:8081"], true),
            (["Origin": "http://127.0.0.1:8080"], false), (["Origin": "http://evil.example"], false),
            (["Origin": "null"], false), (["Origin": ""], false),
        ])
    func origin(_ fields: [String: String], _ isOwn: Bool) throws {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1:8081", path: "/")
        for (name, value) in fields { head.headerFields[try #require(HTTPField.Name(name))] = value }
        #expect(WriteProof.isOwnPage(head) == isOwn)
    }
}
