import Support
import Testing

/// Every page.
extension BrowserTests {
    @Test("the checks of other tests notice a foreign picture, a script error and another server")
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

    @Test("every page has no errors, loads nothing foreign, is small, and fits a telephone") func pages() throws {
        let served = try DashboardSite.serve()
        for id in ["1", "2", "3"] { try DashboardSite.call(served.provider, id: id) }
        _ = try served.provider.newCall(from: "anonymous", to: "492111234568", callID: "4")
        let browser = try Browser(port: served.adminPort)
        try browser.see("4 calls", reloading: "/calls")
        try browser.click("tbody tr:nth-child(2) a")
        let call = try browser.place
        for (path, name) in [
            ("/home", "home"), ("/calls", "calls"), (call, "call"), ("/numbers", "numbers"),
            ("/numbers/in/+492111234567?at=2025-12-24T13:59", "number"), ("/schedules", "schedules"),
            ("/schedules/office", "year"), ("/configuration", "configuration"), ("/announcements", "announcements"),
            ("/announcements/of/main-menu", "announcement"), ("/try", "try"),
        ] {
            try browser.open(path)
            try expectGood(browser, name)
        }
        try browser.open("/nothing")
        try browser.see("This page does not exist")
        try browser.expectQuiet("a page that does not exist", statuses: [404])
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
            ("/home", "home"), ("/calls", "calls"), ("/numbers", "numbers"), ("/numbers/in/+492111234100", "number"),
            ("/schedules", "schedules"), ("/configuration", "configuration"), ("/announcements", "announcements"),
            ("/announcements/of/\(name)", "announcement"), ("/try", "try"),
        ] {
            try browser.open(path)
            try expectGood(browser, "many-\(page)")
        }
    }

    /// Checks the current page on every screen.
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
}
