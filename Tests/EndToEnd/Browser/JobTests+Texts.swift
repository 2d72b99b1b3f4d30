import Foundation
import Support
import Testing

/// Announcements without a recording.
extension JobTests {
    @Test(
        "an owner types an announcement, listens and publishes; one that a flow lacks is typed in place; a call hears it",
        .enabled(if: Tool.isInstalled("espeak-ng"), "espeak-ng"), arguments: Visit.all)
    func typed(_ visit: Visit) throws {
        let served = try DashboardSite.serve(DashboardSite.speech + "# The end stays.\n")
        let browser = try Browser(port: served.adminPort)
        let dashboard = DashboardClient(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try clicks.click("nav a[href='/announcements']")
        try clicks.click("a[href='/announcements/text']")
        let text = visit.either(
            "Closed today: “staff & <b>meeting</b>”.", "Heute geschlossen: „Betrieb & <b>Versammlung</b>“.")
        try browser.fill("#name", "staff meeting")
        try browser.fill("#text", text)
        try browser.set("#voice", visit.either("", "de"))
        try expectFit(browser, visit, "type")
        try clicks.click("button[value=hear]")
        try browser.see(visit.either("Listen before publishing", "Vor dem Veröffentlichen anhören"), in: "h1")
        try browser.see(text, in: "blockquote")
        try browser.see("espeak", in: "main")
        let sound: String = try browser.script("return document.querySelector('audio').getAttribute('src')")
        let heard = try dashboard.get(sound)
        #expect(heard.status == 200 && heard.body.starts(with: Array("RIFF".utf8)) && heard.body.count > 16_000)
        #expect(try !yaml(served).contains("texts:"))
        try expectFit(browser, visit, "hear")
        try clicks.click("button", saying: visit.either("Publish", "Veröffentlichen"))
        try browser.see("staff meeting", in: "h1")
        #expect(clicks.count <= 4)
        let written = try yaml(served)
        #expect(written.contains("\ntexts:\n  staff meeting: ") && written.contains("# The end stays."), "\(written)")
        try browser.see(
            visit.either("draft voice", "Entwurfsstimme"), in: ".list", reloading: "/announcements?q=meeting")
        try browser.see(
            "staff meeting", in: "main", reloading: "/search?q=\(visit.either("closed+today", "geschlossen"))")
        try browser.expectQuiet("typing")

        // A prompt that is missing is typed where it is needed.
        try browser.open("/numbers/in/+492111234568/steps")
        try browser.click(".typed summary")
        try browser.fill("#new-name", "tea-break")
        try browser.fill("#new-text", "We are having tea.")
        try browser.set("#block0-play0", "tea-break")
        try browser.click("[data-hear]")
        try browser.wait("the sound") { try browser.holds("return !document.querySelector('.typed audio').hidden") }
        try browser.see(visit.either("tea-break: new, says", "tea-break: neu, sagt"), in: "#changes")
        try expectFit(browser, visit, "in-place")
        try browser.click(".savebar button[value=save]")
        try browser.see(visit.either("Saved.", "Gespeichert."), in: "[role=status]")
        #expect(try yaml(served).contains("  tea-break: We are having tea.\n"))
        var call = try served.provider.newCall(to: "492111234568", callID: "first")
        try browser.wait("a call that hears it") {
            call = try served.provider.newCall(to: "492111234568", callID: "tea \(UInt64.random(in: 0 ... .max))")
            return call.announcement == "tea-break"
        }
        let played = try served.provider.fetch(try #require(call.url))
        #expect(played.status == 200 && played.body.count > 8_000)
        try browser.expectQuiet("a prompt typed in place")

        // What cannot be spoken is said where it was typed, and nothing is lost.
        try browser.open("/announcements/text")
        try browser.fill("#name", "tea-break")
        try browser.fill("#text", "We open {offise.opens}.")
        try browser.click("button[value=hear]")
        try browser.see("offise", in: "[role=alert]")
        #expect(try browser.value(of: "#text") == "We open {offise.opens}.")
    }

    private func expectFit(_ browser: Browser, _ visit: Visit, _ name: String) throws {
        try Screenshots.keep(try browser.picture(of: visit.screen), "text-\(name)-\(visit.name)")
        #expect(try browser.overflow(of: visit.screen) == 0, "\(name)")
        #expect(try browser.namelessControls() == [], "\(name)")
    }

    private func yaml(_ served: ServedFolder) throws -> String {
        String(decoding: try served.folder.bytes(of: "announce.yaml"), as: UTF8.self)
    }
}
