import Foundation
import Support
import SystemPackage
import Testing

/// Alerts of the real server, with real receivers on this machine: an incident is one message, and its end another.
struct AlertTests {
    private static let calls = """
        numbers:
          +49 211 1234567: [ { play: wrong-key }, hangup ]
          +49 211 1234568: [ { play: nothing-heard }, hangup ]
        """
    private static let recordings = ["nothing-heard.wav", "wrong-key.aiff"]

    /// What a message says.
    private struct Message: Decodable, Equatable {
        var event: String
        var rule: String?
        var subject: String?
    }

    private static func messages(_ api: LoopbackServer) throws -> [Message] {
        try api.requests.map { try JSONDecoder().decode(Message.self, from: Data($0.body)) }
    }

    private static func serve(_ alerts: String, prepare: (TemporaryFolder) throws -> Void = { _ in }) throws
        -> ServedFolder
    {
        try ServedFolder("\(calls)\nalerts: \(alerts)", recordings: recordings, prepare: prepare)
    }

    /// Calls that hear an announcement, and never fetch it.
    private static func callInVain(_ served: ServedFolder, to number: String) throws {
        for id in 1...3 { _ = try served.provider.newCall(to: number, callID: "\(number)-\(id)") }
    }

    @Test("an announcement that is not fetched three times, reported once, also over a kill -9, and its end")
    func notFetched() async throws {
        let api = try await LoopbackServer { _ in .done }
        let served = try Self.serve("{ webhook: \(api.address)/hook, language: de }")
        // A receiver that fails at first gets it later.
        api.next(.refusal(503, detail: "later"))
        try Self.callInVain(served, to: "492111234567")
        let begun = Message(event: "begin", rule: "not-fetched", subject: "wrong-key")
        try served.program.poll("the message, and again", within: .seconds(120)) { api.requests.count == 2 }
        #expect(try Self.messages(api) == [begun, begun])
        #expect(api.requests[1].text.contains("Anrufer hören „wrong-key“ nicht"))
        #expect(try OutputSchema("alert").verdict(of: api.requests[1].body) == "valid")
        try served.program.poll("what is stored", within: .seconds(60)) {
            let stored = String(decoding: try served.folder.bytes(of: "state/alerts.json"), as: UTF8.self)
            return stored.contains("\"deliveries\" : [\n\n  ]") && stored.contains("arrived")
        }

        try served.restart(after: SIGKILL)
        try Self.callInVain(served, to: "492111234568")
        let other = Message(event: "begin", rule: "not-fetched", subject: "nothing-heard")
        try served.program.poll("another message", within: .seconds(120)) { api.requests.count == 3 }
        #expect(try Self.messages(api) == [begun, begun, other])

        let listed = try Announce.run("alert", "list", "--state", "state", in: served.folder)
        #expect(listed.text.contains("Callers do not hear “wrong-key”, since "), "\(listed)")
        // The network fetches both at last.
        for number in ["492111234567", "492111234568"] {
            let answer = try served.provider.newCall(to: number, callID: "\(number)-last")
            #expect(try served.provider.fetch(try #require(answer.url)).status == 200)
        }
        try served.program.poll("the ends", within: .seconds(120)) { api.requests.count == 5 }
        #expect(try Self.messages(api).dropFirst(3).allSatisfy { $0.event == "end" })
        #expect(try OutputSchema("alert").verdict(of: api.requests[4].body) == "valid")
        #expect(try served.provider.newCall(callID: "still-answered").announcement == "wrong-key")
        await api.stop()
    }

