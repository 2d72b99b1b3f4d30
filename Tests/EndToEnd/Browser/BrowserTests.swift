import Foundation
import Support
import Testing

/// The dashboard of the real program in a real browser, with data made by real calls. One browser at a time: each takes several
/// processes and some hundred megabytes.
@Suite(.serialized, .enabled(if: Tool.isInstalled("chromedriver"), "chromium, chromium-driver"))
struct BrowserTests {
    @Test(
        "a call in progress appears on Home without a reload, and in Calls with requests, answers and fetches"
    )
    func call() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/")
        #expect(try browser.place == "/home")
        try browser.see("No calls in progress.", in: "#now")
        // Gone with a reload.
        #expect(try browser.holds("return window.isTheSamePage = true"))

        let menu = try served.provider.newCall()
        try browser.see("+49 157 9991 2345 → +49 211 123 4567", in: "#now")
        try browser.see("in the menu main", in: "#now")
        try DashboardSite.hear(menu, served.provider)
        let code = try served.provider.dtmf("3", after: menu)
        try browser.see("in the menu code", in: "#now")
        try DashboardSite.hear(code, served.provider)
        try photograph(browser, "live")
        _ = try served.provider.dtmf("0815", after: code)
        try DashboardSite.hangUp(served.provider, id: "E7C2A9D04B15F388")
        try browser.see("No calls in progress.", in: "#now")
        try browser.see("1 call, by hour", in: "#day")
        try browser.see("voicemail", in: "#day tbody")
        #expect(try browser.holds("return window.isTheSamePage === true"))

        try browser.see("voicemail", in: "tbody", reloading: "/calls")
        try browser.click("tbody a")
        try browser.see("all \(try served.provider.fetch(try #require(menu.url)).body.count) bytes")
        let timeline = try browser.text()
        #expect(timeline.contains("Caller pressed a key") && timeline.contains("Caller pressed 4 keys"))
        #expect(!timeline.contains("0815"))
        #expect(!timeline.contains("Never fetched"))
        #expect(try browser.count(".timeline > li") == 4)
        try browser.click(".timeline li:first-child summary")
        try browser.see("<Gather onData=\"\(Provider.publicURL)/sipgate/", in: ".timeline li:first-child")
        try browser.expectQuiet("Calls")

