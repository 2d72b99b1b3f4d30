// With Glibc: C structures belong to whichever of the two the compiler has read first.
import CoreFoundation
import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// How `announce serve` begins: what it prints, and why it cannot.
struct ServeStartTests {
    @Test("the curl line that is printed works when pasted, and so do the addresses") func guide() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.copy("closed.m4a", to: "media/closed.m4a")
        // Loopback as in the example, on whatever ports are free.
        let text = """
            public-url: http://127.0.0.1:1/ann
            time-zone: Europe/Berlin
            server: { listen: "127.0.0.1:0", admin: "127.0.0.1:0" }
            numbers: { +49 211 1234567: [ { play: closed }, hangup ], default: connect }
            """
        try folder.write(Array(text.utf8), to: "announce.yaml")
        let program = try Announce.start("serve", "--state", "state", in: folder)
        try program.poll("the guide") { try program.outputSoFar().contains("curl ") }
        let output = try program.outputSoFar()
        #expect(output.contains("+492111234567  play closed, hangup"), "\(output)")
        let line = try #require(output.split(separator: "\n").first { $0.contains("curl ") })
        let run = try Announce.shell(String(line), in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let answer = try XMLAnswer(run.output)
        #expect(answer.announcement == "closed")
        #expect(output.contains(try #require(answer.url)))
        program.send(SIGTERM)
        #expect(try program.wait(within: .seconds(5)).status == 0)
    }

    @Test("state has mode 0700, its secret 0600, and the secret stays") func state() throws {
        let served = try ServedFolder("numbers: { +49 211 1234567: hangup }")
        func mode(_ name: String) throws -> UInt32 {
            var status = Glibc.stat()
            #expect(stat(served.folder.file(name).string, &status) == 0)
            return status.st_mode & 0o777
        }
        #expect(try mode("state") == 0o700)
        #expect(try mode("state/position-secret") == 0o600)
        let secret = try served.folder.bytes(of: "state/position-secret")
        #expect(secret.count == 32)
        try served.restart()
        #expect(try served.folder.bytes(of: "state/position-secret") == secret)
    }

