import Testing

@testable import ServerProbe

/// Where redirects of files on the web may lead.
struct RedirectTests {
    private func verdict(_ location: String?, from url: String) -> String {
        do {
            return try RemoteFile().next(location, from: url)
        } catch {
            return switch error {
            case .badRedirect: "bad"
            case .localRedirect: "local"
            case .unencryptedRedirect: "unencrypted"
            default: "\(error)"
            }
        }
    }

    @Test(
        "from a public host",
        arguments: [
            ("https://cdn.example/a.wav", "https://cdn.example/a.wav"), ("/b.wav?x=1", "https://example.com/b.wav?x=1"),
            ("c.wav", "https://example.com/d/c.wav"), ("//cdn.example/e", "https://cdn.example/e"),
            ("http://example.com/a.wav", "unencrypted"), ("file:///etc/passwd", "bad"), ("ftp://example.com/a", "bad"),
            ("", "bad"), ("https://", "bad"), ("https://localhost/a", "local"),
            ("https://LOCALHOST./a", "local"), ("https://a.localhost/a", "local"), ("https://127.0.0.1/", "local"),
            ("https://127.1/", "local"), ("https://2130706433/", "local"), ("https://0x7f.1/", "local"),
            ("https://0.0.0.0/", "local"), ("https://[::1]/", "local"), ("https://[::]/", "local"),
            ("https://[::ffff:127.0.0.1]/", "local"), ("https://[fe80::1]/", "local"), ("https://[fd00::1]/", "local"),
            ("https://10.0.0.1/", "local"), ("https://192.168.1.1/", "local"), ("https://169.254.169.254/", "local"),
            ("https://172.16.0.1/", "local"), ("https://100.64.0.1/", "local"),
            ("https://8.8.8.8/", "https://8.8.8.8/"),
            ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
            ("https://127.example.com/", "https://127.example.com/"),
        ])
    func fromPublic(_ location: String, _ expected: String) {
        #expect(verdict(location, from: "https://example.com/d/a.wav") == expected)
    }

    @Test("who asked for this machine may be sent on to it; without an address a redirect leads nowhere")
    func fromLocal() {
        #expect(verdict("http://127.0.0.1:81/a", from: "http://localhost:80/") == "http://127.0.0.1:81/a")
        #expect(verdict("https://example.com/a", from: "http://localhost:80/") == "https://example.com/a")
        #expect(verdict("http://example.com/a", from: "http://example.com/") == "http://example.com/a")
        #expect(verdict(nil, from: "https://example.com/") == "bad")
    }
}
