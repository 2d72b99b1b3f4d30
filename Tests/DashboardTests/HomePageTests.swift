import AnnounceServer
import CallFlow
import CallLog
import Foundation
import LocalFiles
import ServerFixtures
import Support
import Synchronization
import Telephony
import Testing
import Webhook

@testable import Dashboard

/// Home: is it open, what do callers hear, whom to call back.
@Suite("Home")
struct HomePageTests {
    private static let text = """
        public-url: https://phone.example.com/ann
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 4001100: office
          +49 211 4001101: office
          +49 211 4001102: office
          +49 211 4001200: { menu: main }
        flows:
          office:
            - check: office
              open: { menu: main }
              closed: [ { play: closed }, voicemail ]
        menus:
          main: { prompt: main-menu, choices: { 1: voicemail, 2: hangup } }
        people: { carla: +49 157 99912345 }
        schedules:
          office: { hours: { mon-fri: "09:00-12:30, 13:30-17:00" }, holidays: DE-NW }
          unused: { hours: { mon-fri: "09:00-17:00" } }
        """

    /// A server with a call log and a state folder, whose clock stands still: noon on Monday, 5 January 2026.
    private struct Office {
        let folder: TemporaryFolder
        let log: CallLogWriter
        let server: RunningServer
        let clock = Clock(Example.noon)

        init(_ text: String = HomePageTests.text, in folder: TemporaryFolder? = nil) async throws {
            let folder = try folder ?? TemporaryFolder()
            self.folder = folder
            log = CallLogWriter(folder.file("calls.sqlite"), settings: CallLogSettings(keep: nil))
            var dashboard = DashboardContent()
            dashboard.callLog = log
            dashboard.overrides = StateFile.overrides(folder.file("overrides.json"))
            dashboard.callBacks = StateFile.callBacks(folder.file("call-backs.json"))
            let clock = clock
            server = try await RunningServer(
                text, dashboard: dashboard, recorder: CallRecorder(log), adjust: { $0.now = { clock.value } })
        }

        func post(_ form: String) async throws {
            let client = try server.client()
            await client.send(ServerFixtures.post(form))
            _ = try await client.readAnswer()
        }

        func missed(_ id: String, from: String, to: String = "492114001100") async throws {
            let call = "callId=\(id)&direction=in&from=\(from)&to=\(to)"
            try await post("event=newCall&\(call)")
            try await post("event=hangup&\(call)&cause=noAnswer")
            #expect(await log.flush(within: .seconds(60)))
        }

        func answer(at path: String = "/sipgate") async throws -> String {
            let client = try server.client()
            await client.send(
                ServerFixtures.post("event=newCall&direction=in&from=4930555001&to=492114001100&callId=asked"))
            return try await client.readAnswer().text
        }

        func close() async throws {
            try await server.stop()
            await log.close(within: .seconds(10))
        }
    }

    private final class Clock: Sendable {
        private let mutex: Mutex<Moment>
        init(_ value: Moment) { mutex = Mutex(value) }
        var value: Moment { mutex.withLock { $0 } }
        func set(_ text: String) throws {
            let time = try #require(LocalTime(text))
            let moment = try #require(Zone("Europe/Berlin")).moment(of: time)
            mutex.withLock { $0 = moment }
        }
    }

