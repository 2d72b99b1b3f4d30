import Foundation
import Support
import Testing

/// What the owner of a shop does, without YAML, with at most so many clicks from Home.
extension JobTests {
    @Test("job 1: am I open now, what do callers hear, and when does that change? listen to it", arguments: Visit.all)
    func isOpen(_ visit: Visit) throws {
        let served = try OwnerSite.serve()
        let browser = try Browser(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try browser.see(visit.either("Closed now.", "Jetzt geschlossen."), in: "#at-shop .state")
        try browser.see(
            visit.either("Then the voicemail answers.", "Danach nimmt der Anrufbeantworter ab."), in: "#at-shop .state")
        try browser.see(visit.either("Opens ", "Öffnet "), in: "#at-shop .state")
        #expect(
            try browser.holds(
                "return performance.getEntriesByName(document.querySelector('#at-shop .listen').href).length === 0"))
        try clicks.click("#at-shop .listen", saying: "wrong-key")
        try browser.wait("the sound") {
            try browser.holds(
                "return performance.getEntriesByName(document.querySelector('#at-shop .listen').href).length > 0")
        }
        #expect(clicks.count <= 1)
        #expect(try browser.overflow(of: visit.screen) == 0)
        try Screenshots.keep(
            try browser.picture(of: visit.screen), "job-home-\(visit.isGerman ? "de" : "en")-\(visit.screen.name)")
        try browser.expectQuiet("Home")
    }

    @Test("job 9: whom must I call back today? call one, mark it done", arguments: Visit.all)
    func callBack(_ visit: Visit) throws {
        let served = try OwnerSite.serve()
        for (id, from) in [("1", "4915799912345"), ("2", "4930555001"), ("3", "4915799912345")] {
            try OwnerSite.missedCall(served.provider, id: id, from: from)
        }
        let browser = try Browser(port: served.adminPort)
        try browser.see("+49 30 555 001", in: "#call-back", reloading: "/home")
        let clicks = try visit.begin(browser)
        try browser.see(
            visit.either("2 tries, last today", "2 Versuche, zuletzt heute"), in: "#call-back li:first-child")
        #expect(try browser.count("#call-back a[href='tel:+4915799912345']") == 1)
        // The telephone is left to the telephone.
        let stay =
            "document.querySelector('#call-back a.dial').addEventListener('click', event => event.preventDefault())"
        #expect(try browser.holds("\(stay); return true"))
        try clicks.click("#call-back a.dial")
        try clicks.click("#call-back li:first-child button", saying: visit.either("Done", "Erledigt"))
        try browser.see(
            visit.either("+49 157 9991 2345 is marked", "+49 157 9991 2345 ist als"), in: "#call-back [role=status]")
        #expect(clicks.count <= 3)
        try served.restart()
        let again = try Browser(port: served.adminPort)
        try again.open("/home")
        try again.see("Done (1)", in: "#call-back")
        #expect(try again.count("#call-back > ul > li") == 1)
    }

    @Test("job 10: close now until tomorrow 9:00", arguments: Visit.all)
    func closeNow(_ visit: Visit) throws {
        let served = try OwnerSite.serve(isOpen: true)
        let browser = try Browser(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try clicks.click("#at-shop a", saying: visit.either("Close…", "Schließen…"))
        try Screenshots.keep(
            try browser.picture(of: visit.screen), "job-close-\(visit.isGerman ? "de" : "en")-\(visit.screen.name)")
        try clicks.click("button", saying: visit.either("Now, until tomorrow 9:00", "Jetzt, bis morgen 9 Uhr"))
        try browser.see(
            visit.either("Closed until tomorrow 9:00.", "Geschlossen bis morgen 9 Uhr."), in: "#at-shop [role=status]")
        #expect(clicks.count <= 2)
        #expect(try served.provider.newCall().announcement == "wrong-key")
        try browser.click(
            "#at-shop button", saying: visit.either("Back to the regular hours", "Zurück zu den Öffnungszeiten"))
        try browser.see(visit.either("The regular hours apply again.", "Es gelten wieder die Öffnungszeiten."))
        #expect(try served.provider.newCall(callID: "2").announcement == "main-menu")
        try browser.expectQuiet("closing")
    }

    @Test("job 5: close tomorrow from 13 to 17, not before", arguments: Visit.all)
    func closeTomorrow(_ visit: Visit) throws {
        let served = try OwnerSite.serve(isOpen: true)
        let browser = try Browser(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try clicks.click("#at-shop a", saying: visit.either("Close…", "Schließen…"))
        let tomorrow = OwnerSite.tomorrow
        try browser.set("#from", "\(tomorrow)T13:00")
        try browser.set("#until", "\(tomorrow)T17:00")
        try clicks.click("fieldset button", saying: visit.either("Close", "Schließen"))
        try browser.see(
            visit.either(
                "Planned: closed from tomorrow 13:00 until 17:00.",
                "Geplant: geschlossen von morgen 13 Uhr bis 17 Uhr."), in: "#at-shop [role=status]")
        #expect(clicks.count <= 4)
        #expect(try served.provider.newCall().announcement == "main-menu")
        let result = try Announce.run(
            "call", "+492111234567", "--at", "\(tomorrow)T14:00", "--json", "--state", "state", in: served.folder)
        #expect(result.status == 0 && result.text.contains("wrong-key"), "\(result)")
        try browser.click("#at-shop button", saying: visit.either("Cancel", "Absagen"))
        try browser.wait("nothing planned") { try browser.count("#at-shop .planned") == 0 }
        try browser.expectQuiet("planning")
    }

    @Test("says since when the server is gone, and takes it back when it is there again") func disconnected() throws {
        let served = try OwnerSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/home")
        try browser.see("Today, ", in: "h1")
        #expect(try browser.text("#connection").isEmpty)
        served.program.send(SIGTERM)
        _ = try served.program.wait(within: .seconds(20))
        try browser.see("Not connected since ", in: "#connection")
        #expect(try browser.text("#connection").contains(/since \d\d:\d\d\./))
    }
}

/// A shop that is always closed, or always open, except for a day that is long past.
enum OwnerSite {
    static func serve(isOpen: Bool = false) throws -> ServedFolder {
        try ServedFolder(
            """
            numbers:
              +49 211 1234567: [ { check: shop, open: { menu: main }, closed: [ { play: wrong-key }, voicemail ] } ]
              +49 211 1234568: [ { play: nothing-heard }, hangup ]
            menus:
              main: { prompt: main-menu, choices: { 1: voicemail, 2: hangup } }
            schedules:
              shop: { hours: { mon-sun: \(isOpen ? "00:00-24:00" : "closed") }, days: { \(far): 09:00-10:00 } }
            """, recordings: DashboardSite.recordings)
    }

    /// A day within the time that Home looks ahead.
    private static var far: String { day(after: 30) }
    static var tomorrow: String { day(after: 1) }

    private static func day(after days: Int) -> String {
        let format = DateFormatter()
        format.timeZone = TimeZone(identifier: "Europe/Berlin")
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "yyyy-MM-dd"
        return format.string(from: Date(timeIntervalSinceNow: Double(days) * 86_400))
    }

    static func missedCall(
        _ provider: Provider, id: String, from: String, to number: String = "492111234567"
    ) throws {
        _ = try provider.newCall(from: from, to: number, callID: id)
        let form = Provider.form([
            ("event", "hangup"), ("direction", "in"), ("from", from), ("to", number), ("callId", id),
            ("cause", "noAnswer"),
        ])
        #expect(try provider.post(form, to: "/sipgate").status == 200)
    }
}
