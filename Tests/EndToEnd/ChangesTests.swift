import Foundation
import Support
import Testing

/// The list of changes also has what is done by command, by telephone and in the file.
struct ChangesTests {
    private static let configuration = """
        numbers:
          +49 211 1234567: [ { check: office, open: voicemail, closed: hangup } ]
          +49 211 1234568: { menu: code }
        menus:
          code:
            prompt: enter-code
            choices: { "9121": [ { override: { office: closed, until: 2999-12-24 18:00 } }, { play: wrong-key }, hangup ], else: hangup }
        schedules: { office: { hours: { daily: 09:00-17:00 } } }
        """

    @Test("commands, callers and editors are listed with who, what and from where; versions say who and what")
    func everyWay() throws {
        let served = try ServedFolder(
            Self.configuration, recordings: ["wrong-key.aiff", "enter-code.au"], settings: "webhook: { signature: off }"
        )
        let dashboard = DashboardClient(port: served.adminPort)
        func announce(_ arguments: String...) throws {
            let result = try RunningProgram(
                [Announce.path] + arguments + ["--state", "state"], in: served.folder.path,
                environment: ["SUDO_USER": "erika", "SSH_CONNECTION": "203.0.113.7 50000 192.0.2.1 22"], input: .nothing
            ).wait()
            #expect(result.status == 0, "\(result)")
        }
        func changes(_ language: String = "en") throws -> String {
            try dashboard.get("/audit", headers: [("Accept-Language", language)]).text
        }

        try announce("override", "office", "open", "--until", "2999-12-24 12:00")
        #expect(try changes().contains("<td>erika, by command</td><td>Opened office until "))
        #expect(try changes().contains("<td>203.0.113.7</td>"))
        #expect(try changes("de").contains("erika, per Befehl"))
        try announce("override", "office", "--clear")
        #expect(try changes().contains("<td>office follows its hours again</td>"))

        let menu = try served.provider.newCall(from: "4915799912345", to: "492111234568", callID: "1")
        _ = try served.provider.dtmf("9121", after: menu, callID: "1")
        try served.program.poll("the call's entry") {
            try changes().contains("<td>by telephone</td><td>Closed office until ")
        }
        #expect(try changes().contains("<td>+49 157 9991 2345</td>"))
        #expect(try changes("de").contains("<td>per Telefon</td><td>office geschlossen bis "))

        let before = try served.folder.bytes(of: "announce.yaml")
        let text = String(decoding: before, as: UTF8.self)
        try served.folder.write(Array(text.replacing("09:00-17:00", with: "09:00-18:00").utf8), to: "announce.yaml")
        try served.program.poll("the edit's entry") { try changes().contains("<td>in the file</td>") }
        #expect(try changes().contains("<li>office: Monday: 9–17 → 9–18</li>"))
        #expect(try changes("de").contains("<li>office: Montag: 9–17 Uhr → 9–18 Uhr</li>"))
        let version = try #require(
            try changes().firstMatch(of: /href="(\/configuration\/versions\/[^"]+)"/).map { String($0.1) })
        #expect(try dashboard.get(version).text.contains("09:00-17:00"))

        try announce("restore")
        try served.program.poll("the restored file") {
            try changes().contains("<li>office: Monday: 9–18 → 9–17</li>")
        }
        #expect(try served.folder.bytes(of: "announce.yaml") == before)
        // What was restored was confirmed, so that it is not recorded as an edit of a file as well.
        try served.program.poll("the reload") {
            try served.program.errorsSoFar().matches(of: /Configuration reloaded/).count >= 2
        }
        #expect(try changes().matches(of: /<td>in the file<\/td>/).count == 1)
        let page = try dashboard.get("/configuration").text
        #expect(page.contains("in the file") && page.contains("erika, by command"))
        #expect(page.contains("<li>office: Monday: 9–17 → 9–18</li>"))
        let table = try dashboard.get("/audit.csv").text
        #expect(table.hasPrefix("at,user,from,action,values,way,version,changes\r\n"))
        for way in ["command", "telephone", "file"] { #expect(table.contains(",\(way),"), "\(way)") }
    }

    @Test("an edit that was held says who confirmed it, and what it changed") func confirmed() throws {
        let served = try ServedFolder(Self.configuration, recordings: ["wrong-key.aiff", "enter-code.au"])
        let dashboard = DashboardClient(port: served.adminPort)
        let text = String(decoding: try served.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        let line = "  +49 211 1234567: [ { check: office, open: voicemail, closed: hangup } ]\n"
        try #require(text.contains(line))
        try served.folder.write(
            Array(text.replacing(line, with: "").replacing("\"9121\"", with: "\"9122\"").utf8), to: "announce.yaml")
        try served.wait(for: "announce check --accept")
        #expect(try !dashboard.get("/audit").text.contains("<td>in the file</td>"))
        let result = try RunningProgram(
            [Announce.path, "check", "--accept", "--state", "state"], in: served.folder.path,
            environment: ["SUDO_USER": "erika"], input: .nothing
        ).wait()
        #expect(result.status == 0, "\(result)")
        try served.program.poll("the edit's entry") {
            try dashboard.get("/audit").text.contains("<td>in the file</td>")
        }
        let page = try dashboard.get("/audit").text
        #expect(page.contains("<td>erika, by command</td><td>Confirmed an edit of the configuration</td>"))
        #expect(page.contains("+49 211 123 4567"))
    }
}
