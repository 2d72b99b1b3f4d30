import Testing

/// A visit of the dashboard by someone with a job to do, who counts clicks from Home.
struct Visit: CustomTestStringConvertible {
    let isGerman: Bool
    let screen: Browser.Screen

    /// Both languages and two widths, a desk and a small telephone, each once.
    static let all = [Visit(isGerman: false, screen: .light), Visit(isGerman: true, screen: .small)]

    var testDescription: String { "\(isGerman ? "German" : "English"), \(screen.width) px" }

    /// The words in the language of the visit.
    func either(_ english: String, _ german: String) -> String { isGerman ? german : english }

    var language: String { isGerman ? "de" : "en" }
    /// As names of screenshots have it.
    var name: String { "\(language)-\(screen.name)" }

    /// Opens Home on the screen and in the language of the visit.
    func begin(_ browser: Browser) throws -> Clicks {
        try browser.use(screen)
        try browser.open("/language/\(language)?next=/home")
        try browser.see(either("Today, ", "Heute, "), in: "h1")
        return Clicks(browser)
    }

    /// Clicks, counted.
    final class Clicks {
        private let browser: Browser
        private(set) var count = 0

        init(_ browser: Browser) { self.browser = browser }

        func click(_ css: String, saying text: String = "") throws {
            count += 1
            try browser.click(css, saying: text)
        }
    }
}

extension Browser.Screen {
    static let small = Browser.Screen(name: "small", width: 320, height: 640)
    static let smallAndDark = Browser.Screen(name: "small-dark", width: 320, height: 640, isDark: true)
}
