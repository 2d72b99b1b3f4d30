import Support
import Testing

extension BrowserTests {
    @Test(
        "a new flow that ends in a new menu, and a number with a name that leads there, are made without YAML",
        arguments: ["en", "de"], [Browser.Screen.light, .small])
    func newFlow(_ language: String, _ screen: Browser.Screen) throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.use(screen)
        try browser.open("/language/\(language)?next=/")
        let isGerman = language == "de"
        var clicks = 0
        func click(_ css: String, saying text: String = "") throws {
            try browser.click(css, saying: text)
            clicks += 1
        }
        func save() throws {
            try click(".savebar button[value=save]")
            try browser.see(isGerman ? "Gespeichert." : "Saved.", in: "[role=status]")
            #expect(try browser.overflow(of: screen) == 0)
            #expect(try browser.namelessControls() == [])
        }

        try click("nav a[href='/numbers']")
        try browser.fill("#flow-name", "evening")
        try click("button", saying: isGerman ? "Ablauf anlegen" : "Add this flow")
        try browser.see("evening", in: "h1")
        try browser.set("#block0-play0", "nothing-heard")
        try save()
        try browser.fill("#menu-name", "keys")
        try click("button", saying: isGerman ? "Auswahlmenü anlegen" : "Add a menu")
        try browser.see(isGerman ? "Neues Auswahlmenü: keys" : "New menu: keys", in: "h1")
        try browser.set("#prompt0", "main-menu")
        try browser.fill("#key0-keys", "1")
        try browser.set("#key0-do", "dial")
        try browser.fill("#key0-dial", "0157 99912399")
        try browser.see(isGerman ? "am Ende: Auswahlmenü keys" : "at its end: menu keys", in: "#changes")
        try Screenshots.keep(try browser.picture(of: screen), "new-menu-\(language)-\(screen.name)")
        try save()
        try browser.see("evening", in: "h1")
        try Screenshots.keep(try browser.picture(of: screen), "new-flow-\(language)-\(screen.name)")
        try click("nav a[href='/numbers']")
        try click("a", saying: isGerman ? "Rufnummer hinzufügen" : "Add a number")
        try browser.fill("#number", "0211 1234577")
        try browser.fill("#name", "Evening line")
        try browser.set("#number-do", "flow:evening")
        try Screenshots.keep(try browser.picture(of: screen), "number-\(language)-\(screen.name)")
        try save()
        #expect(clicks <= 9)
        try browser.expectQuiet("the forms")

        let to = "492111234577"
        try browser.wait("a call to the new number") {
            try served.provider.newCall(to: to, callID: "new").announcement == "nothing-heard"
        }
        let greeting = try served.provider.newCall(to: to, callID: "another")
        let menu = try served.provider.dtmf("", after: greeting, callID: "another")
        #expect(menu.announcement == "main-menu")
        #expect(try served.provider.dtmf("1", after: menu, callID: "another").numbers == ["4915799912399"])
        // The name is where the number is.
        try OwnerSite.missedCall(served.provider, id: "missed", from: "4930555001", to: to)
        let name = "Evening line (+49 211 123 4577)"
        for path in ["/home", "/calls", "/call-back", "/numbers", "/search?q=Evening", "/numbers/in/+492111234577"] {
            try browser.see(name, in: "body", reloading: path)
            #expect(try browser.overflow(of: screen) == 0, "\(path)")
        }
        try Screenshots.keep(try browser.picture(of: screen), "named-\(language)-\(screen.name)")
        let check = try Announce.run("check", "--state", "state", in: served.folder)
        #expect(check.text.contains("+492111234577 (Evening line)"), "\(check)")
    }
}
