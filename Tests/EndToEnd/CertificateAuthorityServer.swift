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
