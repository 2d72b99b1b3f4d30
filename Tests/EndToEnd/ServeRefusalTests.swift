import Foundation
import ProviderSimulator
import Support
import SystemPackage
import Testing

/// Requests that are not events of the provider, and their answers: never an action, a redirect or a 5xx.
struct ServeRefusalTests {
    private static let configuration = "numbers: { +49 211 1234567: { play: nothing-heard } }"

    /// A request and the status it gets.
    struct Refusal {
        let name: String
        var method = "POST"
        var path = "/sipgate"
        var type: String? = "application/x-www-form-urlencoded"
        var body = "event=newCall&callId=1&from=4915799912345&to=492111234567"
        let status: Int
    }

    static let refusals = [
        Refusal(name: "right, for comparison", status: 200),
        Refusal(name: "below the public path", path: "/ann/sipgate", status: 200),
        Refusal(
            name: "parameters of the media type", type: "Application/X-WWW-Form-Urlencoded; charset=UTF-8", status: 200),
        Refusal(name: "GET", method: "GET", status: 405),
        Refusal(name: "PUT", method: "PUT", status: 405),
        Refusal(name: "GET of a position", method: "GET", path: "/sipgate/abc", status: 405),
        Refusal(name: "POST to a recording", path: "/media/x-0123456789abcdef.wav", status: 405),
        Refusal(name: "another path", path: "/", status: 404),
        Refusal(name: "deeper than a position", path: "/sipgate/a/b", status: 404),
        Refusal(name: "JSON", type: "application/json", body: "{}", status: 415),
        Refusal(name: "multipart", type: "multipart/form-data; boundary=x", status: 415),
        Refusal(name: "no media type", type: nil, status: 415),
        Refusal(name: "nothing", body: "", status: 400),
        Refusal(name: "no event", body: "callId=1&to=492111234567", status: 400),
        Refusal(name: "no callId", body: "event=newCall&to=492111234567", status: 400),
        Refusal(name: "no to", body: "event=newCall&callId=1&from=491", status: 400),
        Refusal(name: "an unknown event", body: "event=onFire&callId=1", status: 400),
        Refusal(name: "a broken escape", body: "event=newCall&callId=%4", status: 400),
        Refusal(name: "no UTF-8", body: "event=newCall&callId=%FF&to=492111234567", status: 400),
        Refusal(
            name: "too much",
            body: "event=newCall&callId=1&to=492111234567&user%5B%5D=" + String(repeating: "a", count: 65536),
            status: 413),
        Refusal(
            name: "a callId of 20 kB",
            body: "event=newCall&to=492111234567&callId=" + String(repeating: "%5D%5D%3E%22%00%0A", count: 1200),
            status: 200),
    ]

    private func serve() throws -> ServedFolder {
        try ServedFolder(Self.configuration, recordings: ["nothing-heard.wav"])
    }

    @Test("the table") func table() throws {
        let served = try serve()
        for refusal in Self.refusals {
            let connection = try HTTPConnection(port: served.port)
            let headers = refusal.type.map { [(name: "Content-Type", value: $0)] } ?? []
            try connection.send(
                HTTPRequest(
                    method: refusal.method, path: refusal.path, headers: headers,
                    body: refusal.method == "GET" ? nil : Array(refusal.body.utf8)))
            let answer = try connection.receive()
            #expect(answer.status == refusal.status, "\(refusal.name): \(answer.text)")
            if refusal.status == 200 {
                #expect(try XMLAnswer(answer.body).action == "Play", "\(refusal.name)")
            } else {
                #expect(!answer.text.contains("<Response"), "\(refusal.name)")
            }
            if refusal.status == 405 {
                let allowed = refusal.path.hasPrefix("/media") ? "GET, HEAD" : "POST"
                #expect(answer.header("allow") == allowed, "\(refusal.name)")
            }
        }
    }

    @Test("only published files can be fetched") func traversal() throws {
        let served = try serve()
        for path in [
            "/media/", "/media/nothing-heard.wav", "/media/../announce.yaml", "/media/%2e%2e/announce.yaml",
            "/media/..%2fannounce.yaml", "/media/%2e%2e%2fposition-secret", "/media/.hidden.wav",
            "/media/nothing-heard-0000000000000000.wav", "/media//etc/passwd", "/media/%00", "/state/position-secret",
            "/media/position-secret", "/ann/media/../../announce.yaml",
        ] {
            let connection = try HTTPConnection(port: served.port)
            try connection.send(HTTPRequest(path: path))
            let answer = try connection.receive()
            #expect([400, 404].contains(answer.status), "\(path): \(answer.status)")
        }
    }

    @Test("a link out of the recordings or the state folder is not followed") func links() throws {
        let served = try serve()
        let url = try #require(try served.provider.newCall().url)
        let name = try #require(url.split(separator: "/").last)
        // What is published is a file of the state folder; put a link beside it.
        let file = try #require(served.folder.listing.first { $0.hasPrefix("state/") && $0.hasSuffix(".wav") })
        #expect(try served.provider.fetch(url).body == served.folder.bytes(of: file))
        let script = """
            ln -s /etc/passwd "$(dirname "$1")/link.wav"
            ln -s /etc/passwd media/passwd.wav
            """
        #expect(try Announce.shell(script, file, in: served.folder).status == 0)
        try served.wait(for: "passwd.wav is a link out of the recordings folder")
        for path in ["/media/link.wav", "/media/passwd.wav", "/media/\(name)/../link.wav"] {
            let connection = try HTTPConnection(port: served.port)
            try connection.send(HTTPRequest(path: path))
            #expect(try connection.receive().status == 404, "\(path)")
        }
    }

