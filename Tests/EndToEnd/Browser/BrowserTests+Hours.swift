import Support
import Testing

extension BrowserTests {
    /// What a shop owner does with the hours, without touching YAML; each with its number of clicks from the page Schedules on, the
    /// click on the navigation included.
    @Test(
        "an owner opens on 24 December from 9 to 12 every year, and until 18:00 on Thursdays, with a few clicks",
        arguments: [Browser.Screen.light, .phone].flatMap {
            [Visit(isGerman: false, screen: $0), Visit(isGerman: true, screen: $0)]
        })
    func hours(_ visit: Visit) throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        let (screen, either) = (visit.screen, visit.either)
        var clicks = try visit.begin(browser)

        // 24 December, every year: at most five.
        try clicks.click("nav a[href='/schedules']")
        try clicks.click("a[href='/schedules/office/hours']")
        try browser.see(either("Opening hours: office", "Öffnungszeiten: office"), in: "h1")
        try browser.fill("#day1-days", either("24 Dec", "24.12."))
        try clicks.click("[name=day1-yearly]")
        try browser.fill("#day1-hours", "9–12")
        try browser.set("#day1-play", "nothing-heard")
        try browser.see(
            either(
                "24 Dec every year: all day → 9–12, callers hear nothing-heard",
                "24.12. jedes Jahr: ganztägig → 9–12 Uhr, Anrufer hören nothing-heard"), in: "#changes")
        try Screenshots.keep(try browser.picture(of: screen), "hours-\(visit.name)")
        try clicks.click(".savebar button[value=save]")
        try browser.see(either("Saved.", "Gespeichert."))
        #expect(clicks.count <= 5)
        try browser.wait("the file") {
            try text(served).contains(
                "days: { 2025-12-24: 09:00-12:00, 12-24: { hours: 09:00-12:00, play: nothing-heard } }")
        }

        // Thursdays until 18:00, and key 1 rings another telephone: at most six for both. Saving waits for the words, however fast
        // the click is.
        clicks = try visit.begin(browser)
        try clicks.click("nav a[href='/schedules']")
        try clicks.click("a[href='/schedules/office/hours']")
        try browser.fill("#week-thu", "0–18")
        try clicks.click(".savebar button[value=save]")
        try browser.see(either("Saved.", "Gespeichert."))
        let weekly = clicks.count
        #expect(try text(served).contains("thu: 00:00-18:00"))
        #expect(try browser.value(of: "#week-thu") == "0–18")
        #expect(try browser.overflow(of: screen) == 0)
        #expect(try browser.namelessControls() == [])
        try browser.expectQuiet("hours")

        try clicks.click("nav a[href='/numbers']")
        try clicks.click("a[href='/menus/main']")
        try browser.fill("#key0-dial", "0157 99912399")
        try browser.see(either("Key 1:", "Taste 1:"), in: "#changes")
        try clicks.click(".savebar button[value=save]")
        try browser.see(either("Saved.", "Gespeichert."))
        #expect(weekly == 3 && clicks.count <= 6)
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
        try clicks.click(".savebar button[value=save]")
        try browser.see("morning", in: "#week-mon-problem")
        try browser.expectQuiet("a refused form", statuses: [422])
    }

    /// The hours drawn on the picture of the week, with a mouse and with a finger.
    @Test("hours are drawn, moved, made longer and removed by dragging", arguments: zip(Visit.all, ["mouse", "touch"]))
    func drawnHours(_ visit: Visit, _ pointer: String) throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        _ = try visit.begin(browser)
        try browser.open("/schedules/office/hours")
        try browser.see(visit.either("Drag across a day", "Ziehen Sie über einen Tag"), in: ".weekline")
        // The first seven rows are the week's.
        func drag(_ day: Int, from start: Double, to end: Double) throws {
            try browser.drag(".dayline:nth-of-type(\(day + 2)) .track", from: start / 24, to: end / 24, pointer)
        }
        func field(_ day: String) throws -> String { try browser.value(of: "#week-\(day)") }
        for day in ["sat", "sun"] { try browser.fill("#week-\(day)", "9-12 und 13:30–18 Uhr") }
        try browser.fill("#week-sat", visit.either("closed", "geschlossen"))
        try drag(5, from: 9.1, to: 13.9)
        #expect(try field("sat") == "9–14")
        // Its end, the whole, and its beginning.
        try drag(5, from: 13.9, to: 17.1)
        #expect(try field("sat") == "9–17")
        try drag(5, from: 13, to: 14)
        #expect(try field("sat") == "10–18")
        try drag(5, from: 10.1, to: 8)
        #expect(try field("sat") == "8–18")
        // Beside others a new span ends where they begin; spans that touch are one.
        try drag(6, from: 6, to: 10.5)
        #expect(try field("sun") == "6–12, 13:30–18")
        try drag(6, from: 1, to: 3)
        #expect(try field("sun") == "1–3, 6–12, 13:30–18")
        try browser.see(visit.either("Sunday 1–3", "Sonntag 1–3"), in: ".weekline")
        try Screenshots.keep(try browser.picture(of: visit.screen), "drawn-\(visit.name)")
        try browser.click(".weekline button")
        #expect(try field("sun") == "6–12, 13:30–18")
        try drag(6, from: 10, to: 10)
        try browser.press("Delete")
        #expect(try field("sun") == "13:30–18")
        // Beside what cannot be read nothing is drawn, so that it is not lost.
        try browser.fill("#week-sun", "by arrangement")
        try drag(6, from: 9, to: 12)
        #expect(try field("sun") == "by arrangement")
        try browser.fill("#week-sun", "")
        try browser.see(visit.either("Saturday: all day → 8–18", "Samstag: ganztägig → 8–18 Uhr"), in: "#changes")
        try browser.click(".savebar button[value=save]")
        try browser.see(visit.either("Saved.", "Gespeichert."))
        let saved = try text(served)
        #expect(saved.contains("mon-fri: 00:00-24:00") && saved.contains("sat: 08:00-18:00"), "\(saved)")
        #expect(try browser.overflow(of: visit.screen) == 0)
        try browser.expectQuiet("the drawn week")
    }

    private func text(_ served: ServedFolder) throws -> String {
        String(decoding: try served.folder.bytes(of: "announce.yaml"), as: UTF8.self)
    }
}
