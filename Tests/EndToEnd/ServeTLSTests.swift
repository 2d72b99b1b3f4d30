import Foundation
import Support
import SystemPackage
import Testing

/// The public listener over TLS, with a certificate of a throw-away authority, which is the only one that curl trusts.
struct ServeTLSTests {
    /// An authority in `ca.pem`, and a certificate for the public name with its key.
    private func makeCertificate(_ folder: TemporaryFolder, serial: Int) throws {
        let script = """
            set -e
            [ -f ca.pem ] || openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=test-ca
            openssl req -newkey rsa:2048 -nodes -keyout new.key -out new.csr -subj /CN=phone.example.test
            printf 'subjectAltName=DNS:phone.example.test' > san
            openssl x509 -req -in new.csr -CA ca.pem -CAkey ca.key -set_serial "$1" -days 2 -extfile san -out new.pem
            mv new.key privkey.pem
            mv new.pem fullchain.pem
            """
        let run = try Announce.shell(script, "\(serial)", in: folder)
        #expect(run.status == 0, "\(run.errors)")
    }

    private func serve() throws -> ServedFolder {
        try ServedFolder(
            "numbers: { +49 211 1234567: { play: nothing-heard } }", recordings: ["nothing-heard.wav"],
            tls: "{ certificate: fullchain.pem, key: privkey.pem }"
        ) { try makeCertificate($0, serial: 1001) }
    }

    private func curl(_ served: ServedFolder, _ arguments: String...) throws -> Tool.Result {
        try Tool.run(
            "curl",
            [
                "--silent", "--show-error", "--fail", "--cacert", served.folder.file("ca.pem").string, "--resolve",
                "phone.example.test:\(served.port):127.0.0.1",
            ] + arguments)
    }

    @Test("a call over HTTPS with a verified certificate; plain HTTP fails") func call() throws {
        let served = try serve()
        let address = "https://phone.example.test:\(served.port)"
        let form = "event=newCall&callId=1&from=4915799912345&to=492111234567"
        let answer = try curl(served, "--data", form, address + "/sipgate")
        #expect(answer.status == 0, "\(answer.errors)")
        let url = try #require(try XMLAnswer(answer.output).url)
        let sound = try curl(served, address + (try Provider.path(of: url)))
        #expect(sound.status == 0)
        try expectAnnouncement(served.folder.write(sound.output, to: "heard.wav"), samples: 18392)
        #expect((try? served.provider.newCall()) == nil)
    }

    @Test("a new certificate is used without a restart; a broken one is ignored") func reload() throws {
        let served = try serve()
        func serial() throws -> String {
            try Announce.shell(
                "openssl s_client -connect 127.0.0.1:\(served.port) -servername phone.example.test < /dev/null 2>/dev/null"
                    + " | openssl x509 -noout -serial", in: served.folder
            ).text
        }
        #expect(try serial().contains("serial=03E9"))
        try served.folder.write(Array("no certificate".utf8), to: "fullchain.pem")
        #expect(try serial().contains("serial=03E9"))
        try makeCertificate(served.folder, serial: 2002)
        try served.program.poll("the new certificate", within: .seconds(60)) { try serial().contains("serial=07D2") }
    }
}