    @Test(
        "a server that is not ready is reported, although nothing can be stored, and a receiver that hangs delays no call"
    )
    func notReady() async throws {
        let (api, silent) = (try await LoopbackServer { _ in .done }, try await LoopbackServer { _ in .silence })
        let served = try Self.serve(
            "{ webhook: \(api.address)/hook, ntfy: \(silent.address)/topic, rules: { not-ready: 1s } }"
        ) { folder in
            try folder.write([], to: "state")
        }
        try served.program.poll("the message", within: .seconds(60)) { !api.requests.isEmpty }
        #expect(try Self.messages(api) == [Message(event: "begin", rule: "not-ready")])
        #expect(api.requests[0].text.contains("is not a folder"))
        #expect(try served.provider.newCall().announcement == "wrong-key")
        try served.program.poll("the one that hangs", within: .seconds(60)) { !silent.requests.isEmpty }
        #expect(try served.provider.newCall(callID: "meanwhile").announcement == "wrong-key")
        try FileManager.default.removeItem(atPath: served.folder.file("state").string)
        try served.program.poll("its end", within: .seconds(90)) { api.requests.count == 2 }
        #expect(try Self.messages(api)[1].event == "end")
        await api.stop()
        await silent.stop()
    }

    @Test("`alert test` sends by every way, and says which one failed and why") func command() async throws {
        let (api, mail) = (try await LoopbackServer { _ in .done }, try await MailServer())
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        for recording in Self.recordings { try folder.copy(recording, to: "media/\(recording)") }
        func write(_ alerts: String) throws {
            try folder.write(Array(ServedFolder.text("\(Self.calls)\nalerts: \(alerts)").utf8), to: "announce.yaml")
        }
        let smtp = "mail: { to: [a@example.com, b@example.com], smtp: \"127.0.0.1:\(mail.port)\" }"
        try write("{ webhook: { url-env: HOOK, token-env: TOKEN }, \(smtp) }")
        let good = try Announce.run(
            "alert", "test", in: folder, environment: ["HOOK": api.address + "/hook", "TOKEN": "secret"])
        #expect(good.status == 0 && good.text == "webhook: accepted\nmail: accepted\n", "\(good)")
        #expect(api.requests.map { $0.header("Authorization") } == ["Bearer secret"])
        #expect(try OutputSchema("alert").verdict(of: api.requests[0].body) == "valid")
        #expect(mail.mails.map(\.to) == [["a@example.com", "b@example.com"]])
        #expect(mail.mails.first?.body.contains("Nothing is wrong") == true)

        let bad = try Announce.run("alert", "test", in: folder)
        #expect(bad.status == 1 && bad.text == "mail: accepted\n", "\(bad)")
        #expect(bad.errors.contains("webhook: The environment variable HOOK is not set."))
        let doctor = try Announce.run("doctor", "--state", "state", in: folder)
        #expect(doctor.text.contains("webhook, mail: the environment variable HOOK is not set"), "\(doctor)")
        let unknown = try Announce.run("alert", "test", "ntfy", in: folder)
        #expect(unknown.status == 1 && unknown.errors.contains("has no `ntfy`"))
        #expect(try Announce.run("alert", "test", "pigeon", in: folder).status == 64)

        // The machine's own mail system.
        try write("{ mail: { to: a@example.com, from: phone@example.com } }")
        try folder.makeFolder("bin")
        let script =
            "#!/bin/sh\n[ -z \"$REFUSES\" ] || { echo 'no such user'; exit 67; }\necho \"$@\" > arguments\ncat > mail\n"
        try folder.write(Array(script.utf8), to: "bin/sendmail")
        try Tool.require("chmod", ["+x", folder.file("bin/sendmail").string])
        let path = "\(folder.file("bin").string):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
        let local = try Announce.run("alert", "test", "mail", in: folder, environment: ["PATH": path])
        #expect(local.status == 0, "\(local)")
        #expect(
            String(decoding: try folder.bytes(of: "arguments"), as: UTF8.self)
                == "-i -f phone@example.com -- a@example.com\n")
        let text = String(decoding: try folder.bytes(of: "mail"), as: UTF8.self)
        #expect(text.contains("\nSubject: Test message\n") && !text.contains("\r"))
        try folder.write(Array(script.replacing("$REFUSES", with: "yes").utf8), to: "bin/sendmail")
        let refused = try Announce.run("alert", "test", "mail", in: folder, environment: ["PATH": path])
        #expect(refused.errors.contains("sendmail failed with status 67: no such user"), "\(refused)")
        await api.stop()
        await mail.stop()
    }
}
