import Foundation
import Support
import SystemPackage
import Testing

extension BrowserTests {
    @Test("an uploaded recording is previewed, published, and plays on the telephone") func upload() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/announcements")
        try browser.fill("#name", "opening-hours")
        try browser.type(Media.folder.appending("welcome.flac").string, into: "#file")
        try browser.click("button", saying: "Upload and listen")
        try browser.see("Announcement to be published")
        #expect(try browser.value(of: "#name") == "opening-hours")
        try photograph(browser, "draft")
        try expectPlays(try publish(browser), served)
        try browser.see("opening-hours", in: "tbody", reloading: "/announcements")
        try browser.expectQuiet("an upload")
    }

    @Test("a recording dropped onto the page is uploaded") func drop() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/announcements")
        let recording = try Data(contentsOf: URL(fileURLWithPath: Media.folder.appending("welcome.flac").string))
        let script = """
            const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([bytes], "Opening hours.flac"));
            const send = (kind) => document.querySelector("main").dispatchEvent(
                new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
            send("dragenter");
            // What is not kept from it, the browser does: it would open the file.
            return !send("dragover") && document.querySelector(".dropping") !== null && !send("drop");
            """
        #expect(try browser.script(script, [recording.base64EncodedString()]) == true)
        try browser.see("Announcement to be published")
        #expect(try browser.value(of: "#name") == "Opening hours")
        try expectPlays(try publish(browser), served)
        try browser.expectQuiet("a dropped recording")
    }

    @Test("a microphone recording becomes an announcement that plays") func record() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/announcements")
        try browser.fill("#name", "recorded-today")
        try browser.click("[data-record]")
        try browser.see("0:02", in: "[data-time]")
        try browser.click("[data-stop]")
        let address = try publish(browser)
        #expect(address.contains("/media/recorded-today-"))
        let inspected = try expectPlays(address, served)
        #expect(try #require(inspected.seconds) >= 1.9)
        // Chromium's microphone beeps.
        #expect(inspected.activeLevelDBm0 != nil)
        try browser.expectQuiet("a recording")
    }

    @Test("a replaced announcement gets a new URL for the next call; the old URL keeps working")
    func replace() throws {
        let served = try DashboardSite.serve()
        let old = try #require(try served.provider.newCall(to: "492111234568", callID: "old").url)
        let browser = try Browser(port: served.adminPort)
        try browser.open("/announcements")
        try browser.click("tbody a", saying: "nothing-heard")
        try browser.click("summary", saying: "Details")
        try browser.see(old)
        try browser.type(Media.folder.appending("holiday.ogg").string, into: "#file")
        try browser.click("button", saying: "Upload and listen")
        try browser.see("Replace the announcement nothing-heard")
        let new = try publish(browser, seeing: "Live: callers hear it now")
        #expect(new != old)
        #expect(try served.provider.newCall(to: "492111234568", callID: "new").url == new)
        try expectPlays(new, served)
        #expect(try served.provider.fetch(old).status == 200)
        try photograph(browser, "replaced")
        try browser.expectQuiet("a replacement")
    }

    /// Publishes the previewed recording and returns its URL.
    private func publish(_ browser: Browser, seeing words: String = "Published. No number plays it yet.") throws
        -> String
    {
        try browser.click("button", saying: "Publish")
        try browser.see(words)
        let link: String = try browser.script("return document.querySelector('.figures a[href$=\".wav\"]').href")
        #expect(link.hasPrefix(Provider.publicURL + "/media/"))
        return link
    }

    @discardableResult
    private func expectPlays(_ address: String, _ served: ServedFolder) throws -> InspectedObject {
        let sound = try served.provider.fetch(address)
        #expect(sound.status == 200)
        try served.folder.write(sound.body, to: "heard.wav")
        let result = try Announce.run("inspect", "--json", "heard.wav", in: served.folder)
        #expect(result.status == 0, "\(result)")
        let inspected = try #require(try result.json(InspectedObject.self).first)
        #expect(inspected.plays && inspected.obstacles.isEmpty)
        return inspected
    }
}
