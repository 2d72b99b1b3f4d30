import Support
import Testing

/// What an engineer does who looks for a change.
extension JobTests {
    @Test("job 18: what changed since yesterday, by whom; go back to it", arguments: Visit.all)
    func whatChanged(_ visit: Visit) throws {
        let served = try OwnerSite.serve()
        let before = try served.folder.bytes(of: "announce.yaml")
        let text = String(decoding: before, as: UTF8.self)
        try served.folder.write(
            Array(text.replacing("mon-sun: closed", with: "mon-sun: 09:00-17:00").utf8), to: "announce.yaml")
        try served.wait(for: "Configuration reloaded")
        let override = try RunningProgram(
            [Announce.path, "override", "shop", "closed", "--until", "2h", "--state", "state"], in: served.folder.path,
            input: .nothing
        ).wait()
        #expect(override.status == 0, "\(override)")

        let browser = try Browser(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try clicks.click("nav a[href='/advanced']")
        try clicks.click("main a[href='/audit']")
        try browser.see(visit.either("in the file", "in der Datei"), in: "tbody")
        try browser.see(
            visit.either("shop: Monday: closed → 9–17", "shop: Montag: geschlossen → 9–17 Uhr"), in: "tbody")
        try browser.see(visit.either(", by command", ", per Befehl"), in: "tbody")
        try browser.see(visit.either("Closed shop until", "shop geschlossen bis"), in: "tbody")
        #expect(try browser.overflow(of: visit.screen) == 0)
        try Screenshots.keep(
            try browser.picture(of: visit.screen), "changes-\(visit.isGerman ? "de" : "en")-\(visit.screen.name)")
        try clicks.click("tbody a", saying: visit.either("The version before", "Die Fassung davor"))
        try browser.see(visit.either("This is the earlier version", "Das ist die frühere Fassung"))
        try clicks.click("button[value=save]")
        try browser.see(visit.either("Saved.", "Gespeichert."))
        #expect(clicks.count <= 4)
        #expect(try served.folder.bytes(of: "announce.yaml") == before)
        // The version that was left says who left it, and what that changed.
        try browser.click("summary", saying: visit.either("Earlier versions (2)", "Frühere Fassungen (2)"))
        try browser.see(
            visit.either("shop: Monday: 9–17 → closed", "shop: Montag: 9–17 Uhr → geschlossen"), in: "details")
        try browser.see(visit.either("in the file", "in der Datei"), in: "details")
        try browser.expectQuiet("going back")
    }
}