    /// Follows a redirect as a browser does, which keeps the fragment to itself.
    private func follow(_ answer: RawClient.Answer, _ visitor: Visitor) async throws -> RawClient.Answer {
        #expect(answer.status == 303)
        return try await visitor.get(String(try #require(answer.fields["location"]).prefix { $0 != "#" }))
    }

    /// The text of a page as it is read, without markup.
    private func read(_ page: RawClient.Answer) -> String {
        page.text.replacing(/<[^>]*>/, with: "").replacing(/\s+/, with: " ").replacing("&quot;", with: "\"")
    }

    @Test("A location says whether it is open, what callers hear, and when that changes; in both languages")
    func location() async throws {
        let office = try await Office()
        let visitor = try Visitor(office.server)
        for (time, english, german) in [
            (
                "2026-01-05T12:00", "Open now. Callers hear main-menu. Then they choose 1 or 2. Closes at 12:30.",
                "Jetzt geöffnet. Anrufer hören main-menu. Danach wählen sie 1 oder 2. Schließt um 12:30 Uhr."
            ),
            (
                "2026-01-05T13:00", "Closed now. Callers hear closed. Then the voicemail answers. Opens at 13:30.",
                "Jetzt geschlossen. Anrufer hören closed. Danach nimmt der Anrufbeantworter ab. Öffnet um 13:30 Uhr."
            ),
            (
                "2026-01-05T18:00", "Closed now. Callers hear closed. Then the voicemail answers. Opens tomorrow 9:00.",
                "Jetzt geschlossen. Anrufer hören closed. Danach nimmt der Anrufbeantworter ab. Öffnet morgen 9 Uhr."
            ),
            ("2026-12-25T12:00", "Closed now for a holiday: ", "Jetzt geschlossen wegen Feiertag: "),
            ("2026-12-25T12:00", "Opens Mon 28 Dec 9:00.", "Öffnet Mo., 28.12., 9 Uhr."),
        ] {
            try office.clock.set(time)
            let page = read(try await visitor.get("/home", "Accept-Language: en"))
            #expect(page.contains(english), "\(page)")
            let seite = read(try await visitor.get("/home", "Accept-Language: de"))
            #expect(seite.contains(german), "\(seite)")
            #expect(page.contains("office +49 211 400 1100, +49 211 400 1101 and 1 more"))
            #expect(!page.contains("unused") && !seite.contains("unused"))
        }
        let page = try await visitor.get("/home").text
        #expect(page.contains("data-listen href=\"/announcements/sound/closed-0123456789abcdef.wav\""))
        #expect(try await visitor.get("/today?day=2026-01-04").fields["location"] == "/home?day=2026-01-04")
        try await office.close()
    }

    @Test("Closes now, later, or stays open longer; says so in place; calls follow; each can be taken back")
    func switches() async throws {
        let office = try await Office()
        let visitor = try Visitor(office.server)
        // The buttons: until it opens again today, and until tomorrow 9:00.
        let form = try await visitor.get("/home/at/office/close")
        #expect(
            form.text.contains("value=\"2026-01-05T13:30\">Now, until 13:30</button>")
                && form.text.contains("value=\"2026-01-06T09:00\">Now, until tomorrow 9:00</button>"))
        #expect(try await office.answer().contains("main-menu"))
        var done = try await visitor.post("/home/at/office/switch", ["state": "closed", "span": "2026-01-06T09:00"])
        #expect(done.status == 303)
        var page = read(try await follow(done, visitor))
        #expect(page.contains("Closed until tomorrow 9:00. Closed now. Callers hear closed."), "\(page)")
        #expect(page.contains("Set by hand until tomorrow 9:00 (here); the regular hours say open."))
        #expect(page.contains("Opens tomorrow 9:00."))
        #expect(try await office.answer().contains("/closed-"))
        done = try await visitor.post("/home/at/office/switch", ["state": "hours"])
        page = read(try await follow(done, visitor))
        #expect(page.contains("The regular hours apply again. Open now."), "\(page)")
        #expect(try await office.answer().contains("main-menu"))

        // Tomorrow from 13 to 17, with an announcement; not before.
        done = try await visitor.post(
            "/home/at/office/switch",
            ["state": "closed", "from": "2026-01-06T13:00", "until": "2026-01-06T17:00", "play": "welcome"])
        page = read(try await follow(done, visitor))
        #expect(page.contains("Planned: closed from tomorrow 13:00 until 17:00. Open now."), "\(page)")
        #expect(try await office.answer().contains("main-menu"))
        try office.clock.set("2026-01-06T14:00")
        #expect(try await office.answer().contains("/welcome-"))
        try office.clock.set("2026-01-06T12:00")
        let cancel = try #require(
            try await visitor.get("/home").text.firstMatch(of: /name="ends" value="([^"]+)"/))
        done = try await visitor.post("/home/at/office/switch", ["state": "hours", "ends": String(cancel.1)])
        #expect(done.status == 303)
        #expect(try StateFile.overrides(office.folder.file("overrides.json")).read()?.all.isEmpty == true)

        _ = try await visitor.post("/home/at/office/switch", ["state": "open", "span": "2h"])
        try office.clock.set("2026-01-06T13:00")
        #expect(read(try await visitor.get("/home")).contains("Open now."))
        try await office.close()
    }

