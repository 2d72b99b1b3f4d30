import Foundation
import Support
import Testing

/// The dashboard of the real program in a real browser, with data made by real calls. One browser at a time: each takes several
/// processes and some hundred megabytes.
@Suite(.serialized, .enabled(if: Tool.isInstalled("chromedriver"), "chromium, chromium-driver"))
struct BrowserTests {
    @Test(
        "a call shows on Today while it is on, without a reload, and in Calls with what was asked, answered and fetched"
    )
    func call() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/")
        #expect(try browser.place == "/today")
        try browser.see("No call is on.", in: "#now")
        // Gone with a reload.
        #expect(try browser.holds("return window.isTheSamePage = true"))

        let menu = try served.provider.newCall()
        try browser.see("+4915799912345 → +492111234567", in: "#now")
        try browser.see("in the menu main", in: "#now")
        try DashboardSite.hear(menu, served.provider)
        let code = try served.provider.dtmf("3", after: menu)
        try browser.see("in the menu code", in: "#now")
        try DashboardSite.hear(code, served.provider)
        try photograph(browser, "live")
        _ = try served.provider.dtmf("0815", after: code)
        try DashboardSite.hangUp(served.provider, id: "E7C2A9D04B15F388")
        try browser.see("No call is on.", in: "#now")
        try browser.see("One call, by the hour", in: "#day")
        try browser.see("voicemail", in: "#day tbody")
        #expect(try browser.holds("return window.isTheSamePage === true"))