        // So does what is the matter with the server.
        try browser.open("/home")
        try served.folder.write(Array("no sound".utf8), to: "media/torn.wav")
        try served.wait(for: "torn.wav")
        _ = try served.provider.newCall(callID: "another")
        try browser.see("torn.wav", in: "#findings")
    }

    @Test("shows what a caller hears now, and at 13:59 on Christmas Eve")
    func anotherTime() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/numbers")
        try browser.see("hears main-menu, then can press 1 or 3", in: "tbody tr:first-child")
        try browser.set("#at", "2025-12-24T13:59")
        try browser.click("form button")
        try browser.see("on Wed 24 Dec 2025, 13:59")
        try browser.see("hears wrong-key, then goes to voicemail", in: "tbody tr:first-child")
        try browser.click("tbody a")
        try browser.see("Reason: reception, office closed")
        #expect(try browser.value(of: "#at").hasPrefix("2025-12-24T13:59"))
        #expect(try browser.count("svg.flow .number") == 1)
        try browser.expectQuiet("Numbers")
        try browser.click("a", saying: "Try this call")
        try browser.see("A simulated call")
        #expect(try browser.value(of: "#at").hasPrefix("2025-12-24T13:59"))
        try browser.click("#start button")
        try browser.see("Playing wrong-key.", in: "#status")
    }

    @Test("buttons close a schedule and remove the override; calls follow at once")
    func override() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/schedules")
        try browser.see("open now", in: "h2")
        try browser.click("button", saying: "Close")
        try browser.see("closed now", in: "h2")
        try browser.see("Overridden: closed until")
        try photograph(browser, "override")
        #expect(try served.provider.newCall().announcement == "wrong-key")
        try browser.click("button", saying: "Remove override")
        try browser.see("open now", in: "h2")
        #expect(try served.provider.newCall(callID: "2").announcement == "main-menu")
        try browser.click("a", saying: "Calendar")
        try browser.open(try browser.place + "?year=2025")
        try browser.see("24 Dec 2025", in: "main")
        try browser.expectQuiet("Schedules")
    }

    @Test("an edit is validated while typing; a broken one is not saved, a corrected one answers the next call")
    func configuration() throws {
        let served = try DashboardSite.serve()
        let before = try served.folder.bytes(of: "announce.yaml")
        let browser = try Browser(port: served.adminPort)
        try browser.open("/configuration")
        try browser.see("No errors or warnings", in: "#findings")
        #expect(try browser.holds("return window.isTheSamePage = true"))
        try browser.select("{ play: nothing-heard }, hangup", in: "#text")
        try browser.type("{ play: nothing-haerd }, hangup", into: "#text")
        try browser.see("nothing-haerd", in: "#findings")
        try browser.see("did you mean", in: "#findings")
        try browser.see("1 error; cannot be saved", in: "#findings")
        #expect(try browser.holds("return window.isTheSamePage === true"))
        try browser.expectQuiet("a broken edit")

        // A finding leads to its place in the text.
        try browser.click("#findings a")
        let selection: String = try browser.script(
            "const field = document.activeElement; return field.value.slice(field.selectionStart, field.selectionEnd)")
        #expect(selection == "nothing-haerd")
        try photograph(browser, "findings")
        try browser.click("button[value=save]")
        try browser.see("Not saved")
        #expect(try served.folder.bytes(of: "announce.yaml") == before)
        try browser.expectQuiet("a refused save", statuses: [422])

        try browser.select("nothing-haerd", in: "#text")
        try browser.type("enter-code", into: "#text")
        try browser.see("This edit changes 1 number", in: "#findings")
        #expect(try browser.text("#note") == "")
        try browser.see("play enter-code, hangup", in: "#findings")
        try photograph(browser, "changes")
        try browser.click("button[value=save]")
        try browser.see("Saved.")
        let saved = String(decoding: try served.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        #expect(saved.contains("enter-code }, hangup"))
        try browser.wait("a call that hears it") {
            try served.provider.newCall(to: "492111234568").announcement == "enter-code"
        }
        try browser.click("summary", saying: "Earlier versions (1)")
        try browser.click("details a")
        try browser.see("This is the earlier version")
        #expect(try browser.value(of: "#text").contains("{ play: nothing-heard }, hangup"))
        try browser.expectQuiet("a save")
    }

    @Test("the password logs in, the button logs out, and five wrong ones delay the right one too")
    func logIn() throws {
        let served = try DashboardSite.serve { folder in
            let script = "echo 'a horse and a staple' | \"$announce\" password --state state"
            let result = try Announce.shell(script, in: folder)
            #expect(result.status == 0, "\(result)")
        }
        let browser = try Browser(port: served.adminPort)
        func logIn(_ password: String) throws {
            try browser.fill("#password", password)
            #expect(try browser.holds("return window.isTheSamePage = true"))
            try browser.click("form button")
            try browser.wait("an answer") { try browser.holds("return window.isTheSamePage !== true") }
        }
        try browser.open("/numbers?at=2025-12-24T13:59")
        #expect(try browser.place.hasPrefix("/login?next="))
        #expect(try browser.count("header nav") == 0)
        try photograph(browser, "login")
        try logIn("a horse and a stable")
        try browser.see("Wrong password.")
        try logIn("a horse and a staple")
        try browser.see("on Wed 24 Dec 2025, 13:59")
        let cookies = try #require(try browser.driver.get("/cookie") as? [[String: Any]])
        #expect(cookies.map { $0["httpOnly"] as? Bool } == [true])
        #expect(cookies.map { $0["sameSite"] as? String } == ["Strict"])
        try browser.click("button", saying: "Log out")
        try browser.see("Password", in: "label")
        try browser.open("/home")
        #expect(try browser.place.hasPrefix("/login"))

        for _ in 1...5 {
            try logIn("a horse and a stable")
            try browser.see("Wrong password.")
        }
        try logIn("a horse and a staple")
        try browser.see("Too many attempts.")
        try browser.open("/home")
        #expect(try browser.place.hasPrefix("/login"))
        try browser.expectQuiet("the login page", statuses: [401, 429])
    }

    /// Saves screenshots of the page on every screen.
    func photograph(_ browser: Browser, _ name: String) throws {
        for screen in [Browser.Screen.dark, .phone, .light] {
            try browser.use(screen)
            try Screenshots.keep(try browser.picture(of: screen), "\(name)-\(screen.name)")
        }
    }
}