    @Test(
        "a public URL on this machine follows --listen, in what is printed and in answers, also after an edit",
        arguments: ["0", "127.0.0.1:0", ":0"])
    func follows(_ listen: String) throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.copy("nothing-heard.wav", to: "media/a.wav")
        func write(_ steps: String) throws {
            let text = """
                public-url: http://localhost:8080/ann
                time-zone: Europe/Berlin
                server: { listen: "127.0.0.1:8080", admin: "127.0.0.1:0" }
                numbers: { +49 211 1234567: [ { play: a }, \(steps) ] }
                """
            try folder.write(Array(text.utf8), to: "announce.yaml")
        }
        try write("hangup")
        let program = try Announce.start("serve", "--state", "state", "--listen", listen, in: folder)
        try program.poll("the ready line") { try program.outputSoFar().contains("curl ") }
        let output = try program.outputSoFar()
        let port = try #require(output.firstMatch(of: /^Listening on 127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) })
        #expect(!output.contains(":8080") && output.contains("http://localhost:\(port)/ann/sipgate"), "\(output)")
        func answer() throws -> String {
            String(
                decoding: try Tool.run(
                    "curl",
                    [
                        "--silent", "--data", "event=newCall&direction=in&from=4930555001&to=492111234567&callId=1",
                        "http://127.0.0.1:\(port)/sipgate",
                    ]
                ).output, as: UTF8.self)
        }
        #expect(try answer().contains("http://localhost:\(port)/ann/media/a-"))
        try write("voicemail")
        try program.poll("the edit") { try program.errorsSoFar().contains("Configuration reloaded") }
        #expect(try answer().contains("http://localhost:\(port)/ann/media/a-"))
        program.send(SIGTERM)
        _ = try program.wait(within: .seconds(5))
    }

    @Test("a port alone keeps the host of the configuration, which is loopback by default", arguments: ["", "[::1]"])
    func portAlone(_ host: String) throws {
        let folder = try TemporaryFolder()
        let taken = try ListeningSocket()
        let server = host.isEmpty ? "{ }" : "{ listen: \"\(host):1\", admin: \"\(host):2\" }"
        let text = """
            public-url: \(Provider.publicURL)
            time-zone: Europe/Berlin
            server: \(server)
            numbers: { default: connect }
            """
        try folder.write(Array(text.utf8), to: "announce.yaml")
        for (option, other) in [("--listen", "--admin"), ("--admin", "--listen")] where host.isEmpty {
            for port in ["\(taken.port)", ":\(taken.port)"] {
                let run = try Announce.run("serve", "--state", "state", option, port, other, "0", in: folder)
                #expect(run.status == 1)
                #expect(
                    run.errors.contains("Error: 127.0.0.1:\(taken.port) is in use by another program"), "\(run.errors)")
                // Reported before anything is made.
                #expect(!folder.listing.contains("state"))
            }
        }
        let program = try Announce.start("serve", "--state", "state", "--listen", ":0", "--admin", "0", in: folder)
        try program.poll("the ready line") { try program.outputSoFar().contains("\n") }
        let line = try #require(try program.outputSoFar().split(separator: "\n").first)
        let printed = host.isEmpty ? "127.0.0.1" : host
        #expect(line.hasPrefix("Listening on \(printed):") && line.contains("admin on \(printed):"), "\(line)")
        program.send(SIGTERM)
        _ = try program.wait(within: .seconds(5))
    }

    @Test("--media alone serves that folder on loopback, and calls ring as usual") func mediaAlone() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("sounds")
        try folder.copy("welcome.flac", to: "sounds/welcome.flac")
        try folder.copy("holiday.ogg", to: "sounds/holiday.ogg")
        let program = try Announce.start(
            "serve", "--media", "sounds", "--state", "state", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0",
            in: folder)
        try program.poll("the ready line") { try program.outputSoFar().contains("welcome") }
        let output = try program.outputSoFar()
        let port = try #require(output.firstMatch(of: /^Listening on 127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) })
        for name in ["welcome", "holiday"] {
            let url = try #require(
                output.firstMatch(of: try Regex("http://127\\.0\\.0\\.1:\(port)/media/\(name)-[0-9a-f]+\\.wav")))
            let sound = try Tool.require("curl", ["--silent", "--fail", String(output[url.range])])
            try expectAnnouncement(folder.write(sound.output, to: "heard.wav"))
        }
        let form = Provider.form([("event", "newCall"), ("callId", "1"), ("from", "491"), ("to", "492111234567")])
        #expect(try Provider(port: port).xml(form, to: "/sipgate").action == nil)
    }

    @Test(
        "a server that cannot start says why in one sentence, with status 1",
        arguments: [
            ("rm announce.yaml", "", "There is no announce.yaml here. `announce init` writes one"),
            (
                "", "",
                "The environment variable NO_SUCH_VARIABLE, required by `webhook: basic-auth: password-env`, is not set."
            ),
            ("", "keys: [absent.pem]", "absent.pem cannot be read: no such file or directory"),
            ("echo nonsense > key.pem", "keys: [key.pem]", "key.pem is not a public key for verifying signatures"),
            ("", "tls: absent", "absent.pem"),
            ("echo nonsense > cert.pem; echo nonsense > key.pem", "tls: nonsense", "cert.pem"),
            ("", "listen: taken", "is in use"),
        ])
    func failures(_ script: String, _ setting: String, _ sentence: String) throws {
        let taken = try ListeningSocket()
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        let webhook =
            switch setting {
            case "" where sentence.contains("NO_SUCH"): "basic-auth: { user: a, password-env: NO_SUCH_VARIABLE }"
            case _ where setting.hasPrefix("keys"): setting
            default: "signature: off"
            }
        let server =
            switch setting {
            case "tls: absent": "tls: { certificate: absent.pem, key: absent.pem }, listen: \"127.0.0.1:0\""
            case "tls: nonsense": "tls: { certificate: cert.pem, key: key.pem }, listen: \"127.0.0.1:0\""
            case "listen: taken": "listen: \"127.0.0.1:\(taken.port)\""
            default: "listen: \"127.0.0.1:0\""
            }
        try folder.write(
            Array(
                """
                public-url: \(Provider.publicURL)
                time-zone: Europe/Berlin
                webhook: { \(webhook) }
                server: { admin: "127.0.0.1:0", \(server) }
                numbers: { +49 211 1234567: hangup }

                """.utf8), to: "announce.yaml")
        #expect(try Announce.shell(script + "\ntrue", in: folder).status == 0)
        let run = try Announce.run("serve", "--state", "state", in: folder)
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        let errors = run.errors.split(separator: "\n").filter { $0.hasPrefix("Error: ") }
        #expect(errors.count == 1, "\(run.errors)")
        #expect(errors.first?.contains(sentence) == true, "\(run.errors)")
    }

    @Test("a port without permission is one sentence", .enabled(if: Announce.unprivileged != nil))
    func noPermission() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(ServedFolder.text("numbers: { +49 211 1234567: hangup }").utf8), to: "announce.yaml")
        let prefix = try #require(Announce.unprivileged)
        // Ports below 1024 are root's, unless the system says otherwise.
        let limit =
            (try? String(contentsOfFile: "/proc/sys/net/ipv4/ip_unprivileged_port_start", encoding: .utf8)) ?? ""
        guard limit.hasPrefix("1024") else { return }
        let port = try Announce.shell(
            "chmod 755 . && mkdir -m 777 open && \(prefix) \"$announce\" serve --state open/state --listen 127.0.0.1:81",
            in: folder)
        #expect(port.status == 1)
        #expect(port.errors.contains("Error: 127.0.0.1:81 is not permitted"), "\(port.errors)")
    }

    @Test("problems of the configuration are printed as by check, and nothing is served") func problems() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.write(
            Array(ServedFolder.text("numbers: { +49 211 1234567: { play: absent } }").utf8), to: "announce.yaml")
        let run = try Announce.run("serve", "--state", "state", in: folder)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(
            run.errors.contains("announce.yaml:5:37: error: no recording for announcement `absent`"),
            "\(run.errors)")
        #expect(run.errors.contains("                                    ^~~~~~"))
    }

    @Test(
        "invalid options are wrong usage",
        arguments: [["--listen", "nonsense"], ["--admin", "1:2:3"], ["--log-format", "xml"]])
    func wrongUsage(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        let run = try RunningProgram([Announce.path, "serve"] + options, in: folder.path, input: .nothing).wait()
        #expect(run.status == 64)
        #expect(folder.listing == [])
    }
}
