import Foundation
import Support
import SystemPackage
import Testing

/// `announce check`: every problem in one run, where it is and what to write instead.
struct CheckCommandTests {
    private func folder(_ configuration: String, recordings: [String] = ["nothing-heard.wav"]) throws -> TemporaryFolder
    {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        for recording in recordings { try folder.copy(recording, to: "media/\(recording)") }
        try folder.write(Array(ServedFolder.text(configuration).utf8), to: "announce.yaml")
        return folder
    }

    private func check(_ folder: TemporaryFolder, _ options: String...) throws -> RunningProgram.Result {
        try RunningProgram(
            [Announce.path, "check", "--state", "state"] + options, in: folder.path, input: .nothing
        ).wait()
    }

    @Test("the example that ships with the project is valid, and shown as a tree") func example() throws {
        let folder = try TemporaryFolder()
        let example = CallCommandTests.root.appending("announce.yaml").string
        let run = try Announce.run("check", "--config", example, "--state", "state", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.text.split(separator: "\n").map(String.init)
        let titles = ["├─ Numbers", "├─ Flows", "├─ Schedules", "└─ Announcements"].compactMap {
            lines.firstIndex(of: $0)
        }
        #expect(titles == [1, 8, 16, 21], "\(run.text)")
        #expect(lines[17] == "│  └─ office  mon-thu 09:00-12:30, 13:30-17:00; fri 09:00-14:00")
        #expect(lines[18] == "│     ├─ holidays DE-NW" && lines[19] == "│     ├─ 12-24 09:00-12:00")
        #expect(lines[4].hasPrefix("│  ├─ +492111234568"))
        #expect(lines[4].hasSuffix("play closed, play opens-again, hangup"))
        #expect(lines[2] == "│  ├─ +492111234567       reception", "\(lines[2])")
        #expect(lines[7] == "│  └─ all others          connect")
        #expect(lines[9] == "│  ├─ members    dial +492111234501")
        #expect(lines[10] == "│  └─ reception" && lines[11] == "│     ├─ from anonymous: play no-anonymous, hangup")
        #expect(lines[15] == "│     └─ office closed: play closed, voicemail", "\(run.text)")
        let silent = try #require(lines.first { $0.contains(" silence ") })
        #expect(silent.contains("⚠ silence") && silent.hasSuffix("not used"), "\(silent)")
        let welcome = try #require(lines.first { $0.contains(" welcome ") })
        #expect(welcome.contains(/\s{3}welcome +0:0\d\.\d +-19\.\d dBm0$/), "\(welcome)")
    }

    @Test("a password that was written into a URL is not printed with its line") func password() throws {
        let folder = try folder("log: { database: \"postgresql://announce:s3cr3t@/@ü@db1,db2/announce\" }")
        let run = try check(folder)
        #expect(run.status == 1 && run.errors.contains("announce:**********@db1,db2/announce"), "\(run.errors)")
        #expect(!(run.errors + run.text).contains("s3cr3t"))
        let object = try check(folder, "--json")
        #expect(object.status == 1 && !(object.errors + object.text).contains("s3cr3t"), "\(object.text)")
    }

    @Test(
        "the configuration is found in every way it can be named",
        arguments: [
            ("mv announce.yaml other.yaml; \"$announce\" check other.yaml", "other.yaml"),
            ("mv announce.yaml other.yaml; \"$announce\" check -c other.yaml", "other.yaml"),
            ("mv announce.yaml other.yaml; ANNOUNCE_CONFIG=other.yaml \"$announce\" check", "other.yaml"),
            ("ANNOUNCE_CONFIG=absent.yaml \"$announce\" check --config announce.yaml", "announce.yaml"),
            ("mv announce.yaml announce.yml; \"$announce\" check", "announce.yml"),
        ])
    func found(_ script: String, _ name: String) throws {
        let folder = try folder("numbers: { +49 211 1234567: hangup }")
        let run = try Announce.shell("export ANNOUNCE_STATE=state; " + script, in: folder)
        #expect(run.status == 0 && run.text.hasPrefix(name + "\n"), "\(run)")
    }

    @Test("a configuration in a folder above is suggested, and never used by itself") func above() throws {
        let folder = try folder("numbers: { +49 211 1234567: hangup }")
        let run = try Announce.shell("cd media && \"$announce\" check --state state", in: folder)
        #expect(run.status == 1 && run.output.isEmpty)
        let file = folder.file("announce.yaml").string
        #expect(run.errors.contains("there is \(file). Use it with --config \(file)"), "\(run.errors)")
        let twice = try Announce.run("check", "a.yaml", "-c", "b.yaml", in: folder)
        #expect(twice.status == 64 && twice.errors.contains("Name the configuration once"), "\(twice)")
    }

    @Test("problems have line, column, the line itself, a mark and a suggestion") func problems() throws {
        let folder = try folder(
            """
            numbers:
              +49 211 1234567: receptoin
              +49 211 1234568: { play: nothing-herd }
            flows:
              reception: [ { play: nothing-heard }, hangup ]
            """)
        let run = try check(folder)
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(
            run.errors == """
                announce.yaml:6:20: error: unknown flow `receptoin`; did you mean `reception`?
                      +49 211 1234567: receptoin
                                       ^~~~~~~~~
                announce.yaml:7:28: error: no recording for announcement `nothing-herd`; did you mean `nothing-heard`?
                      +49 211 1234568: { play: nothing-herd }
                                               ^~~~~~~~~~~~
                2 errors

                """)
    }

    @Test("errors of the file and missing recordings come in one run") func together() throws {
        let folder = try folder(
            """
            recordings: { folder: media, levl: keep }
            numbers: { +49 211 1234567: { play: absent } }
            """)
        let run = try check(folder)
        #expect(run.status == 1)
        #expect(run.errors.contains("`recordings` has no key `levl`; did you mean `level`?"))
        #expect(run.errors.contains("no recording for announcement `absent`"))
    }

    @Test("warnings alone do not fail the check, unless --strict") func strict() throws {
        let folder = try folder(
            """
            numbers: { +49 211 1234567: { play: nothing-heard } }
            flows: { forgotten: hangup }
            """)
        let run = try check(folder)
        #expect(run.status == 0 && run.text.contains("+492111234567"))
        #expect(run.errors.contains("warning: flow `forgotten` is unreachable"))
        #expect(try check(folder, "--strict").status == 1)
    }

    @Test("a recording that cannot be converted is an error where it is used, and a warning elsewhere")
    func recordings()
        throws
    {
        let folder = try folder("numbers: { +49 211 1234567: { play: broken } }")
        try folder.write(Array("no sound at all".utf8), to: "media/broken.wav")
        let used = try check(folder)
        #expect(used.status == 1)
        #expect(used.errors.contains("media/broken.wav: error: "), "\(used.errors)")
        try folder.write(
            Array(ServedFolder.text("numbers: { +49 211 1234567: { play: nothing-heard } }").utf8), to: "announce.yaml")
        let unused = try check(folder)
        #expect(unused.status == 0)
        #expect(unused.errors.contains("media/broken.wav: warning: "), "\(unused.errors)")
        #expect(try check(folder, "--strict").status == 1)
    }

    @Test("two recordings of one name are an error that names both") func sameName() throws {
        let folder = try folder("numbers: { +49 211 1234567: { play: nothing-heard } }")
        try folder.copy("wrong-key.aiff", to: "media/nothing-heard.aiff")
        let run = try check(folder)
        #expect(run.status == 1)
        #expect(run.errors.contains("nothing-heard.aiff") && run.errors.contains("nothing-heard.wav"), "\(run.errors)")
    }

    @Test("--json prints the same as an object") func json() throws {
        struct Report: Decodable {
            struct Problem: Decodable {
                var severity: String
                var file: String
                var line: Int?
                var column: Int?
                var message: String
                var suggestion: String?
            }
            struct Number: Decodable, Equatable {
                var number: String
                var direction: String
                var does: String
            }
            struct Announcement: Decodable, Equatable {
                var name: String
                var file: String
                var isUsed: Bool
                var seconds: Double?
            }
            var config: String
            var ok: Bool
            var problems: [Problem]
            var numbers: [Number]
            var announcements: [Announcement]
        }
        let folder = try folder("numbers: { +49 211 1234567: [ { play: nothing-heard }, hangup ] }")
        let run = try check(folder, "--json")
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output))
        #expect(report.ok && report.config == "announce.yaml" && report.problems.isEmpty)
        #expect(
            report.numbers == [
                .init(number: "+492111234567", direction: "in", does: "play nothing-heard, hangup"),
                .init(number: "default", direction: "in", does: "connect"),
            ])
        #expect(
            report.announcements == [
                .init(name: "nothing-heard", file: "nothing-heard.wav", isUsed: true, seconds: 18392 / 8000)
            ])

        try folder.write(Array(ServedFolder.text("numbers: { 0211 1234567: hangup }").utf8), to: "announce.yaml")
        let failed = try check(folder, "--json")
        #expect(failed.status == 1)
        let problem = try #require(try JSONDecoder().decode(Report.self, from: Data(failed.output)).problems.first)
        #expect(problem.severity == "error" && problem.line == 5 && problem.column == 12)
        #expect(problem.suggestion == "+49 211 1234567")
    }

    @Test(
        "an unreadable configuration is reported in one sentence",
        arguments: [
            ("rm announce.yaml", "There is no announce.yaml here. `announce init` writes one"),
            ("rm announce.yaml; mkdir announce.yaml", "announce.yaml is a folder"),
            (#"printf 'a: \377\n' > announce.yaml"#, "announce.yaml: line 1 is not UTF-8 text"),
            ("touch state", "is not a folder, so state cannot be stored there"),
        ])
    func unreadable(_ script: String, _ sentence: String) throws {
        let folder = try folder("numbers: { +49 211 1234567: hangup }")
        #expect(try Announce.shell(script, in: folder).status == 0)
        let run = try check(folder)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("Error: ") && run.errors.contains(sentence), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1)
    }
}
