import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// `announce override`, and the password of the dashboard.
struct OverrideCommandTests {
    private static let configuration = """
        numbers: { +49 211 1234567: [ { check: office, open: voicemail, closed: hangup } ] }
        schedules: { office: { hours: { daily: "00:00-24:00" } } }
        """

    @Test("an override takes effect at once, survives a restart, and is removed") func override() throws {
        let served = try ServedFolder(Self.configuration)
        func announce(_ arguments: String...) throws -> RunningProgram.Result {
            try RunningProgram(
                [Announce.path, "override", "--state", "state"] + arguments, in: served.folder.path, input: .nothing
            ).wait()
        }
        #expect(try served.provider.newCall().isVoicemail)
        #expect(try announce().text == "No overrides.\n")
        let closed = try announce("office", "closed", "--until", "2999-12-24T18:00")
        #expect(closed.status == 0)
        #expect(closed.text == "office is closed until 2999-12-24 18:00; by its regular hours it is open now\n")
        try served.program.poll("the override") { try served.provider.newCall().action == "Hangup" }
        try served.wait(for: "office closed (override until 2999-12-24 18:00)")
        try served.restart()
        #expect(try served.provider.newCall().action == "Hangup")
        let rehearsal = try Announce.run("call", "+49 211 1234567", "--state", "state", in: served.folder)
        #expect(rehearsal.text.contains("hung up") && rehearsal.errors.contains("office is overridden"))
        #expect(try announce("office", "--clear").text == "office follows its regular hours\n")
        try served.program.poll("the hours") { try served.provider.newCall().isVoicemail }
        // A file that is damaged by hand leaves everything as it is.
        try served.folder.write(Array("[{".utf8), to: "state/overrides.json")
        try served.wait(for: "The earlier overrides stay in effect")
        #expect(try served.provider.newCall().isVoicemail)
    }

    @Test("planned overrides are listed, heard in their time, and removed one by one") func planned() throws {
        let served = try ServedFolder(
            "numbers: { +49 211 1234567: [ { check: office, open: voicemail, closed: [ { play: closed }, hangup ] } ] }\n"
                + "schedules: { office: { hours: { daily: \"00:00-24:00\" } } }"
        ) { folder in
            try folder.copy("nothing-heard.wav", to: "media/closed.wav")
            try folder.copy("touch-tone.wav", to: "media/ill.wav")
        }
        func announce(_ arguments: String...) throws -> RunningProgram.Result {
            try RunningProgram(
                [Announce.path, "override", "--state", "state"] + arguments, in: served.folder.path, input: .nothing
            ).wait()
        }
        let christmas = try announce(
            "office", "closed", "--from", "2998-12-24", "--until", "2998-12-26", "--play", "ill")
        let line = "office is to be closed from 2998-12-24 00:00 until 2998-12-27 00:00, callers hear ill\n"
        #expect(christmas.status == 0 && christmas.text == line, "\(christmas)")
        #expect(try announce("office", "open", "--from", "2998-12-25 09:00", "--until", "2h").status == 0)
        #expect(try served.provider.newCall().isVoicemail)
        let list = try announce("--json")
        #expect(list.text.contains(#""2998-12-24T00:00""#) && list.text.contains(#""ill""#), "\(list)")
        func heard(at time: String) throws -> String {
            try Announce.run("call", "+49 211 1234567", "--at", time, "--state", "state", in: served.folder).text
        }
        #expect(try heard(at: "2998-12-24 10:00").contains("ill"))
        #expect(try !heard(at: "2998-12-25 10:59").contains("ill"))
        #expect(try heard(at: "2998-12-25 11:00").contains("ill"))
        let wrong = try announce("office", "--clear", "--from", "2998-12-23")
        #expect(wrong.status == 1 && wrong.errors.contains("planned: from 2998-12-24 00:00"), "\(wrong)")
        #expect(try announce("office", "--clear", "--from", "2998-12-24").text.hasPrefix("office is to be open from"))
        #expect(
            try announce("office", "--clear", "--from", "2998-12-25 09:00").text == "office follows its regular hours\n"
        )