    @Test("unsigned, altered and wrongly signed events get 403; recordings need no signature") func signatures() throws
    {
        let keys = try TemporaryFolder()
        for name in ["own", "foreign"] {
            try Tool.require(
                "openssl",
                ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", keys.file(name).string])
        }
        let served = try ServedFolder(
            Self.configuration, recordings: ["nothing-heard.wav"],
            settings: "webhook: { signature: required, keys: [ provider.pem ] }"
        ) { folder in
            try Tool.require(
                "openssl",
                ["pkey", "-in", keys.file("own").string, "-pubout", "-out", folder.file("provider.pem").string])
        }
        let pem = String(decoding: try keys.bytes(of: "own"), as: UTF8.self)
        let signer = try PushSigner(pem: pem)
        let provider = Provider(port: served.port, signer: signer)
        let play = try provider.newCall()
        #expect(play.action == "Play")
        #expect(try provider.fetch(try #require(play.url)).status == 200)

        let form = "event=newCall&callId=1&from=4915799912345&to=492111234567"
        let right = try Provider.signature(of: Array(form.utf8), key: keys.file("own"))
        let foreign = try Provider.signature(of: Array(form.utf8), key: keys.file("foreign"))
        // The scheme has no randomness, so the stand-in's signature is openssl's.
        #expect(try signer.signature(of: Array(form.utf8)) == right)
        let unsigned = Provider(port: served.port)
        for (body, signature) in [
            (form, nil), (form, ""), (form, foreign), (form + "\n", right),
            (form.replacing("4567", with: "4568"), right),
            (form, String(right.dropLast())), (form, right + "A"), (form, "=" + right),
        ] as [(String, String?)] {
            let headers = signature.map { [(name: "X-Sipgate-Signature", value: $0)] } ?? []
            let answer = try unsigned.post(body, to: "/sipgate", headers: headers)
            #expect(answer.status == 403)
            #expect(!answer.text.contains("<"))
        }
    }

    @Test("user name and password are required, and added to the URLs of events only") func basic() throws {
        let settings = "webhook: { signature: off, basic-auth: { user: phone, password-env: SECRET } }"
        let served = try ServedFolder(
            "numbers: { +49 211 1234567: [ { play: nothing-heard }, hangup ] }", recordings: ["nothing-heard.wav"],
            settings: settings, environment: ["SECRET": "p@ss/wörd"])
        let form = "event=newCall&callId=1&from=4915799912345&to=492111234567"
        let challenge = try served.provider.post(form, to: "/sipgate")
        #expect(challenge.status == 401)
        #expect(challenge.header("www-authenticate")?.hasPrefix("Basic realm=") == true)
        func credentials(_ text: String) -> (name: String, value: String) {
            ("Authorization", "Basic " + Data(text.utf8).base64EncodedString())
        }
        let answer = try served.provider.post(form, to: "/sipgate", headers: [credentials("phone:p@ss/wörd")])
        let xml = try XMLAnswer(answer.body)
        let start = "https://phone:p%40ss%2Fw%C3%B6rd@phone.example.test/ann/"
        #expect(xml.onData?.hasPrefix(start + "sipgate/") == true)
        #expect(xml.onAnswer == start + "sipgate" && xml.onHangup == xml.onAnswer)
        #expect(xml.url?.hasPrefix(Provider.publicURL + "/media/") == true)
        #expect(try served.provider.fetch(try #require(xml.url)).status == 200)
        #expect(try served.provider.post(form, to: "/sipgate", headers: [credentials("phone:wrong")]).status == 401)
        #expect(try !served.program.errorsSoFar().contains("p@ss"))
    }

    @Test("the log has one line per event, whatever is in it, and hides numbers with --mask-numbers") func logs() throws
    {
        let folder = try TemporaryFolder()
        try folder.write(Array(ServedFolder.text("numbers: { +49 211 1234567: hangup }").utf8), to: "announce.yaml")
        let program = try RunningProgram(
            [Announce.path, "serve", "--state", "state", "--log-format", "json", "--mask-numbers"], in: folder.path,
            input: .nothing)
        try program.poll("the ready line") { try program.outputSoFar().contains("\n") }
        let line = try #require(try program.outputSoFar().split(separator: "\n").first)
        let port = try #require(line.firstMatch(of: /^Listening on \S+:(\d+),/).flatMap { Int($0.1) })
        let provider = Provider(port: port)
        let hostile = "A\nB\u{1b}[2J\u{0}]]>\u{202e}"
        _ = try provider.newCall(from: "4915799912345", callID: hostile)
        program.send(SIGTERM)
        let result = try program.wait(within: .seconds(5))
        #expect(result.status == 0)
        let lines = result.errors.split(separator: "\n")
        let objects = lines.compactMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        #expect(objects.count == lines.count, "\(result.errors)")
        let events = objects.filter { $0["event"] as? String == "newCall" }
        #expect(events.count == 1)
        #expect(!result.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202e}" })
        #expect(!result.errors.contains("4915799912345") && result.errors.contains("491579991xxxx"))
    }
}
