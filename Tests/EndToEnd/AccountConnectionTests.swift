import Foundation
import ProviderFixtures
import Support
import SystemPackage
import Testing

/// Transport failures of `announce account`: each is a sentence that says what happened, where, and what to do.
struct AccountConnectionTests {
    private static let login = ["ANNOUNCE_TOKEN_ID": AccountFixture.tokenID, "ANNOUNCE_TOKEN": AccountFixture.token]
    private static let lost = "The request may have been executed; check before you try again.\n"

    private func errors(of address: String) throws -> String {
        let run = try Announce.run(
            "account", "numbers", "--state", "state", in: try TemporaryFolder(),
            environment: Self.login.merging(["ANNOUNCE_API_URL": address]) { $1 })
        #expect(run.status == 1)
        #expect(
            run.errors.firstMatch(of: /NIO|HTTPClient|HTTPParser|errno|error set|SSL|Error\(/) == nil, "\(run.errors)")
        return run.errors.replacing("No configuration found, so only the numbers are listed.\n", with: "")
    }

    @Test(
        "connections that end",
        arguments: [
            (RawServer.Behaviour.reset, "the server reset the connection"),
            (.send(""), "the server closed the connection before the answer was complete"),
            (
                .send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
                "the server closed the connection before the answer was complete"
            ),
            (.send("220 mail.example.test ESMTP\r\n"), "the answer is not HTTP"),
        ])
    func lost(_ behaviour: RawServer.Behaviour, _ words: String) async throws {
        let server = try await RawServer(behaviour)
        let errors = try errors(of: "http://127.0.0.1:\(server.port)")
        await server.stop()
        #expect(errors == "Error: The connection to the provider was lost: \(words). " + Self.lost)
    }

    @Test("no connection: refused, no such name, no TLS")
    func unreachable() async throws {
        // The port of TCPMUX, where no server has listened for decades.
        #expect(
            try errors(of: "http://127.0.0.1:1") == """
                Error: Cannot reach 127.0.0.1: connection refused. Nothing was sent. Check the address and the port.

                """)
        let host = String(repeating: "a", count: 70) + ".example.test"
        #expect(
            try errors(of: "https://\(host)/v2") == """
                Error: Cannot reach \(host): the name does not resolve. Nothing was sent. Check the internet connection \
                and the DNS servers of this machine.

                """)
        let plain = try await ProviderAPI()
        let errors = try errors(of: plain.address.replacing("http://", with: "https://"))
        await plain.stop()
        #expect(
            errors == """
                Error: Cannot reach 127.0.0.1: the TLS handshake failed. Nothing was sent. Check that the address is right \
                and that no proxy intercepts the connection.

                """)
    }

    @Test("a certificate of an unknown authority, and the token is not sent")
    func certificate() throws {
        let folder = try TemporaryFolder()
        try Authority().identity(for: "localhost").write(to: folder)
        let server = try RunningProgram(
            [
                "/usr/bin/openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "fullchain.pem", "-key",
                "privkey.pem",
            ],
            in: folder.path, input: .endless([]))
        var port = 0
        try server.poll("openssl") {
            port = try server.outputSoFar().firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) } ?? 0
            return port != 0
        }
        let errors = try errors(of: "https://localhost:\(port)")
        #expect(
            errors.hasPrefix(
                "Error: Cannot reach localhost: the server's certificate is not trusted. Nothing was sent."))
        #expect(!(try server.outputSoFar()).contains("Authorization"))
    }
}