        #expect(try announce("office", "closed", "--until", "2h", "--play", "ill").status == 0)
        try served.program.poll("the override") { try served.provider.newCall().announcement == "ill" }
    }

    @Test(
        "wrong overrides are refused with a remedy",
        arguments: [
            (["offce", "closed", "--until", "23:59"], 1, "did you mean office?"),
            (["office", "closed", "--until", "2020-01-01T00:00"], 1, "--until 2020-01-01 00:00 has passed"),
            (["office", "closed"], 64, "State and end are missing"),
            (["office", "ajar", "--until", "23:59"], 64, "ajar"),
            (["office", "closed", "--until", "soon"], 64, "write, for example, 2h, 18:00"),
            (["office", "open", "--clear"], 64, "--clear"),
            (["--until", "23:59"], 64, "The schedule is missing"),
            (["--from", "23:59"], 64, "The schedule is missing"),
            (["office", "closed", "--from", "2020-01-01", "--until", "2h"], 1, "--from 2020-01-01 00:00 has passed"),
            (["office", "closed", "--from", "2998-01-02", "--until", "2998-01-01"], 1, "is before --from"),
            (["office", "closed", "--until", "23:59", "--play", "nothing"], 1, "There is no announcement nothing"),
            (["office", "--clear", "--play", "nothing"], 64, "--clear"),
        ])
    func refused(_ arguments: [String], _ status: Int, _ words: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        let result = try RunningProgram(
            [Announce.path, "override", "--state", "state"] + arguments, in: folder.path, input: .nothing
        ).wait()
        #expect(result.status == status && result.errors.contains(words), "\(result)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("state/overrides.json").string))
    }

    @Test(
        "the end of an override has every notation; a day alone is included",
        arguments: [("24.12.2999", "2999-12-25 00:00"), ("2999-12-24 18:00", "2999-12-24 18:00"), ("2h", "")])
    func notations(_ until: String, _ printed: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        let run = try Announce.run("override", "office", "closed", "--until", until, "--state", "state", in: folder)
        #expect(run.status == 0 && run.text.contains("office is closed until \(printed)"), "\(run)")
    }

    @Test("other machines need the password") func password() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        let refused = try Announce.run("serve", "--state", "state", "--admin", "0.0.0.0:0", in: folder)
        #expect(refused.status == 1 && refused.errors.contains("announce password"), "\(refused)")
        let short = try Announce.shell("echo short | \"$announce\" password --state state", in: folder)
        #expect(short.status == 1 && short.errors.contains("use at least 8"))
        let none = try Announce.run("password", "--state", "state", in: folder)
        #expect(none.status == 1 && none.errors.contains("Standard input has no password"))
        let set = try Announce.shell("echo 'a sentence to enter' | \"$announce\" password --state state", in: folder)
        #expect(set.status == 0 && set.output.isEmpty, "\(set)")
        let attributes = try FileManager.default.attributesOfItem(
            atPath: folder.file("state/admin-password").string)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let kept = String(decoding: try folder.bytes(of: "state/admin-password"), as: UTF8.self)
        #expect(kept.hasPrefix("$scrypt$ln=15,r=8,p=3$") && !kept.contains("sentence"))

        let program = try Announce.start("serve", "--state", "state", "--admin", "0.0.0.0:0", in: folder)
        try program.poll("the ready line", within: .seconds(60)) { try program.outputSoFar().contains("Listening on") }
        let port = try #require(try program.outputSoFar().firstMatch(of: /admin on \S+:(\d+)/).flatMap { Int($0.1) })
        let connection = try HTTPConnection(port: port)
        try connection.send(HTTPRequest(path: "/numbers"))
        let answer = try connection.receive()
        #expect(answer.status == 303 && answer.header("location") == "/login?next=%2Fnumbers")
        try connection.send(HTTPRequest(path: "/health"))
        #expect(try connection.receive().status == 200)
        program.send(SIGTERM)
        #expect(try program.wait(within: .seconds(5)).status == 0)
        #expect(try Announce.run("password", "--remove", "--state", "state", in: folder).status == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.file("state/admin-password").string))
    }
}