        try browser.see("voicemail", in: "tbody", reloading: "/calls")
        try browser.click("tbody a")
        try browser.see("all \(try served.provider.fetch(try #require(menu.url)).body.count) bytes")
        let timeline = try browser.text()
        #expect(timeline.contains("The caller presses a key") && timeline.contains("The caller presses 4 keys"))
        #expect(!timeline.contains("0815"))
        #expect(!timeline.contains("Never fetched"))
        #expect(try browser.count(".timeline > li") == 4)
        try browser.click(".timeline li:first-child summary")
        try browser.see("<Gather onData=\"\(Provider.publicURL)/sipgate/", in: ".timeline li:first-child")
        try browser.expectQuiet("Calls")
    }

    @Test("what a number does now, and at 13:59 on Christmas Eve")
    func anotherTime() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/numbers")
        try browser.see("hears main-menu, then may press 1 or 3", in: "tbody tr:first-child")
        try browser.set("#at", "2026-12-24T13:59")
        try browser.click("form button")
        try browser.see("on Thursday, 2026-12-24 at 13:59")
        try browser.see("hears wrong-key, then comes to the voicemail", in: "tbody tr:first-child")
        try browser.click("tbody a")
        try browser.see("Because of: reception, office closed")
        #expect(try browser.value(of: "#at").hasPrefix("2026-12-24T13:59"))
        #expect(try browser.count("svg.flow .number") == 1)
        try browser.expectQuiet("Numbers")
        try browser.click("a", saying: "Try this call")
        try browser.see("A call as a caller lives it")
        #expect(try browser.value(of: "#at").hasPrefix("2026-12-24T13:59"))
        try browser.click("#start button")
        try browser.see("wrong-key is heard.", in: "#status")
    }

    @Test("a schedule is closed and left to its hours again, by buttons; calls hear it at once")
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
        try browser.click("button", saying: "By its hours again")
        try browser.see("open now", in: "h2")
        #expect(try served.provider.newCall(callID: "2").announcement == "main-menu")
        try browser.click("a", saying: "The year")
        try browser.see("2026-12-24", in: "main")
        try browser.expectQuiet("Schedules")
    }

    @Test("an edit is proved as it is typed; a broken one is not saved, a mended one answers the next call")
    func configuration() throws {
        let served = try DashboardSite.serve()
        let before = try served.folder.bytes(of: "announce.yaml")
        let browser = try Browser(port: served.adminPort)
        try browser.open("/configuration")
        try browser.see("Every name leads somewhere", in: "#findings")
        #expect(try browser.holds("return window.isTheSamePage = true"))
        try browser.select("{ play: nothing-heard }, hangup", in: "#text")
        try browser.type("{ play: nothing-haerd }, hangup", into: "#text")
        try browser.see("nothing-haerd", in: "#findings")
        try browser.see("did you mean", in: "#findings")
        try browser.see("1 error: this cannot be saved", in: "#findings")
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
        try browser.see("and not what is in use")
        #expect(try browser.value(of: "#text").contains("{ play: nothing-heard }, hangup"))
        try browser.expectQuiet("a save")
    }

    @Test("the password lets in, logging out shuts, and five wrong ones shut out the right one too")
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
        try browser.open("/numbers?at=2026-12-24T13:59")
        #expect(try browser.place.hasPrefix("/login?next="))
        #expect(try browser.count("nav") == 0)
        try photograph(browser, "login")
        try logIn("a horse and a stable")
        try browser.see("This is not the password.")
        try logIn("a horse and a staple")
        try browser.see("on Thursday, 2026-12-24 at 13:59")
        let cookies = try #require(try browser.driver.get("/cookie") as? [[String: Any]])
        #expect(cookies.map { $0["httpOnly"] as? Bool } == [true])
        #expect(cookies.map { $0["sameSite"] as? String } == ["Strict"])
        try browser.click("button", saying: "Log out")
        try browser.see("Password", in: "label")
        try browser.open("/today")
        #expect(try browser.place.hasPrefix("/login"))

        for _ in 1...5 {
            try logIn("a horse and a stable")
            try browser.see("This is not the password.")
        }
        try logIn("a horse and a staple")
        try browser.see("Too many tries.")
        try browser.open("/today")
        #expect(try browser.place.hasPrefix("/login"))
        try browser.expectQuiet("the login page", statuses: [401, 429])
    }

    // MARK: Every page

    @Test("what the other tests hold pages to would be noticed: a foreign picture, an error, another server")
    func instruments() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/numbers")
        try browser.expectQuiet("Numbers")
        let script = """
            document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.invalid/a.png' }));
            setTimeout(() => { throw new Error('a slip') });
            document.querySelector('main').append(document.createElement('input'));
            document.querySelector('h1').textContent = 'wide'.repeat(500);
            document.querySelector('h1').style.whiteSpace = 'nowrap';
            return true;
            """
        #expect(try browser.holds(script))
        var sources: Set<String> = []
        try browser.wait("remarks") {
            sources.formUnion(try browser.remarks().map(\.source))
            return sources.isSuperset(of: ["security", "javascript"])
        }
        #expect(try browser.namelessControls() == ["<input>"])
        #expect(try browser.overflow(of: .phone) > 1000)
        try browser.driver.post("/url", ["url": "http://localhost:\(served.adminPort)/numbers"])
        #expect(try browser.hostsAsked().contains("localhost:\(served.adminPort)"))
    }

    @Test("every page is quiet, asks nobody else, is light, and fits a telephone") func pages() throws {
        let served = try DashboardSite.serve()
        for id in ["1", "2", "3"] { try DashboardSite.call(served.provider, id: id) }
        _ = try served.provider.newCall(from: "anonymous", to: "492111234568", callID: "4")
        let browser = try Browser(port: served.adminPort)
        try browser.see("4 calls", reloading: "/calls")
        try browser.click("tbody tr:nth-child(2) a")
        let call = try browser.place
        for (path, name) in [
            ("/today", "today"), ("/calls", "calls"), (call, "call"), ("/numbers", "numbers"),
            ("/numbers/in/+492111234567?at=2026-12-24T13:59", "number"), ("/schedules", "schedules"),
            ("/schedules/office", "year"), ("/configuration", "configuration"), ("/announcements", "announcements"),
            ("/announcements/of/main-menu", "announcement"), ("/try", "try"),
        ] {
            try browser.open(path)
            try expectGood(browser, name)
        }
        try browser.open("/nothing")
        try browser.see("There is no such page")
        try browser.expectQuiet("a page that is none", statuses: [404])
    }

    @Test("three hundred numbers with long names") func manyNumbers() throws {
        let name = "the_greeting_for_calls_while_everybody_unloads_the_lorry_outside"
        let numbers = (100..<400).map { "  +49 211 1234\($0): { flow: \(name) }" }.joined(separator: "\n")
        let served = try ServedFolder(
            """
            numbers:
            \(numbers)
            flows:
              \(name):
                - play: \(name)
                - check: \(name)
                  open: { dial: [ +49 157 99912345, +49 157 99912346, +49 157 99912347 ] }
                  closed: voicemail
            schedules: { \(name): { hours: { mon-sun: 00:00-24:00 } } }
            """
        ) { try $0.copy("nothing-heard.wav", to: "media/\(name).wav") }
        for number in 100..<160 {
            _ = try served.provider.newCall(from: nil, to: "492111234\(number)", callID: "\(number)")
        }
        let browser = try Browser(port: served.adminPort)
        try browser.see("60 calls", reloading: "/calls")
        for (path, page) in [
            ("/today", "today"), ("/calls", "calls"), ("/numbers", "numbers"), ("/numbers/in/+492111234100", "number"),
            ("/schedules", "schedules"), ("/configuration", "configuration"), ("/announcements", "announcements"),
            ("/announcements/of/\(name)", "announcement"), ("/try", "try"),
        ] {
            try browser.open(path)
            try expectGood(browser, "many-\(page)")
        }
    }

    /// Looks at the page that is open on every screen.
    private func expectGood(_ browser: Browser, _ name: String) throws {
        let path = try browser.place
        for screen in [Browser.Screen.light, .dark, .phone] {
            try browser.use(screen)
            try browser.open(path)
            #expect(try browser.count("h1") == 1, "\(name)")
            #expect(try browser.overflow(of: screen) == 0, "\(name) on the screen \(screen.name)")
            try Screenshots.keep(try browser.picture(of: screen), "\(name)-\(screen.name)")
        }
        try browser.use(.light)
        let weight = try browser.weight()
        #expect(weight.bytes < 100_000, "\(name): \(weight)")
        #expect(try browser.namelessControls() == [], "\(name)")
        try Screenshots.note("\(name): \(weight.pageBytes) bytes, \(weight.bytes) with all, \(weight.milliseconds) ms")
        try browser.expectQuiet(name)
    }

    /// Keeps pictures of the page as it is, on every screen.
    func photograph(_ browser: Browser, _ name: String) throws {
        for screen in [Browser.Screen.dark, .phone, .light] {
            try browser.use(screen)
            try Screenshots.keep(try browser.picture(of: screen), "\(name)-\(screen.name)")
        }
    }
}

/// Pictures of pages for a person to look at, in the folder that ANNOUNCE_SCREENSHOTS names.
enum Screenshots {
    private static let folder = ProcessInfo.processInfo.environment["ANNOUNCE_SCREENSHOTS"]

    static func keep(_ png: [UInt8], _ name: String) throws {
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(name) is no PNG")
        guard let folder else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(png).write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }

    /// A line in `pages.txt` beside the pictures.
    static func note(_ line: String) throws {
        guard let folder else { return }
        let file = URL(fileURLWithPath: "\(folder)/pages.txt")
        let before = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        try Data((before + line + "\n").utf8).write(to: file)
    }
}
