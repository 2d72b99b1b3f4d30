import Foundation
import Support
import SystemPackage
import Testing

/// axe-core judges every page, in light and dark, on a desk and on a telephone. `make test` fetches it.
struct AccessibilityTests {
    private static let judge: String? = {
        let folder = URL(fileURLWithPath: Announce.path).deletingLastPathComponent()
        // .build/debug is a link to a folder of the platform's.
        for place in [
            folder, folder.deletingLastPathComponent(), folder.deletingLastPathComponent().deletingLastPathComponent(),
        ] {
            if let text = try? String(contentsOf: place.appending(path: "axe.min.js"), encoding: .utf8) { return text }
        }
        return nil
    }()

    @Test(
        "axe-core finds nothing on any page", .enabled(if: judge != nil, "axe-core could not be fetched"),
        arguments: [Browser.Screen.light, .dark, .small, .smallAndDark])
    func pages(_ screen: Browser.Screen) throws {
        let served = try DashboardSite.serve(
            DashboardSite.speech + "texts: { lunch: \"Back at two. {office.hours.today}\" }\n")
        for id in ["1", "2"] { try DashboardSite.call(served.provider, id: id) }
        let dashboard = DashboardClient(port: served.adminPort)
        try served.program.poll("the calls") { try dashboard.get("/calls").text.contains("/calls/") }
        let browser = try Browser(port: served.adminPort)
        try browser.use(screen)
        let judge = try #require(Self.judge)
        for path in try DashboardPages.all(of: dashboard)
            + ["/menus/new%20one?new=1", "/announcements/text", "/announcements/of/lunch", "/flows/reception"]
        {
            try browser.open(path)
            let _: Bool = try browser.script(judge + "; return true")
            let found = try browser.driver.post(
                "/execute/async",
                [
                    "script": """
                    const done = arguments[0];
                    axe.run(document, { resultTypes: ['violations'] }).then(
                        result => done(result.violations.map(
                            rule => `${rule.id}: ${rule.help}: ${rule.nodes.map(node => node.html).join(' | ')}`)),
                        error => done([String(error)]));
                    """, "args": [],
                ])
            #expect(found as? [String] == [], "\(path) on \(screen.name)")
        }
    }

    @Test("axe-core finds what is wrong", .enabled(if: judge != nil, "axe-core could not be fetched"))
    func instrument() throws {
        let served = try DashboardSite.serve()
        let browser = try Browser(port: served.adminPort)
        try browser.open("/numbers")
        #expect(
            try browser.holds("document.querySelector('main').append(document.createElement('input')); return true"))
        let _: Bool = try browser.script(try #require(Self.judge) + "; return true")
        let found = try browser.driver.post(
            "/execute/async",
            [
                "script": "axe.run().then(result => arguments[0](result.violations.map(rule => rule.id)))", "args": [],
            ])
        #expect((found as? [String])?.contains("label") == true)
    }
}
