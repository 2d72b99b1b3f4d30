import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// Pebble, Let's Encrypt's authority for tests, with a name server that knows one address: this machine's.
final class CertificateAuthorityServer {
    let directory: String
    /// A PEM file that vouches for the authority's own server.
    let trusted: FilePath
    /// Where it looks for proofs, instead of port 80.
    let proofPort: Int
    private let folder: TemporaryFolder
    private var programs: [RunningProgram] = []

    static let isInstalled = ["/usr/bin/pebble", "/usr/bin/pebble-challtestsrv"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// - Parameters:
    ///   - lifetime: seconds that its certificates are valid.
    ///   - address: what every name resolves to.
    init(lifetime: Int = 86400, address: String = "127.0.0.1") throws {
        folder = try TemporaryFolder()
        let authority = try Authority()
        try authority.identity(for: "localhost").write(to: folder)
        trusted = try folder.write(Array(authority.pem.utf8), to: "ca.pem")
        let ports = try (0..<6).map { _ in try ListeningSocket.unusedPort() }
        proofPort = ports[2]
        directory = "https://localhost:\(ports[0])/dir"
        let path = folder.path.string
        let settings = """
            {"pebble": {"listenAddress": "127.0.0.1:\(ports[0])", "managementListenAddress": "127.0.0.1:\(ports[1])",
              "certificate": "\(path)/fullchain.pem", "privateKey": "\(path)/privkey.pem", "httpPort": \(proofPort),
              "tlsPort": \(ports[3]), "ocspResponderURL": "", "externalAccountBindingRequired": false,
              "certificateValidityPeriod": \(lifetime)}}

            """
        try folder.write(Array(settings.utf8), to: "config.json")
        programs.append(
            try RunningProgram(
                [
                    "/usr/bin/pebble-challtestsrv", "-dns01", "127.0.0.1:\(ports[4])", "-http01", "", "-https01", "",
                    "-tlsalpn01", "", "-management", "127.0.0.1:\(ports[5])", "-defaultIPv6", "",
                    "-defaultIPv4", address,
                ], in: folder.path, input: .nothing))
        programs.append(
            try RunningProgram(
                ["/usr/bin/pebble", "-config", "\(path)/config.json", "-dnsserver", "127.0.0.1:\(ports[4])"],
                in: folder.path,
                environment: ["PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "30"], input: .nothing))
        for (program, port) in [(programs[0], ports[5]), (programs[1], ports[0])] {
            try program.poll("port \(port)") { (try? HTTPConnection(port: port)) != nil }
        }
    }

    /// Puts a directory of its own before the authority's, with what pebble lacks: it keeps silent until `open`, and says when
    /// certificates should be renewed (RFC 9773), which it does for the first one as soon as `revoke` is called.
    ///
    /// - Returns: its URL.
    func addFrontDirectory() throws -> String {
        let port = try ListeningSocket.unusedPort()
        let script = """
            import datetime, http.server, json, os, ssl, time, urllib.request
            class Answer(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                def log_message(self, *_): pass
                def do_GET(self):
                    if self.path == "/dir":
                        while not os.path.exists("open"): time.sleep(0.01)
                        trust = ssl.create_default_context(cafile="ca.pem")
                        body = json.load(urllib.request.urlopen("\(directory)", context=trust))
                        body["renewalInfo"] = "https://localhost:\(port)/renewal-info"
                    else:
                        name = self.path.rpartition("/")[2]
                        open("asked", "a").write(name + "\\n")
                        early = os.path.exists("revoked") and open("asked").readline().strip() == name
                        start = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=-2 if early else 30)
                        words = [(start + datetime.timedelta(days=n)).strftime("%Y-%m-%dT%H:%M:%SZ") for n in (0, 1)]
                        body = {"suggestedWindow": {"start": words[0], "end": words[1]}}
                    data = json.dumps(body).encode()
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
            server = http.server.ThreadingHTTPServer(("127.0.0.1", \(port)), Answer)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain("fullchain.pem", "privkey.pem")
            server.socket = context.wrap_socket(server.socket, server_side=True)
            server.serve_forever()

            """
        try folder.write(Array(script.utf8), to: "front.py")
        let program = try RunningProgram(
            ["/usr/bin/python3", "front.py"], in: folder.path, input: .nothing)
        programs.append(program)
        try program.poll("port \(port)") { (try? HTTPConnection(port: port)) != nil }
        return "https://localhost:\(port)/dir"
    }

    /// The front directory answers from now on.
    func open() throws { try folder.write([], to: "open") }

    /// The first certificate that was asked about should be renewed at once.
    func revoke() throws { try folder.write([], to: "revoked") }

    /// By which names the front directory was asked about certificates.
    var asked: [String] {
        ((try? folder.bytes(of: "asked")) ?? []).split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    }

    deinit {
        for program in programs {
            kill(-program.process, SIGKILL)
            _ = try? program.wait(within: .seconds(20))
        }
    }

    /// The setting `tls` for a server that this authority issues certificates for.
    var setting: String {
        "{ acme: { email: owner@example.test, directory: \"\(directory)\", listen: \"127.0.0.1:\(proofPort)\", "
            + "ca: \"\(trusted.string)\" } }"
    }
}
