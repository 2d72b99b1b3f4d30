import Support
import Testing

extension BrowserTests {
    /// What a shop owner does with the hours, without touching YAML; each with its number of clicks from the page Schedules on, the
    /// click on the navigation included.
    @Test(
        "an owner opens on 24 December from 9 to 12 every year, and until 18:00 on Thursdays, with a few clicks",
        arguments: ["en", "de"], [Browser.Screen.light, .phone])
    func hours(_ language: String, _ screen: Browser.Screen) throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.use(screen)
        try browser.open("/language/\(language)?next=/")
        let isGerman = language == "de"
        var clicks = 0
        func click(_ css: String, saying text: String = "") throws {
            try browser.click(css, saying: text)
            clicks += 1
        }

        // 24 December, every year: at most five.
        try click("nav a[href='/schedules']")
        try click("a[href='/schedules/office/hours']")
        try browser.see(isGerman ? "Öffnungszeiten: office" : "Opening hours: office", in: "h1")
        try browser.fill("#day1-days", isGerman ? "24.12." : "24 Dec")
        try click("[name=day1-yearly]")
        try browser.fill("#day1-hours", "9–12")
        try browser.set("#day1-play", "nothing-heard")
        try browser.see(
            isGerman
                ? "24.12. jedes Jahr: ganztägig → 9–12 Uhr, Anrufer hören nothing-heard"
                : "24 Dec every year: all day → 9–12, callers hear nothing-heard", in: "#changes")
        try Screenshots.keep(try browser.picture(of: screen), "hours-\(language)-\(screen.name)")
        try click(".savebar button[value=save]")
        try browser.see(isGerman ? "Gespeichert." : "Saved.")
        #expect(clicks <= 5)
        try browser.wait("the file") {
            try text(served).contains(
                "days: { 2025-12-24: 09:00-12:00, 12-24: { hours: 09:00-12:00, play: nothing-heard } }")
        }

        // Thursdays until 18:00, and key 1 rings another telephone: at most six for both. Saving waits for the words, however fast
        // the click is.
        clicks = 0
        try browser.open("/")
        try click("nav a[href='/schedules']")
        try click("a[href='/schedules/office/hours']")
        try browser.fill("#week-thu", "0–18")
        try click(".savebar button[value=save]")
        try browser.see(isGerman ? "Gespeichert." : "Saved.")
        let weekly = clicks
        #expect(try text(served).contains("thu: 00:00-18:00"))
        #expect(try browser.value(of: "#week-thu") == "0–18")
        #expect(try browser.overflow(of: screen) == 0)
        #expect(try browser.namelessControls() == [])
        try browser.expectQuiet("hours")

        try click("nav a[href='/numbers']")
        try click("a[href='/menus/main']")
        try browser.fill("#key0-dial", "0157 99912399")
        try browser.see(isGerman ? "Taste 1:" : "Key 1:", in: "#changes")
        try click(".savebar button[value=save]")
        try browser.see(isGerman ? "Gespeichert." : "Saved.")
        #expect(weekly == 3 && clicks <= 6)
        #expect(try text(served).contains("      1: { dial: +49 157 9991 2399 }\n"))
        try browser.wait("a call that rings there") {
            let call = try served.provider.newCall(callID: "key 1")
            return try served.provider.dtmf("1", after: call, callID: "key 1").numbers == ["4915799912399"]
        }
        #expect(try browser.overflow(of: screen) == 0)
        #expect(try browser.namelessControls() == [])
        try browser.expectQuiet("menu")

        // The calls follow, tonight and on Christmas Eve.
        try browser.wait("a call") {
            try browser.open("/numbers?at=2026-12-24T13:00&q=0211+1234567")
            return try browser.text("tbody tr:first-child").contains("wrong-key")
        }

        try browser.wait("the announcement of the day") {
            try browser.open("/numbers?at=2026-12-24T10:00&q=0211+1234567")
            let row = try browser.text("tbody tr:first-child")
            return row.contains("nothing-heard") && row.contains("main-menu")
        }

        // A mistake is named where it is.
        try browser.open("/schedules/office/hours")
        try browser.fill("#week-mon", "morning")
        try browser.see("morning", in: "#changes")
        try click(".savebar button[value=save]")
        try browser.see("morning", in: "#week-mon-problem")
        try browser.expectQuiet("a refused form", statuses: [422])
    }

    private func text(_ served: ServedFolder) throws -> String {
        String(decoding: try served.folder.bytes(of: "announce.yaml"), as: UTF8.self)
    }
}
