import Telephony
import Testing

@testable import Hosting

/// The public address in what programs of tunnels print.
struct TunnelAddressTests {
    @Test(
        arguments: [
            ("b1c2d3e4.lhr.life tunneled with tls termination, https://b1c2d3e4.lhr.life", "https://b1c2d3e4.lhr.life"),
            ("b1c2d3e4.lhr.life tunneled with tls termination", "https://b1c2d3e4.lhr.life"),
            ("\u{1B}[32mForwarding HTTP traffic from https://ab12.serveo.net\u{1B}[0m", "https://ab12.serveo.net"),
            ("HTTPS: https://ann.ssi.sh", "https://ann.ssi.sh"),
            ("https://rnkqz-1-2-3-4.a.free.pinggy.link\r", "https://rnkqz-1-2-3-4.a.free.pinggy.link"),
            (
                "Forwarding                    https://1a2b.ngrok-free.app -> http://localhost:8080",
                "https://1a2b.ngrok-free.app"
            ),
            (
                "t=2026-01-01T00:00:00+0000 lvl=info msg=\"started tunnel\" addr=http://localhost:80 url=https://1a2b.ngrok.io",
                "https://1a2b.ngrok.io"
            ),
            (
                "2026-01-01T00:00:00Z INF |  https://odd-words-here.trycloudflare.com                 |",
                "https://odd-words-here.trycloudflare.com"
            ),
            ("your url is: https://calm-cat-7.loca.lt", "https://calm-cat-7.loca.lt"),
            ("https://machine.tail1234.ts.net/ (Funnel on)", "https://machine.tail1234.ts.net"),
        ])
    func known(_ line: String, _ address: String) {
        #expect(TunnelAddress.find(in: line)?.description == address)
    }

    @Test(
        arguments: [
            "", "Welcome to localhost.run!",
            "Follow your favourite reverse tunnel at [https://twitter.com/localhost_run].",
            "To set up and manage custom domains go to https://admin.localhost.run/",
            "More details on custom domains (and how to enable subdomains) at https://localhost.run/docs/custom-domains",
            "https://localhost.run/docs", "https://dashboard.pinggy.io", "HTTP: http://ann.ssi.sh",
            "http://127.0.0.1:4040", "https://127.0.0.1/", "https://localhost",
            "INF Cannot determine default configuration path. See https://developers.cloudflare.com/cloudflare-one/",
            "Thank you for trying Cloudflare Tunnel. (https://www.cloudflare.com/website-terms/)",
            "see https://example.com/help for help",
        ])
    func others(_ line: String) {
        #expect(TunnelAddress.find(in: line) == nil)
    }

    @Test(
        arguments: [
            ("Host key verification failed.", .unknownHostKey),
            ("@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @", .changedHostKey),
            ("a@b: Permission denied (publickey,password).", .refusedKey),
            ("Error: remote port forwarding failed for listen port 80", .refusedForwarding),
            ("ssh: Could not resolve hostname b: Name or service not known", .unknownHost),
            ("ssh: connect to host b port 22: Connection refused", .refusedConnection),
            ("Welcome", nil),
        ] as [(String, TunnelFailure?)])
    func failures(_ line: String, _ failure: TunnelFailure?) {
        #expect(TunnelFailure(line: line) == failure)
    }
}
