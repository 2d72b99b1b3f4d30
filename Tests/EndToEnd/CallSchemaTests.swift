import Foundation
import Support
import SystemPackage
import Testing

/// Real output of `call`, `test`, `log` and `override` with `--json` against the schemas in docs/schemas, by Debian's
/// python3-jsonschema.
struct CallSchemaTests {
    private func validate(_ output: [UInt8], _ command: String, documents: Int = 1) throws {
        let verdict = try OutputSchema(command).verdict(of: output, documents: documents)
        #expect(verdict == "valid", "\(String(decoding: output.prefix(2000), as: UTF8.self))")
    }

    private static let configuration = """
        numbers:
          +49 211 1234567: { menu: main }
          +49 211 1234568: voicemail
        menus: { main: { prompt: main, choices: { 1: { dial: [ 12, +49 157 99912345 ] }, 9: hangup } } }
        schedules: { office: { hours: { daily: closed } } }
        """

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        try folder.makeFolder("media")
        try folder.copy("nothing-heard.wav", to: "media/main.wav")
        return folder
    }

    @Test(
        "call", arguments: [["--keys", ",1"], ["--keys", "9"], ["--from", "anonymous"], ["--at", "24.12. 13:59"]])
    func call(_ arguments: [String]) throws {
        let folder = try folder()
        let run = try RunningProgram(
            [Announce.path, "call", "+492111234567", "--json", "--state", "state"] + arguments, in: folder.path,
            input: .nothing
        ).wait()
        try validate(run.output, "call")
    }

    @Test("test") func test() throws {
        let folder = try folder()
        let calls = """
            - { call: +49 211 1234568, at: 2026-11-23 10:00, steps: voicemail }
            - call: +49 211 1234567
              name: named
              from: +49 30 123456
              at: 2026-11-23 10:00:07
              steps: [ { hear: main }, silence, { hear: main } ]
            - { call: +49 211 1234567, at: 2026-11-23 10:00, steps: [ { hear: main }, { press: "1" }, hangup ] }
            - { call: +49 211 1234568, from: 12, diverted: +49 30 123456, at: 2026-11-23 10:00, steps: { dial: [ 12, +49 30 123456 ] } }
            - { call: +49 30 1234567, at: 2026-11-23 10:00, outgoing: true, from: +49 211 1234567, steps: connect }

            """
        try folder.write(Array(calls.utf8), to: "calls.yaml")
        let run = try Announce.run("test", "--json", in: folder)
        #expect(run.status == 1, "\(run.errors)")
        try validate(run.output, "test")
    }

    @Test("override") func override() throws {
        let folder = try folder()
        try validate(try Announce.run("override", "--json", "--state", "state", in: folder).output, "override")
        let set = try Announce.run(
            "override", "office", "open", "--until", "2h", "--json", "--state", "state", in: folder)
        try validate(set.output, "override")
        #expect(set.text.contains("office"))
    }

    @Test("log, with --call and with --follow") func log() async throws {
        let log = try LogCommandTests()
        await log.fill()
        try validate(try log.log("--json").output, "log")
        try validate(try log.log("--json", "-n", "0").output, "log")
        try validate(try log.log("--json", "--call", "8F3A91").output, "log")
        let program = try RunningProgram(
            [Announce.path, "log", "--state", ".", "-f", "--json"], in: log.folder.path, input: .nothing)
        try program.poll("both calls") { try program.outputSoFar().contains("8F3A91") }
        try validate(Array(try program.outputSoFar().utf8), "log", documents: 2)
    }
}
