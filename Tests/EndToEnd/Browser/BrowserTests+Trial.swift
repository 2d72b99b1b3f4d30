import Support
import Testing

extension BrowserTests {
    @Test("a call simulated by clicks, with the keys 3 and 0815, is logged as a trial") func trial() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/try")
        try browser.fill("#to", "+49 211 1234567")
        try browser.fill("#from", "+49 157 99912345")
        try browser.set("#at", "2026-11-23T10:00")
        try browser.click("#start button")
        try browser.see("Playing main-menu.", in: "#status")
        try browser.click("[data-key='3']")
        try browser.see("Playing enter-code.", in: "#status")
        for key in "0815" { try browser.click("[data-key='\(key)']") }
        try browser.see("The call goes to voicemail.", in: "#status")
        #expect(try browser.count("#exchanges > li") == 3)
        #expect(try browser.text("#exchanges").contains("<Voicemail"))
        try browser.click("button", saying: "Show as golden call")
        try browser.see("press: \"0815\"", in: "#golden")
        try photograph(browser, "trial")

        try browser.open("/calls")
        try browser.see("No matching calls.")
        try browser.see("test call", in: "tbody", reloading: "/calls?trials=only")
        try browser.click("tbody a")
        try browser.see("Caller pressed 4 keys")
        let menu = try #require(try served.provider.newCall().url)
        try browser.see("all \(try served.provider.fetch(menu).body.count) bytes")
        try browser.click(".timeline li:first-child summary")
        try browser.see("<Gather onData=", in: ".timeline li:first-child")
        try browser.expectQuiet("a trial")
    }
}
