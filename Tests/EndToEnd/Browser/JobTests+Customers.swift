import Support
import Testing

/// What an agency with sixty customers does, without YAML, with at most so many clicks from Home.
extension JobTests {
    @Test("job 11: find all that belongs to a customer, by name or by 0211 400 11", arguments: Visit.all)
    func findCustomer(_ visit: Visit) throws {
        let served = try AgencySite.serve()
        let browser = try Browser(port: served.adminPort)
        for search in ["Kern", "0211 400 11 07"] {
            let clicks = try visit.begin(browser)
            try clicks.click("header input[type=search]")
            try browser.type(search + "\u{E007}", into: "header input[type=search]")
            try browser.see(visit.either("Locations", "Standorte"))
            try browser.see("shop 7", in: "main section:first-of-type")
            try browser.see("Bäckerei Kern", in: "main section:first-of-type")
            try browser.see("+49 211 400 1107")
            #expect(try !browser.text().contains("shop 8") && !browser.text().contains("Salon"))
            #expect(clicks.count <= 1)
            #expect(try browser.overflow(of: visit.screen) == 0)
        }
        try browser.open("/search?q=Kern")
        try browser.see("c7/greeting")
        try browser.expectQuiet("a search")
    }

    @Test("job 12: close one customer of 60 for the afternoon; see that it worked", arguments: Visit.all)
    func closeCustomer(_ visit: Visit) throws {
        let served = try AgencySite.serve()
        let browser = try Browser(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try clicks.click("header input[type=search]")
        try browser.type("Kern\u{E007}", into: "header input[type=search]")
        try clicks.click("main a.button", saying: visit.either("Close…", "Schließen…"))
        try browser.set("#until", "\(OwnerSite.tomorrow)T17:00")
        try clicks.click("fieldset button", saying: visit.either("Close", "Schließen"))
        try browser.see(
            visit.either("Closed until tomorrow 17:00.", "Geschlossen bis morgen 17 Uhr."), in: "[role=status]")
        try browser.see("Bäckerei Kern", in: "section.place")
        #expect(clicks.count <= 4)
        #expect(try served.provider.newCall(to: "492114001107").announcement == "wrong-key")
        #expect(try served.provider.newCall(to: "492114001108", callID: "2").announcement == "main-menu")
        #expect(try browser.overflow(of: visit.screen) == 0)
        try Screenshots.keep(
            try browser.picture(of: visit.screen), "job-customer-\(visit.isGerman ? "de" : "en")-\(visit.screen.name)")
        try browser.expectQuiet("closing")
    }

    @Test("job 13: give a customer a login that can only switch and listen", arguments: Visit.all)
    func customerLogin(_ visit: Visit) throws {
        let served = try AgencySite.serve { folder in
            let result = try Announce.shell(
                "echo 'a horse and a staple' | \"$announce\" password --state state", in: folder)
            #expect(result.status == 0, "\(result)")
        }
        let owner = try Browser(port: served.adminPort)
        try owner.open("/login")
        try owner.fill("#password", "a horse and a staple")
        try owner.click("form button")
        try owner.wait("the pages") { try owner.count("nav a[href='/advanced']") > 0 }
        let clicks = try visit.begin(owner)
        try clicks.click("nav a[href='/advanced']")
        try clicks.click("main a[href='/users']")
        try owner.fill("#name", "Kern")
        try owner.set("#customer", "c7")
        try clicks.click("main form.card button", saying: visit.either("Invite", "Einladen"))
        try owner.see(visit.either("It works once", "Er gilt einmal"))
        try owner.see("Bäckerei Kern", in: "tbody")
        #expect(clicks.count <= 4)
        #expect(try owner.overflow(of: visit.screen) == 0)
        #expect(try owner.namelessControls() == [])
        let link = try owner.value(of: "#link")
        try owner.click("tbody a")
        try owner.see(visit.either("Role and customers of Kern", "Rolle und Kunden von Kern"), in: "h1")
        #expect(try owner.overflow(of: visit.screen) == 0)
        #expect(try owner.namelessControls() == [])
        try owner.expectQuiet("People")

        try OwnerSite.missedCall(served.provider, id: "1", from: "4930555001")
        let person = try Browser(port: served.adminPort)
        try person.use(visit.screen)
        try person.open("/language/\(visit.isGerman ? "de" : "en")?next=/login")
        try person.open(String(link.dropFirst(person.base.count)))
        try person.fill("#password", "rolls at six in the morning")
        try person.click("form button")
        try person.wait("Home") { try person.place.hasPrefix("/home") }
        try person.see("shop 7", in: "section.place")
        #expect(try person.count("section.place") == 1)
        #expect(try person.count("#call-back, #findings, #day, #now") == 0)
        try Screenshots.keep(
            try person.picture(of: visit.screen), "customer-home-\(visit.isGerman ? "de" : "en")-\(visit.screen.name)")
        try person.click("section.place a", saying: visit.either("Close…", "Schließen…"))
        try person.click("button", saying: visit.either("Now, for 2 hours", "Jetzt, für 2 Stunden"))
        try person.wait("the closure") {
            try served.provider.newCall(to: "492114001107", callID: "2").announcement == "wrong-key"
        }
        for page in ["/schedules", "/announcements"] {
            try person.open(page)
            #expect(try !person.text().contains("shop 8") && !person.text().contains("c8/"), "\(page)")
        }
        try person.open("/home/at/shop%208/close")
        try person.see(visit.either("Not found", "Nicht gefunden"), in: "main")
        try person.open("/calls")
        try person.see(visit.either("Your role is", "Ihre Rolle ist"))
        try person.expectQuiet("one customer's pages", statuses: [403, 404])
    }
}

/// Sixty customers with a number, a schedule and a recording each.
enum AgencySite {
    static func serve(prepare: (TemporaryFolder) throws -> Void = { _ in }) throws -> ServedFolder {
        let all = 1...60
        func number(_ index: Int) -> String { "+49 211 400\(1100 + index)" }
        let numbers = all.map { index in
            """
              \(number(index)):
                - check: shop \(index)
                  open: [ { play: main-menu }, voicemail ]
                  closed: [ { play: wrong-key }, hangup ]
            """
        }
        let names = [7: "Bäckerei Kern", 8: "Salon Schmidt"]
        let customers = all.map { index in
            "  c\(index): { name: \(names[index] ?? "Kunde Nummer \(index)"), numbers: \(number(index)) }"
        }
        return try ServedFolder(
            """
            numbers:
            \(numbers.joined(separator: "\n"))
            schedules:
            \(all.map { "  shop \($0): { hours: { daily: 00:00-24:00 } }" }.joined(separator: "\n"))
            customers:
            \(customers.joined(separator: "\n"))
            """, recordings: DashboardSite.recordings
        ) { folder in
            for index in [7, 8] {
                try folder.makeFolder("media/c\(index)")
                try folder.copy("nothing-heard.wav", to: "media/c\(index)/greeting.wav")
            }
            try prepare(folder)
        }
    }
}
