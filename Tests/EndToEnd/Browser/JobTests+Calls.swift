import Foundation
import Support
import Testing

/// Jobs with recordings and with calls, counted from Home.
extension JobTests {
    @Test("jobs 2 and 3: record a new greeting, listen, publish; bring the old one back", arguments: Visit.all)
    func greeting(_ visit: Visit) throws {
        let served = try OwnerSite.serve()
        let old = try #require(try served.provider.newCall(callID: "old").url)
        let browser = try Browser(port: served.adminPort)
        var clicks = try visit.begin(browser)
        try clicks.click(".main a", saying: visit.either("Announcements", "Ansagen"))
        try browser.fill("#name", "wrong-key")
        try clicks.click("[data-record]")
        try browser.see("0:01", in: "[data-time]")
        try clicks.click("[data-stop]")
        try browser.see(visit.either("Replace the announcement wrong-key.", "Die Ansage wrong-key ersetzen."))
        try clicks.click("audio")
        try clicks.click("button", saying: visit.either("Publish", "Veröffentlichen"))
        try browser.see(visit.either("Live: callers hear it now", "Veröffentlicht: Anrufer hören sie ab jetzt"))
        #expect(clicks.count <= 5)
        #expect(try served.provider.newCall(callID: "new").url != old)

        clicks = try visit.begin(browser)
        try clicks.click(".main a", saying: visit.either("Announcements", "Ansagen"))
        try Screenshots.keep(
            try browser.picture(of: visit.screen), "job-list-\(visit.isGerman ? "de" : "en")-\(visit.screen.name)")
        #expect(try browser.overflow(of: visit.screen) == 0)
        try clicks.click(".list button", saying: visit.either("Bring the old one back", "Alte zurückholen"))
        try browser.see(visit.either("Live: callers hear it now", "Veröffentlicht: Anrufer hören sie ab jetzt"))
        #expect(clicks.count <= 2)
        #expect(try served.provider.newCall(callID: "back").url == old)
        try browser.expectQuiet("a greeting")
    }

    @Test("jobs 15 and 16: which calls were silent, and why", arguments: Visit.all)
    func silent(_ visit: Visit) throws {
        let served = try OwnerSite.serve()
        try OwnerSite.missedCall(served.provider, id: "silent", from: "4930555001")
        let heard = try served.provider.newCall(from: "4930555002", callID: "heard")
        #expect(try served.provider.fetch(try #require(heard.url)).status == 200)
        // Nothing was fetched for the first one, but the network has the sound from the other.
        let browser = try Browser(port: served.adminPort)
        try browser.see("kept by the network", in: "tbody", reloading: "/calls")
        let clicks = try visit.begin(browser)
        try clicks.click(".main a", saying: visit.either("Calls", "Anrufe"))
        try browser.see(visit.either("kept by the network", "vom Netz aufbewahrt"), in: "tbody")
        try browser.see(visit.either("fetched whole", "ganz abgeholt"), in: "tbody")
        try clicks.click(".chips a", saying: visit.either("Heard nothing", "Nichts gehört"))
        try browser.see(visit.either("No matching calls.", "Keine passenden Anrufe."))
        #expect(clicks.count <= 2)

        // One that no one ever fetched.
        _ = try served.provider.newCall(from: "4930555003", to: "492111234568", callID: "never")
        try browser.see("+49 30 555 003", in: "main", reloading: try browser.place)
        let again = try visit.begin(browser)
        try again.click(".main a", saying: visit.either("Calls", "Anrufe"))
        try again.click(".chips a", saying: visit.either("Heard nothing", "Nichts gehört"))
        try again.click("tbody a")
        try browser.see(visit.either("Never fetched:", "Nie abgeholt:"))
        #expect(again.count <= 3)
        #expect(try browser.overflow(of: visit.screen) == 0)
        try browser.expectQuiet("silent calls")
    }

    @Test("a file that is too large is refused before it is sent, in MB") func tooLarge() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/announcements")
        let script = """
            const box = document.querySelector("[data-upload]");
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(201e6)], "long.wav"));
            box.querySelector("input[type=file]").files = files.files;
            box.querySelector("form").requestSubmit();
            return true;
            """
        #expect(try browser.holds(script))
        try browser.see("long.wav has 201 MB; the limit is 200 MB.", in: "[data-status]")
        try browser.expectQuiet("a large file")
    }
}
