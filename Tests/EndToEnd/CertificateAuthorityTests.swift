import Foundation
import Glibc
import Support
import Testing

/// Certificates that an authority issues to a server at work (RFC 8555).
@Suite(.enabled(if: CertificateAuthorityServer.isInstalled))
struct CertificateAuthorityTests {
    private static let configuration = "numbers: { +49 211 1234567: hangup }"

    private func serve(_ authority: CertificateAuthorityServer) throws -> ServedFolder {
        try ServedFolder(Self.configuration, tls: authority.setting)
    }

    private func health(_ served: ServedFolder) throws -> String {
        try DashboardClient(port: served.adminPort).get("/health").text
    }

    /// Issuer and serial number of the certificate that the listener shows.
    private func shown(_ served: ServedFolder) throws -> String {
        try Announce.shell(
            "openssl s_client -connect 127.0.0.1:\(served.port) -servername phone.example.test < /dev/null 2>/dev/null"
                + " | openssl x509 -noout -issuer -serial", in: served.folder
        ).text
    }

    @Test("a certificate is issued, kept for the owner alone, and used; the next start asks for none") func issue()
        throws
    {
        let authority = try CertificateAuthorityServer()
        let served = try serve(authority)
        try served.wait(for: "The certificate authority issued a certificate for phone.example.test")
        try served.program.poll("the certificate") { try self.shown(served).contains("Pebble Intermediate") }
        #expect(try health(served).contains("\"ready\":true"))
        let files = try Announce.shell("find state/certificates -type f -printf '%f %m\\n' | sort", in: served.folder)
        #expect(files.text == "account-key.pem 600\ncertificate.pem 600\nkey.pem 600\n")

        let before = try shown(served)
        try served.restart()
        #expect(try shown(served) == before)
        #expect(try !served.program.errorsSoFar().contains("issued"))
    }

    @Test("the listener of port 80 leads everybody else to HTTPS") func redirect() throws {
        let authority = try CertificateAuthorityServer()
        let served = try serve(authority)
        let client = DashboardClient(port: authority.proofPort)
        let answer = try client.get("/today?x=1")
        #expect(answer.status == 308)
        #expect(answer.header("location") == "https://phone.example.test/today?x=1")
        #expect(try client.get("/.well-known/acme-challenge/unknown").status == 404)
        withExtendedLifetime(served) {}
    }

    @Test("at a third of the lifetime left a new certificate is issued, and the old one is served until then")
    func renewal() throws {
        let authority = try CertificateAuthorityServer(lifetime: 45)
        let served = try serve(authority)
        try served.program.poll("the first certificate") { try self.shown(served).contains("Pebble Intermediate") }
        let first = try shown(served)
        let log = try served.program.errorsSoFar()
        #expect(log.matches(of: /issued a certificate/).count == 1)
        try served.program.poll("the second certificate", within: .seconds(60)) { try self.shown(served) != first }
        #expect(try served.program.errorsSoFar().matches(of: /issued a certificate/).count == 2)
        #expect(try shown(served).contains("Pebble Intermediate"))
    }

