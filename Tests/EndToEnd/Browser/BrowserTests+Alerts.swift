import Support
import Testing

/// The page about alerts.
extension BrowserTests {
    @Test(
        "job 17: be told within a minute when an announcement is not fetched; test that it reaches me: at most 5 clicks",
        arguments: Visit.all)
    func alerts(_ visit: Visit) async throws {
        let api = try await LoopbackServer { _ in .done }
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        let clicks = try visit.begin(browser)
        try clicks.click(".main a[href='/advanced']")
        try clicks.click("main a[href='/alerts']")
        try browser.see(visit.either("Alerts", "Benachrichtigungen"), in: "h1")
        try browser.see(visit.either("Nothing to report.", "Keine Störung."), in: "#open")
        try browser.fill("#webhook-address", api.address + "/hook")
        try clicks.click("#webhook button[value=save]")
        try browser.see(visit.either("Saved.", "Gespeichert."), in: "#webhook")
        let text = String(decoding: try served.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        #expect(text.hasSuffix("\n\nalerts:\n  webhook: \(api.address)/hook\n"), "\(text.suffix(200))")
        let test = visit.either("Send a test message", "Testnachricht senden")
        try clicks.click("#webhook button", saying: test)
        try browser.see(visit.either("was accepted", "wurde angenommen"), in: "#webhook")
        #expect(api.requests.map(\.method) == ["POST"])
        #expect(clicks.count <= 5)
        api.next(.refusal(500, detail: "no"))
        try browser.click("#webhook button", saying: test)
        try browser.see(visit.either("did not arrive", "kam nicht an"), in: "#webhook")
        #expect(api.requests.count == 2)

        let start = ContinuousClock.now
        for id in 1...3 { _ = try served.provider.newCall(to: "492111234568", callID: "vain-\(id)") }
        // That the dashboard plays the file, and the doctor gets it, does not mean that the network does.
        let url = try #require(try served.provider.newCall(to: "492111234568", callID: "vain-4").url)
        let file = try #require(url.split(separator: "/").last)
        let dashboard = DashboardClient(port: served.adminPort)
        #expect(try dashboard.post("/try", [("to", "+492111234568")]).status == 200)
        #expect(try dashboard.get("/media/\(file)").status == 200)
        let doctor = try HTTPConnection(port: served.port)
        try doctor.send(HTTPRequest(path: try Provider.path(of: url), headers: [("User-Agent", "announce doctor")]))
        #expect(try doctor.receive().status == 200)
        try browser.wait("the message") { api.requests.count == 3 }
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(api.requests[2].text.contains("nothing-heard"))
        try browser.see("nothing-heard", in: "#open", reloading: "/alerts")
        #expect(try browser.namelessControls() == [])
        #expect(try browser.overflow(of: visit.screen) == 0)
        try Screenshots.keep(
            try browser.picture(of: visit.screen), "alerts-\(visit.isGerman ? "de" : "en")-\(visit.screen.name)")
        try browser.expectQuiet("Alerts")
        try browser.click("#webhook button[value=remove]")
        try browser.see(visit.either("Switched off.", "Ausgeschaltet."), in: "#webhook")
        #expect(try !String(decoding: served.folder.bytes(of: "announce.yaml"), as: UTF8.self).contains("alerts"))
        await api.stop()
    }

    @Test(
        "rules, quiet hours and the weekly summary are a form; what is wrong is said in place",
        arguments: [false, true])
    func alertRules(isGerman: Bool) throws {
        let visit = Visit(isGerman: isGerman, screen: .small)
        let alerts = "\n\n# who is told\nalerts:\n  rules:\n    signatures: 5   # some noise is usual\n"
        let served = try ServedFolder(DashboardSite.configuration + alerts, recordings: DashboardSite.recordings)
        func text() throws -> String { String(decoding: try served.folder.bytes(of: "announce.yaml"), as: UTF8.self) }
        let browser = try Browser(port: served.adminPort)
        _ = try visit.begin(browser)
        try browser.open("/alerts")
        #expect(try browser.value(of: "[name=limit-signatures]") == "5")

        // Secrets are in the environment, and only their names in the form.
        try browser.fill("#ntfy-address", "http://anna:secret@example.test/topic")
        try browser.click("#ntfy button[value=save]")
        try browser.see(visit.either("https URL without a password", "https-Adresse ohne Passwort"), in: "#ntfy")
        #expect(try browser.value(of: "#ntfy-address") == "http://anna:secret@example.test/topic")
        #expect(try !text().contains("ntfy"))
        try browser.fill("#ntfy-address", "$TOPIC")
        try browser.click("#ntfy button[value=save]")
        try browser.see(visit.either("TOPIC is not set", "TOPIC ist nicht gesetzt"))
        #expect(
            try text().contains("\n  ntfy: { url-env: TOPIC }\n") || text().contains("\n  ntfy:\n    url-env: TOPIC\n"))

        try browser.fill("[name=limit-signatures]", "7")
        try browser.click("input[value=recordings]")
        try browser.fill("#quiet", "22–7")
        try browser.set("#day", "mon")
        try browser.click("#rules button")
        try browser.see(
            visit.either("The summary is mailed", "Der Bericht kommt per E-Mail"), in: "#rules [role=alert]")
        #expect(try browser.value(of: "[name=limit-signatures]") == "7")
        try browser.set("#day", "")
        try browser.click("#rules button")
        try browser.see(visit.either("Saved.", "Gespeichert."), in: "#rules [role=status]")
        let saved = try text()
        #expect(
            saved.contains("    signatures: 7   # some noise is usual\n    recordings: off\n"), "\(saved.suffix(300))")
        #expect(saved.contains("quiet: 22:00-07:00") && saved.contains("# who is told\nalerts:\n"))

        try browser.fill("#mail-address", "anna@example.com, ben@example.com")
        try browser.click("#mail button[value=save]")
        try browser.see(visit.either("Saved.", "Gespeichert."), in: "#mail")
        try browser.set("#day", "mon")
        try browser.click("#rules button")
        try browser.see(visit.either("Saved.", "Gespeichert."), in: "#rules [role=status]")
        #expect(try text().contains("weekly-summary: mon 08:00"))
        #expect(try browser.overflow(of: visit.screen) == 0)
        #expect(try browser.namelessControls() == [])
        try browser.expectQuiet("rules")
    }
}
