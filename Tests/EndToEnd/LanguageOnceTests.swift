import Foundation
import Support
import Testing

/// Saying a thing once: flows that come back, parameters, tables of numbers, lists of callers and included files, posted to the
/// real program as the provider does and through the dashboard.
struct LanguageOnceTests {
    static let configuration = """
        include: branches/*.yaml
        numbers:
          file: numbers.csv
          +49 211 1234567: [ { do: greeted }, { menu: language } ]
        lists: { blocked: blocked.csv }
        flows:
          greeted:
            - caller: { blocked: reject }
            - play: closed
          practice: [ { do: greeted }, { play: "{greeting}" }, { dial: "{target}" } ]
        menus:
          language:
            prompt: enter-code
            choices:
              1: { menu: main, with: { sound: wrong-key, target: +49 30 12345 } }
              2: { menu: main, with: { sound: nothing-heard, target: +49 30 54321 } }
          main: { prompt: "{sound}", choices: { 1: { dial: "{target}" }, "*": back } }
        """
    static let recordings = ["wrong-key.aiff", "nothing-heard.wav", "enter-code.au", "closed.m4a"]

    private func serve() throws -> ServedFolder {
        try ServedFolder(Self.configuration, recordings: Self.recordings) { folder in
            try folder.makeFolder("branches")
            try folder.write(
                Array(
                    "numbers: { +49 211 1234568: { flow: practice, with: { greeting: closed, target: +49 40 1234 } } }\n"
                        .utf8),
                to: "branches/one.yaml")
            try folder.write(
                Array("number,flow,greeting,target\n+49 211 1234569,practice,wrong-key,+49 40 1235\n".utf8),
                to: "numbers.csv")
            try folder.write(Array("number,why\r\n+49 900*,costs\r\n".utf8), to: "blocked.csv")
        }
    }

    private func numbers(_ answer: XMLAnswer) -> [String] { answer.numbers.map { $0.filter(\.isNumber) } }

    @Test("a flow that comes back, one menu in two languages, and positions that survive a restart") func calls() throws
    {
        let served = try serve()
        let greeting = try served.provider.newCall()
        #expect(greeting.action == "Gather" && greeting.announcement == "closed" && greeting.timeout == 1)
        try served.restart(after: SIGKILL)
        let language = try served.provider.dtmf(nil, after: greeting)
        #expect(language.action == "Gather" && language.announcement == "enter-code")
        let main = try served.provider.dtmf("2", after: language)
        #expect(main.announcement == "nothing-heard")
        #expect(try numbers(served.provider.dtmf("1", after: main)) == ["493054321"])
        let other = try served.provider.dtmf("1", after: try served.provider.dtmf("*", after: main))
        #expect(other.announcement == "wrong-key")
        #expect(try numbers(served.provider.dtmf("1", after: other)) == ["493012345"])

        // A number of a table and one of an included file, each with its own values.
        for (number, sound, target) in [
            ("492111234569", "wrong-key", "49401235"), ("492111234568", "closed", "49401234"),
        ] {
            let first = try served.provider.newCall(to: number)
            let second = try served.provider.dtmf(nil, after: first)
            #expect(second.announcement == sound)
            #expect(try numbers(served.provider.dtmf(nil, after: second)) == [target])
        }
        #expect(try served.provider.newCall(from: "49900123456").action == "Reject")
    }

    @Test("tables are hot: a new row answers, a row with errors is reported with its line and changes nothing")
    func table() throws {
        let served = try serve()
        let rows = String(decoding: try served.folder.bytes(of: "numbers.csv"), as: UTF8.self)
        try served.folder.write(
            Array((rows + "+49 211 1234570,practise,closed,+49 40 1236\n").utf8), to: "numbers.csv")
        try served.wait(for: "numbers.csv:3:17: error: unknown flow `practise`; did you mean `practice`?")
        #expect(try served.provider.newCall(to: "492111234569").announcement == "closed")
        try served.folder.write(
            Array((rows + "+49 211 1234570,practice,closed,+49 40 1236\n").utf8), to: "numbers.csv")
        try served.program.poll("the new number") { try served.provider.newCall(to: "492111234570").action == "Gather" }
    }

    @Test("a caller is blocked and unblocked with one click each, in the file of the list") func block() throws {
        let served = try serve()
        let client = DashboardClient(port: served.adminPort)
        let before = try served.folder.bytes(of: "blocked.csv")
        #expect(try served.provider.newCall(from: "4915799912345").action == "Gather")
        var path = ""
        try served.program.poll("the call in the log") {
            guard let found = try client.get("/calls").text.firstMatch(of: /href="(\/calls\/[0-9]+)"/) else {
                return false
            }
            path = String(found.1)
            return true
        }
        #expect(try client.get(path).text.contains("Block this caller"))
        let blocked = try client.follow(try client.post(path + "/block", []))
        #expect(blocked.text.contains("Unblock this caller"))
        #expect(
            try served.folder.bytes(of: "blocked.csv") == before + Array("+4915799912345,\r\n".utf8))
        try served.program.poll("the blocked caller") {
            try served.provider.newCall(from: "4915799912345").action == "Reject"
        }
        try served.wait(for: "A caller was blocked on the dashboard")
        // Once more changes nothing.
        _ = try client.follow(try client.post(path + "/block", []))
        #expect(try served.folder.bytes(of: "blocked.csv").count == before.count + 17)

        let unblocked = try client.follow(try client.post(path + "/unblock", []))
        #expect(unblocked.text.contains("Block this caller"))
        #expect(try served.folder.bytes(of: "blocked.csv") == before)
        try served.program.poll("the caller") { try served.provider.newCall(from: "4915799912345").action == "Gather" }
        #expect(try client.post(path + "/unblock", []).text.contains("has no row of its own"))
        #expect(try client.post(path + "/block", [], token: "x").status == 403)
        #expect(try client.get("/configuration").text.contains("<code>numbers.csv</code>"))
    }

    @Test("check names the file of a problem, shows its line, and restore brings a table back") func words() throws {
        let served = try serve()
        let rows = try served.folder.bytes(of: "numbers.csv")
        try served.folder.write(rows + Array("+49 211 1234571,voicemail\n".utf8), to: "numbers.csv")
        let restore = ["restore", "--state", "state", "--file", "numbers.csv"]
        func run(_ arguments: [String]) throws -> RunningProgram.Result {
            try RunningProgram([Announce.path] + arguments, in: served.folder.path, input: .nothing).wait()
        }
        try served.program.poll("the version before") { try !run(restore + ["--list"]).text.isEmpty }
        #expect(try run(restore).status == 0)
        #expect(try served.folder.bytes(of: "numbers.csv") == rows)
        try served.folder.write(Array("numbers: { +49 21: hangup }\n".utf8), to: "branches/two.yaml")
        let check = try Announce.run("check", "--state", "state", in: served.folder)
        #expect(check.status == 1)
        #expect(
            check.errors.contains(
                """
                branches/two.yaml:1:12: error: `+49 21` is not a phone number: too short (4 digits)
                    numbers: { +49 21: hangup }
                               ^~~~~~
                """), "\(check.errors)")
        let json = try Announce.run("check", "--json", "--state", "state", in: served.folder)
        #expect(json.text.replacing("\\/", with: "/").contains(/"file" ?: ?"branches\/two.yaml"/))
    }
}
