import Support
import Testing

/// Logins with roles.
extension BrowserTests {
    @Test(
        "a login that can only switch and listen: 3 clicks from Home, and what its person sees",
        arguments: ["en", "de"])
    func people(language: String) throws {
        func either(_ english: String, _ german: String) -> String { language == "de" ? german : english }
        let served = try DashboardSite.serve { folder in
            let result = try Announce.shell(
                "echo 'a horse and a staple' | \"$announce\" password --state state", in: folder)
            #expect(result.status == 0, "\(result)")
        }
        func open(_ path: String) throws -> Browser {
            let browser = try Browser(port: served.adminPort)
            try browser.open("/login")
            try browser.driver.post("/cookie", ["cookie": ["name": "language", "value": language]])
            try browser.open(path)
            return browser
        }
        let owner = try open("/")
        try owner.fill("#password", "a horse and a staple")
        try owner.click("form button")
        try owner.wait("the pages") { try owner.count("nav a[href='/advanced']") > 0 }
        try owner.click("nav a[href='/advanced']")
        try owner.click("main a[href='/users']")
        try owner.fill("#name", "Bäckerei Schmidt")
        try owner.click("main form.card button", saying: either("Invite", "Einladen"))
        try owner.see(either("It works once", "Er gilt einmal"))
        let link = try owner.value(of: "#link")
        #expect(link.hasPrefix(owner.base + "/invitation/"))
        for screen in [Browser.Screen.phone, .light] {
            try owner.use(screen)
            #expect(try owner.overflow(of: screen) == 0, "\(screen.name)")
        }
        #expect(try owner.namelessControls() == [])
        try owner.expectQuiet("People")

        let person = try open(String(link.dropFirst(owner.base.count)))
        try person.see(either("Welcome, Bäckerei Schmidt", "Willkommen, Bäckerei Schmidt"), in: "h1")
        try person.fill("#password", "rolls at six in the morning")
        try person.click("form button")
        try person.wait("Home") { try person.place.hasPrefix("/home") }
        #expect(try person.count("nav a[href='/advanced'], nav a[href='/calls'], nav a[href='/numbers']") == 0)
        #expect(try person.count("nav a[href='/announcements'], nav a[href='/schedules']") == 2)
        try person.open("/schedules")
        try person.see("office")
        #expect(try person.count("form[action$='/override']") > 0)
        try person.open("/configuration")
        try person.see(either("Your role is “Switch and listen”", "Ihre Rolle ist „Schalten und anhören“"))
        try person.expectQuiet("what is not allowed", statuses: [403])
        try owner.open("/audit")
        try owner.see("Bäckerei Schmidt", in: "tbody")
        try owner.expectQuiet("Changes")
    }
}