    @Test(
        "A span that is none is refused in place, and what was typed stays",
        arguments: [
            (["state": "closed"], "Say until when."), (["state": "ajar", "span": "2h"], "Say until when."),
            (["state": "closed", "until": "soon"], "“soon” is not a date and time"),
            (["state": "closed", "until": "2026-01-05T11:00"], "11:00 is in the past."),
            (
                ["state": "closed", "from": "2026-01-06T13:00", "until": "2026-01-06T12:00"],
                "tomorrow 12:00 is before the start."
            ),
            (["state": "closed", "span": "2h", "play": "nothing"], "There is no announcement “nothing”"),
            (["state": "closed", "span": "25h"], "“25h” is not a date and time"),
        ])
    func refused(_ fields: [String: String], _ sentence: String) async throws {
        let office = try await Office()
        let visitor = try Visitor(office.server)
        _ = try await visitor.get("/home")
        let answer = try await visitor.post("/home/at/office/switch", fields)
        #expect(answer.status == 422 && read(answer).contains(sentence), "\(read(answer))")
        if let until = fields["until"] { #expect(answer.text.contains("value=\"\(until)\"")) }
        #expect(try await visitor.post("/home/at/offce/switch", fields).status == 404)
        #expect(try await visitor.get("/home/at/offce/close").status == 404)
        try await office.close()
    }

    @Test("Whom to call back: a row a caller with name, number and tries; done and undone, also after a restart")
    func callBack() async throws {
        let folder = try TemporaryFolder()
        var office = try await Office(in: folder)
        var visitor = try Visitor(office.server)
        #expect(read(try await visitor.get("/home")).contains("No one to call back."))
        try await office.missed("1", from: "4915799912345")
        try office.clock.set("2026-01-05T12:05")
        try await office.missed("2", from: "4915799912345")
        try await office.missed("3", from: "4930555001")
        try await office.missed("4", from: "anonymous")
        let list = try await visitor.get("/home")
        #expect(list.text.contains("href=\"tel:+4915799912345\">+49 157 9991 2345</a>"))
        #expect(read(list).contains("carla 2 tries, last today 12:05"), "\(read(list))")
        #expect(read(list).contains("1 call without a number in the last 7 days."))
        #expect(
            read(try await visitor.get("/home", "Accept-Language: de")).contains("2 Versuche, zuletzt heute 12:05 Uhr"))
        let last = try #require(
            list.text.firstMatch(of: /value="\+4915799912345"><input type="hidden" name="last" value="(\d+)"/))
        let done = try await visitor.post(
            "/call-back/mark", ["caller": "+4915799912345", "last": String(last.1), "state": "done"])
        let after = try await follow(done, visitor)
        #expect(read(after).contains("+49 157 9991 2345 is marked as called back."), "\(read(after))")
        #expect(read(after).contains("Done (1)"))
        let csv = try await visitor.get("/call-back/call-back.csv")
        #expect(csv.text.contains("\"+4915799912345\",\"carla\",\"2\",\"2026-01-05 12:00:00\",\"2026-01-05 12:05:00\""))
        #expect(
            csv.text.contains("\"yes\"\r\n") && csv.fields["content-disposition"]?.contains("call-back.csv") == true)
        try await office.close()

        office = try await Office(in: folder)
        try office.clock.set("2026-01-05T12:10")
        visitor = try Visitor(office.server)
        #expect(read(try await visitor.get("/home")).contains("Done (1)"))
        // Who tries again is to be called again.
        try await office.missed("5", from: "4915799912345")
        #expect(read(try await visitor.get("/home")).contains("carla 3 tries, last today 12:10"))
        #expect(!read(try await visitor.get("/home")).contains("Done (1)"))
        _ = try await visitor.post(
            "/call-back/mark", ["caller": "+4930555001", "last": "1767611700000", "state": "done"])
        #expect(read(try await visitor.get("/call-back")).contains("Done (1)"))
        _ = try await visitor.post("/call-back/mark", ["caller": "+4930555001", "last": "0", "state": "open"])
        #expect(!read(try await visitor.get("/call-back")).contains("Done ("))
        try await office.close()
    }

    @Test("With sixty locations Home stays short; a name or a spaced number finds one, and closing it returns to it")
    func manyLocations() async throws {
        let numbers = (10..<70).map {
            "  +49 211 40011\($0): [ { check: shop-\($0), open: voicemail, closed: hangup } ]"
        }
        let schedules = (10..<70).map { "  shop-\($0): { hours: { mon-fri: \"09:00-17:00\" } }" }
        let text = """
            public-url: https://phone.example.com/ann
            time-zone: Europe/Berlin
            recordings: { folder: media }
            numbers:
            \(numbers.joined(separator: "\n"))
            schedules:
            \(schedules.joined(separator: "\n"))
            """
        let office = try await Office(text)
        let visitor = try Visitor(office.server)
        func cards(_ path: String) async throws -> Int {
            try await visitor.get(path).text.matches(of: /class="card place"/).count
        }
        #expect(try await cards("/home") == LocationsView.length)
        #expect(try await visitor.get("/home").text.contains("1 to \(LocationsView.length) of 60"))
        #expect(try await cards("/home?first=\(LocationsView.length)") == LocationsView.length)
        for search in ["shop-42", "0211+400+1142", "%2B49+211+4001142", "49 211 4001142".replacing(" ", with: "%20")] {
            let found = read(try await visitor.get("/home?q=\(search)"))
            #expect(try await cards("/home?q=\(search)") == 1 && found.contains("shop-42"), "\(search)")
        }
        #expect(try await cards("/home?q=9999") == 0)
        let done = try await visitor.post("/home/at/shop-42/switch", ["state": "closed", "span": "2026-01-05T18:00"])
        let location = try #require(done.fields["location"])
        #expect(location == "/home?q=shop-42&at=shop-42&did=0-1767632400000-closed#at-shop-42")
        #expect(read(try await follow(done, visitor)).contains("Closed until 18:00. Closed now."))
        // Several at once.
        let several = try await visitor.post(
            "/home/several", ["location": "shop-10", "span": "2026-01-05T20:00", "state": "closed"])
        #expect(several.fields["location"] == "/home/several?done=1&location=shop-10")
        let after = read(try await follow(several, visitor))
        #expect(after.contains("1 location was changed.") && after.contains("shop-10 Closed now. shop-11 Open now."))
        #expect(try await visitor.post("/home/several", ["span": "2h", "state": "closed"]).status == 422)
        #expect(try await visitor.post("/home/several", ["location": "shop-10", "state": "closed"]).status == 422)
        _ = try await visitor.post("/home/several", ["location": "shop-10", "span": "hours", "state": "closed"])
        #expect(read(try await visitor.get("/home/several")).contains("shop-10 Open now."))
        // The search of all pages.
        let found = read(try await visitor.get("/search?q=0211+400+1142"))
        #expect(found.contains("Locations") && found.contains("shop-42") && found.contains("+49 211 400 1142"))
        #expect(read(try await visitor.get("/search?q=shop-4", "Accept-Language: de")).contains("Standorte"))
        try await office.close()
    }

    @Test("The dashboard can be installed: manifest and icons are open, and the bar leads to all pages")
    func installable() async throws {
        let office = try await Office()
        let visitor = try Visitor(office.server)
        let manifest = try await visitor.get("/manifest.webmanifest")
        #expect(manifest.status == 200 && manifest.fields["content-type"] == "application/manifest+json")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(manifest.text.utf8)) as? [String: Any])
        #expect(object["display"] as? String == "standalone" && object["start_url"] as? String == "/home")
        for icon in try #require(object["icons"] as? [[String: String]]) {
            let answer = try await visitor.get(try #require(icon["src"]))
            #expect(answer.status == 200 && answer.fields["content-type"] == "image/png")
        }
        let page = try await visitor.get("/home").text
        let bar = page.matches(of: /<svg class="icon"[^>]*>.*?<span>([^<]*)<\/span>/).map { String($0.1) }
        #expect(bar == ["Home", "Calls", "Hours", "Numbers", "Advanced"])
        let advanced = read(try await visitor.get("/advanced"))
        #expect(advanced.contains("Test call") && advanced.contains("Health"))
        #expect(try await visitor.get("/try").text.contains("href=\"/advanced\" aria-current=\"page\""))
        try await office.close()
    }
}
