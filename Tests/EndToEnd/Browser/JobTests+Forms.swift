import Foundation
import Support
import SystemPackage
import Testing

/// Jobs with flows, with the telephone for drafts, and with what a new customer needs, counted from Home.
extension JobTests {
    @Test("job 8: hear the whole call as a caller would tonight at 20:00", arguments: Visit.all)
    func wholeCall(_ visit: Visit) throws {
        let served = try OwnerSite.serve()
        let browser = try Browser(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try clicks.click("#at-shop a", saying: visit.either("Hear a call", "Anruf anhören"))
        try clicks.click("form p a", saying: visit.either("Tonight 20:00", "Heute 20 Uhr"))
        #expect(try browser.value(of: "#at").contains("T20:00"))
        try clicks.click("#start button")
        try browser.see(visit.either("Playing wrong-key.", "wrong-key ist zu hören."), in: "#exchanges")
        try browser.see(
            visit.either("The call goes to voicemail.", "Der Anrufbeantworter nimmt ab."), in: "#status")
        #expect(clicks.count <= 3)
        #expect(try browser.overflow(of: visit.screen) == 0)
        try browser.expectQuiet("a whole call")
    }

    @Test(
        "job 4: record a new Christmas greeting and have it played from 24 to 26 December instead of the usual one",
        arguments: Visit.all)
    func christmas(_ visit: Visit) throws {
        let served = try OwnerSite.serve()
        let browser = try Browser(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try clicks.click(".main a", saying: visit.either("Announcements", "Ansagen"))
        try browser.fill("#name", "christmas")
        try clicks.click("[data-record]")
        try browser.see("0:01", in: "[data-time]")
        try clicks.click("[data-stop]")
        try clicks.click("button", saying: visit.either("Publish", "Veröffentlichen"))
        try browser.see(visit.either("No number plays it yet.", "Noch spielt sie keine Rufnummer."))
        try clicks.click(".note a.button", saying: "shop")
        #expect(try browser.value(of: "#play") == "christmas")
        let year = OwnerSite.tomorrow.prefix(4).description
        // After the holidays it is next year's.
        let christmas = OwnerSite.tomorrow > "\(year)-12-23" ? "\((Int(year) ?? 0) + 1)" : year
        try browser.set("#from", "\(christmas)-12-24T00:00")
        try browser.set("#until", "\(christmas)-12-27T00:00")
        try clicks.click("fieldset button", saying: visit.either("Close", "Schließen"))
        try browser.see(visit.either("Planned: closed", "Geplant: geschlossen"), in: "#at-shop [role=status]")
        #expect(clicks.count <= 7)
        for (day, heard) in [("23", "wrong-key"), ("24", "christmas"), ("26", "christmas"), ("27", "wrong-key")] {
            let result = try Announce.run(
                "call", "+492111234567", "--at", "\(christmas)-12-\(day)T12:00", "--json", "--state", "state",
                in: served.folder)
            #expect(result.status == 0 && result.text.contains(heard), "\(day): \(result)")
        }
        #expect(try served.provider.newCall().announcement == "wrong-key")
        try browser.expectQuiet("Christmas")
    }

    @Test(
        "job 14: add a customer: five numbers as CSV, six recordings at once, the hours of another one copied",
        arguments: Visit.all)
    func newCustomer(_ visit: Visit) throws {
        let table = "number,flow,greeting,hours\n+49 211 4001100,practice,wrong-key,huber\n"
        let served = try ServedFolder(
            """
            numbers: { file: numbers.csv }
            flows:
              practice:
                - check: "{hours}"
                  open: connect
                  closed: [ { play: "{greeting}" }, hangup ]
            schedules:
              huber: { hours: { mon-fri: 09:00-12:00 }, days: { 12-24: closed } }   # as on the door
            """, recordings: ["wrong-key.aiff"]
        ) { try $0.write(Array(table.utf8), to: "numbers.csv") }
        let browser = try Browser(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try clicks.click(".main a", saying: visit.either("Announcements", "Ansagen"))
        let recordings = [
            "nothing-heard.wav", "enter-code.au", "main-menu.mp3", "welcome.flac", "holiday.ogg", "closed.m4a",
        ]
        try browser.type(recordings.map { Media.folder.appending($0).string }.joined(separator: "\n"), into: "#file")
        try clicks.click("button", saying: visit.either("Upload and listen", "Hochladen und anhören"))
        try browser.wait("all drafts") { try browser.count("main li input[name^=name-]") == 6 }
        try clicks.click("button", saying: visit.either("Publish all", "Alle veröffentlichen"))
        // The answer, before the page is left.
        try browser.wait("no more drafts") { try browser.count("main li input[name^=name-]") == 0 }
        try browser.see("holiday", in: "main", reloading: "/announcements")

        try clicks.click(".main a", saying: visit.either("Hours", "Zeiten"))
        try clicks.click("a", saying: visit.either("Copy to a new one", "In einen neuen kopieren"))
        try browser.fill("#name", "mayer")
        try browser.see(visit.either("mayer: new, with", "mayer: neu, mit"), in: "#changes")
        try clicks.click(".savebar button[value=save]")
        try browser.see(visit.either("Opening hours: mayer", "Öffnungszeiten: mayer"), in: "h1")

        try clicks.click(".main a", saying: visit.either("Numbers", "Rufnummern"))
        try clicks.click("a[href='/tables']")
        try clicks.click("a[href='/tables/0']")
        let rows = (1...5).map { "+49 211 400221\($0),practice,holiday,mayer" }
        try served.folder.write(
            Array("Number,Flow,Greeting,Hours\n\(rows.joined(separator: "\n"))\n".utf8), to: "mayer.csv")
        try browser.type(served.folder.file("mayer.csv").string, into: "#rows")
        try browser.see(visit.either("5 numbers are added", "5 Rufnummern kommen hinzu"), in: "#changes")
        try clicks.click(".savebar button[value=save]")
        try browser.see(visit.either("Saved.", "Gespeichert."))
        #expect(clicks.count <= 10)
        #expect(
            String(decoding: try served.folder.bytes(of: "numbers.csv"), as: UTF8.self)
                == table + rows.joined(separator: "\n") + "\n")
        try browser.wait("a call of the new customer") {
            let result = try Announce.run(
                "call", "+49 211 4002213", "--at", "2026-12-24T10:00", "--json", in: served.folder)
            return result.status == 0 && result.text.contains("holiday")
        }
        #expect(try browser.overflow(of: visit.screen) == 0)
        try browser.expectQuiet("a new customer")
    }

    @Test("a flow is changed block by block, called before it is saved, and saved with one click", arguments: Visit.all)
    func blocks(_ visit: Visit) throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try clicks.click(".main a", saying: visit.either("Numbers", "Rufnummern"))
        try clicks.click("a[href='/flows/reception']")
        try browser.see(visit.either("Flow: reception", "Ablauf: reception"), in: "h1")
        try clicks.click(".between summary")
        try clicks.click("button[value='0:play']")
        try browser.see(visit.either("Choose an announcement.", "Wählen Sie eine Ansage."), in: "#changes")
        try browser.set("#block0-play0", "enter-code")
        try browser.see(visit.either("Step 1: new: play enter-code", "Schritt 1: neu: enter-code"), in: "#changes")
        #expect(try browser.namelessControls() == [])
        #expect(try browser.overflow(of: visit.screen) == 0)
        try Screenshots.keep(
            try browser.picture(of: visit.screen), "blocks-\(visit.isGerman ? "de" : "en")-\(visit.screen.name)")

        // What is called is the draft: the file is as it was.
        let before = try served.folder.bytes(of: "announce.yaml")
        let form = try browser.place
        try clicks.click(".savebar button[value=try]")
        try browser.inNewWindow {
            try browser.see(visit.either("They are not saved yet", "Sie sind noch nicht gespeichert"))
            try browser.click("#start button")
            try browser.see(visit.either("Playing enter-code.", "enter-code ist zu hören."), in: "#exchanges")
        }
        #expect(try served.folder.bytes(of: "announce.yaml") == before)
        #expect(try served.provider.newCall(callID: "before").announcement == "main-menu")
        #expect(try browser.place == form)
        try clicks.click(".savebar button[value=save]")
        try browser.see(visit.either("Saved.", "Gespeichert."))
        #expect(clicks.count <= 6)
        #expect(
            String(decoding: try served.folder.bytes(of: "announce.yaml"), as: UTF8.self)
                == String(decoding: before, as: UTF8.self).replacing(
                    "    - check: office", with: "    - play: enter-code\n    - check: office"))
        try browser.wait("a call that follows") {
            try served.provider.newCall(callID: UUID().uuidString).announcement?.contains("enter-code") ?? false
        }
        // Buttons of a block.
        try browser.click("button[name=remove]")
        try browser.see(
            visit.either("play enter-code → removed", "enter-code abspielen → entfällt"), in: "#changes")
        try browser.expectQuiet("blocks")
    }
}

extension Browser {
    /// Looks at the window that was opened last, closes it, and returns to the one before.
    func inNewWindow(_ work: () throws -> Void) throws {
        let own = try driver.get("/window") as? String ?? ""
        var other: String?
        try wait("another window") {
            other = (try driver.get("/window/handles") as? [String])?.first { $0 != own }
            return other != nil
        }
        try driver.post("/window", ["handle": other ?? own])
        try work()
        try driver.delete("/window")
        try driver.post("/window", ["handle": own])
    }
}
