import Foundation
import Support
import SystemPackage
import Testing

/// `announce simulate` against a real server: whole days, broken sounds, signatures, legs.
struct SimulateCommandTests {
    @Test("a day of 400 calls to the demo: every outcome in the server's log is what the people on the telephone saw")
    func day() throws {
        let folder = try TemporaryFolder()
        #expect(try Announce.run("init", "--demo", in: folder).status == 0)
        let server = try Announce.start(
            "serve", "--state", "state", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", in: folder)
        try server.poll("the ready line", within: .seconds(60)) { try server.outputSoFar().contains("\n") }
        let port = try #require(try server.outputSoFar().firstMatch(of: /Listening on \S+:(\d+),/)).1
        let day = try SimulatedDay(
            in: folder, port: Int(port) ?? 0, ["--calls", "400", "--seed", "7", "--day", "2026-11-23"])
        #expect(day.run.status == 0, "\(day.run.errors)")
        #expect(day.summary.ok && day.summary.calls == 400 && day.calls.count == 400)
        #expect(day.summary.sounds > 100 && day.summary.furtherLegs > 5)
        #expect(day.summary.outcomes.values.reduce(0, +) == 400)
        try expectLogged(day.calls, folder, server)
    }

    /// Expects exactly these calls in the log, with these outcomes, also of their legs. It is written behind the answers.
    private func expectLogged(
        _ calls: [SimulatedDay.Call], _ folder: TemporaryFolder, _ server: RunningProgram
    ) throws {
        func wrong() throws -> [String] {
            let logged = try LoggedCall.all(in: folder)
            let legs = logged.flatMap { $0.legs ?? [.init(callId: $0.callId, outcome: $0.outcome)] }
            let outcomes = Dictionary(legs.map { ($0.callId, $0.outcome) }) { first, _ in first }
            var wrong = calls.flatMap(\.legs).filter { outcomes[$0.callId] != $0.outcome }.map {
                "\($0) is \(outcomes[$0.callId] ?? "missing")"
            }
            if legs.count != calls.reduce(0, { $0 + $1.legs.count }) { wrong.append("\(legs.count) legs") }
            // Where the log joins legs, its calls are those of the people.
            guard logged.contains(where: { $0.legs != nil }) else { return wrong }
            let whole = Dictionary(logged.map { ($0.callId, $0.outcome) }) { first, _ in first }
            wrong += calls.filter { whole[$0.legs[0].callId] != $0.outcome }.map {
                "the call \($0) is \(whole[$0.legs[0].callId] ?? "missing")"
            }
            return wrong + (logged.count == calls.count ? [] : ["\(logged.count) calls"])
        }
        do {
            try server.poll("the log") { try wrong().isEmpty }
        } catch {
            Issue.record("\(try wrong().prefix(5))")
            throw error
        }
    }

    private static let configuration = """
        numbers:
          +49 211 1234567: { menu: main }
          +49 211 1234568: [ { play: wrong-key }, connect ]
          +49 211 1234569: { reject: busy }
          +49 211 1234570: connect
          +49 211 1234571: [ { play: wrong-key }, hangup ]
        menus:
          main:
            prompt: enter-code
            choices: { 1: connect, 2: voicemail, "0815": hangup }
            silence: { tries: 2, then: hangup }
        """
    private static let recordings = ["wrong-key.aiff", "enter-code.au"]

    private static let script = """
        - { call: +49 211 1234567, at: 09:00, name: menu, from: +49 30 23125000, keys: [ "", "0815" ] }
        - { call: +49 211 1234567, at: 09:01, name: box, keys: [ 2 ] }
        - { call: +49 211 1234567, at: 09:02, name: gone, hang-up: 500ms }
        - { call: +49 211 1234568, at: 09:03, name: played, from: anonymous }
        - { call: +49 211 1234569, at: 09:04, name: rejected }
        - { call: +49 211 1234571, at: 09:05, name: ended }
        - { call: +49 211 1234570, at: 09:06, name: transfer, phone: transfers, from: +49 30 23125001 }
        - { call: +49 211 1234570, at: 09:36, name: forward, phone: forwards, from: +49 30 23125002 }
        - { call: +49 211 1234570, at: 10:06, name: voicemail, phone: voicemail, from: +49 30 23125003 }
        """

    @Test("a script: what each caller heard and how it ended, and legs of transfers and forwardings in the log")
    func script() throws {
        let served = try ServedFolder(Self.configuration, recordings: Self.recordings)
        try served.folder.write(Array(Self.script.utf8), to: "day.yaml")
        let day = try SimulatedDay(in: served.folder, port: served.port, ["--script", "day.yaml"])
        #expect(day.run.status == 0 && day.summary.ok, "\(day.run.errors)")
        let outcomes = day.calls.map { "\($0.name ?? "") \($0.outcome) \($0.legs.count)" }
        #expect(
            outcomes.sorted() == [
                "box voicemail 1", "ended ended 1", "forward answered 2", "gone abandoned 1", "menu ended 1",
                "played answered 1", "rejected rejected 1", "transfer answered 2", "voicemail voicemail 2",
            ])
        let menu = try #require(day.calls.first { $0.name == "menu" })
        #expect(
            menu.steps.map { $0.hear ?? $0.press ?? $0.end ?? ($0.silence == true ? "silence" : "?") } == [
                "enter-code", "silence", "enter-code", "0815", "hangup",
            ])
        let played = try #require(day.calls.first { $0.name == "played" })
        #expect(played.steps.first?.hear == "wrong-key" && (played.steps.first?.seconds ?? 0) > 1)
        try expectLogged(day.calls, served.folder, served.program)
        // The text for people has the same calls, in a line each; at a speed, calls take place at the same time.
        let run = try RunningProgram(
            [
                Announce.path, "simulate", "--server", "http://127.0.0.1:\(served.port)", "--script", "day.yaml",
                "--speed", "20000",
            ],
            in: served.folder.path, input: .nothing
        ).wait()
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines.count == 12 && lines.contains { $0.contains(/09:00:00  \+493023125000 > \+492111234567  ended/) })
        #expect(lines.last == "Every event was answered in time, and every sound was played.", "\(run.text)")
    }

    @Test("a sound that was broken on purpose is skipped, and reported as the network never would")
    func broken() throws {
        let served = try ServedFolder(Self.configuration, recordings: Self.recordings)
        let url = try #require(try served.provider.newCall(to: "492111234571").url)
        let hash = try #require(url.firstMatch(of: /wrong-key-([0-9a-f]{16})\.wav$/)).1
        let name = try #require(served.folder.listing.first { $0.contains("/\(hash)") && $0.hasSuffix(".wav") })
        // The sample rate in the header.
        var bytes = try served.folder.bytes(of: name)
        bytes.replaceSubrange(24..<26, with: [0x44, 0xAC])
        let file = try #require(FileHandle(forWritingAtPath: served.folder.file(name).string))
        try file.write(contentsOf: bytes)
        try file.close()
        try served.folder.write(Array(Self.script.utf8), to: "day.yaml")
        let day = try SimulatedDay(in: served.folder, port: served.port, ["--script", "day.yaml"])
        #expect(day.run.status == 1 && !day.summary.ok)
        #expect(day.summary.skipped.map(\.count) == [2])
        #expect(day.summary.skipped.first?.reasons.first == "44.1 kHz")
        #expect(day.calls.first { $0.name == "played" }?.steps.first?.skip == "wrong-key")
        // The caller hears nothing, and is connected.
        #expect(day.calls.first { $0.name == "played" }?.outcome == "answered")
    }

    @Test("signed by a key of its own: a server that trusts it answers, another refuses every event")
    func signature() throws {
        let folder = try TemporaryFolder()
        let key = try Announce.run("simulate", "--sign-with", "own.pem", in: folder)
        // Without a configuration there is no day, and no key is made.
        #expect(key.status == 1 && folder.listing == [], "\(key.errors)")
        let served = try ServedFolder(
            Self.configuration, recordings: Self.recordings,
            settings: "webhook: { signature: required, keys: [ own.pem.pub ] }",
            prepare: { folder in
                let made = try Announce.shell(
                    """
                    openssl genrsa -out own.pem 2048 2> genrsa && openssl rsa -in own.pem -pubout -out own.pem.pub 2> rsa
                    """, in: folder)
                #expect(made.status == 0)
            })
        let unsigned = try SimulatedDay.run(in: served.folder, port: served.port, ["--calls", "3"])
        #expect(unsigned.status == 1 && unsigned.text == "", "\(unsigned.text)")
        #expect(unsigned.errors.contains("--sign-with"), "\(unsigned.errors)")
        let day = try SimulatedDay(
            in: served.folder, port: served.port, ["--calls", "30", "--sign-with", "own.pem"])
        #expect(day.run.status == 0 && day.summary.ok && day.summary.answers >= 30, "\(day.run.errors)")

        let other = try SimulatedDay(
            in: served.folder, port: served.port, ["--calls", "5", "--sign-with", "other.pem"])
        #expect(other.run.status == 1 && other.summary.unanswered.keys.sorted() == ["newCall: status 403"])
        // As the provider does: the call rings as if there were no webhook.
        #expect(other.summary.outcomes.keys.contains("answered"))
        #expect(other.run.errors.contains("keys: [ other.pem.pub ]"), "\(other.run.errors)")
        #expect(served.folder.listing.contains("other.pem.pub"))
        let made = try Announce.shell(
            "stat -c %a other.pem && openssl rsa -in other.pem -check -noout", in: served.folder)
        #expect(made.text.hasPrefix("600\n") && made.status == 0, "\(made.text)\(made.errors)")
    }

    @Test("a server that takes too long, and none at all") func timeout() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        let gone = try SimulatedDay.run(in: folder, port: ListeningSocket.unusedPort(), ["--calls", "3"])
        #expect(gone.status == 1 && gone.errors.contains("connection refused"), "\(gone.errors)")
        let silent = try await LoopbackServer { $0.method == "POST" ? .silence : .done }
        let run = try SimulatedDay(in: folder, port: silent.port, ["--calls", "2", "--timeout", "1"])
        #expect(run.run.status == 1)
        #expect(run.summary.unanswered.keys.sorted() == ["newCall: no complete answer within 1 s"])
        await silent.stop()
    }

    @Test(
        "usage",
        arguments: [["--calls", "0"], ["--calls", "2", "--script", "x"], ["--speed", "0"], ["--server", "x"]])
    func usage(_ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        let run = try RunningProgram([Announce.path, "simulate"] + arguments, in: folder.path, input: .nothing).wait()
        #expect(run.status == 64)
    }
}
