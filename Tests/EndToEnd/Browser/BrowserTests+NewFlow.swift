import Support
import Testing

extension BrowserTests {
    @Test(
        "a new flow that ends in a new menu, and a number with a name that leads there, are made without YAML",
        arguments: Visit.all)
    func newFlow(_ visit: Visit) throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        let (screen, either) = (visit.screen, visit.either)
        let clicks = try visit.begin(browser)
        func save() throws {
            try clicks.click(".savebar button[value=save]")
            try browser.see(either("Saved.", "Gespeichert."), in: "[role=status]")
            #expect(try browser.overflow(of: screen) == 0)
            #expect(try browser.namelessControls() == [])
        }

        try clicks.click("nav a[href='/numbers']")
        try browser.fill("#flow-name", "evening")
        try clicks.click("button", saying: either("Add this flow", "Ablauf anlegen"))
        try browser.see("evening", in: "h1")
        try browser.set("#block0-play0", "nothing-heard")
        try save()
        try browser.fill("#menu-name", "keys")
        try clicks.click("button", saying: either("Add a menu", "Auswahlmenü anlegen"))
        try browser.see(either("New menu: keys", "Neues Auswahlmenü: keys"), in: "h1")
        try browser.set("#prompt0", "main-menu")
        try browser.fill("#key0-keys", "1")
        try browser.set("#key0-do", "dial")
        try browser.fill("#key0-dial", "0157 99912399")
        try browser.see(either("at its end: menu keys", "am Ende: Auswahlmenü keys"), in: "#changes")
        try Screenshots.keep(try browser.picture(of: screen), "new-menu-\(visit.name)")
        try save()
        try browser.see("evening", in: "h1")
        try Screenshots.keep(try browser.picture(of: screen), "new-flow-\(visit.name)")
        try clicks.click("nav a[href='/numbers']")
        try clicks.click("a", saying: either("Add a number", "Rufnummer hinzufügen"))
        try browser.fill("#number", "0211 1234577")
        try browser.fill("#name", "Evening line")
        try browser.set("#number-do", "flow:evening")
        try Screenshots.keep(try browser.picture(of: screen), "number-\(visit.name)")
        try save()
        #expect(clicks.count <= 9)
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
        try Screenshots.keep(try browser.picture(of: screen), "named-\(visit.name)")
        let check = try Announce.run("check", "--state", "state", in: served.folder)
        #expect(check.text.contains("+492111234577 (Evening line)"), "\(check)")
    }
}
