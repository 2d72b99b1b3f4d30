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
        #expect(
            answer.text.contains(
                fault == "no proof" ? "could not fetch the proof from http://phone.example.test/" : "cannot be reached"),
            "\(answer.text)")
        #expect(try shown(served).contains("phone.example.test (temporary)"))
        try served.folder.writeDoctor(Self.configuration, port: served.port, tls: setting)
        let row = try #require(try Consultation(in: served.folder)["certificate chain"])
        #expect(row.seen == "self-signed")
        #expect(row.remedy == "The authority of `tls: acme` has not issued a certificate yet: `/health` says why.")
        served.program.send(SIGTERM)
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
    }
}