    @Test("a certificate that is about to be revoked is replaced when the authority says so") func revoked() throws {
        let authority = try CertificateAuthorityServer()
        let front = try authority.addFrontDirectory()
        try authority.open()
        let served = try ServedFolder(
            Self.configuration, tls: authority.setting.replacing(authority.directory, with: front))
        try served.program.poll("the question about it") { authority.asked.count == 1 }
        let first = try shown(served)
        // By openssl: the authority's key and the serial number.
        let file = try Announce.shell("ls state/certificates/*/certificate.pem", in: served.folder).text
        let facts = try Announce.shell(
            "openssl x509 -in \(file.dropLast()) -noout -serial -ext authorityKeyIdentifier", in: served.folder
        ).text.uppercased()
        func hexadecimal(_ base64URL: String) -> [String] {
            let text = base64URL.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
            let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
            return (Data(base64Encoded: text + padding) ?? Data()).map { String(format: "%02X", $0) }
        }
        let name = try #require(authority.asked.first).components(separatedBy: ".").map(hexadecimal)
        try #require(name.count == 2)
        #expect(facts.contains(name[0].joined(separator: ":")), "\(facts)")
        let serial = name[1].first == "00" ? name[1].dropFirst() : name[1][...]
        #expect(facts.contains("SERIAL=\(serial.joined())\n"), "\(facts)")

        try authority.revoke()
        try served.restart()
        try served.program.poll("another certificate") { try self.shown(served) != first }
        try served.program.poll("the question about the new one") { Set(authority.asked).count == 2 }
        #expect(try served.program.errorsSoFar().matches(of: /issued a certificate/).count == 1)
        #expect(try health(served).contains("\"ready\":true"))
    }

    @Test("while a slow authority thinks, calls are answered; a certificate that has expired meanwhile is said")
    func slow() throws {
        let authority = try CertificateAuthorityServer()
        let front = try authority.addFrontDirectory()
        let served = try ServedFolder(
            Self.configuration, tls: authority.setting.replacing(authority.directory, with: front))
        #expect(try shown(served).contains("phone.example.test (temporary)"))
        #expect(try health(served).contains("no certificate yet"))
        // The end does not wait for it either.
        try served.restart()
        #expect(try health(served).contains("The certificate authority was asked for one"))
        served.program.send(SIGTERM)
        _ = try served.program.wait(within: .seconds(5))
        let expired = try Authority().identity(days: -1)
        let folder = try #require(served.folder.listing.first { $0.hasSuffix("/certificate.pem") }).dropLast(15)
        try served.folder.write(Array(expired.certificates.utf8), to: "\(folder)certificate.pem")
        try served.folder.write(Array(expired.key.utf8), to: "\(folder)key.pem")
        try served.startAgain()
        #expect(try health(served).contains("The server's certificate has expired"))
        try authority.open()
        try served.wait(for: "The certificate authority issued a certificate for phone.example.test")
        try served.program.poll("the certificate") { try self.shown(served).contains("Pebble Intermediate") }
        #expect(try health(served).contains("\"ready\":true"))
    }

    @Test(
        "an authority that fails is reported, and calls are answered with a temporary certificate",
        arguments: ["no connection", "no proof", "not trusted"])
    func failure(_ fault: String) throws {
        let authority = try CertificateAuthorityServer(address: fault == "no proof" ? "127.0.0.2" : "127.0.0.1")
        let setting =
            switch fault {
            case "no connection": authority.setting.replacing(authority.directory, with: "https://localhost:1/dir")
            case "not trusted": authority.setting.replacing("ca.pem", with: "fullchain.pem")
            default: authority.setting
            }
        let served = try ServedFolder(Self.configuration, tls: setting)
        try served.wait(for: "is asked again in 2 minutes")
        let answer = try DashboardClient(port: served.adminPort).get("/health")
        #expect(answer.status == 503)
        #expect(answer.text.contains("The server has no certificate yet"))
        let reason =
            switch fault {
            case "no connection": "cannot be reached: connection refused. Check the address and the port."
            case "not trusted": "cannot be reached: the server's certificate is not trusted. Check"
            default: "could not fetch the proof from http://phone.example.test/"
            }
        #expect(answer.text.contains(reason), "\(answer.text)")
        #expect(try shown(served).contains("phone.example.test (temporary)"))
        try served.folder.writeDoctor(Self.configuration, port: served.port, tls: setting)
        let row = try #require(try Consultation(in: served.folder)["certificate chain"])
        #expect(row.seen == "self-signed")
        #expect(row.remedy == "The authority of `tls: acme` has not issued a certificate yet: `/health` says why.")
        served.program.send(SIGTERM)
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
    }
}
