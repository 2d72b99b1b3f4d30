import Foundation
import Testing

/// The browser's logs.
extension Browser {
    struct Remark: CustomStringConvertible {
        /// `network`, `javascript`, `security` (violations of the Content-Security-Policy), …
        let source: String
        let level: String
        let message: String

        var description: String { "\(level) \(source): \(message)" }
    }

    /// Warnings and errors of the console since the last call.
    func remarks() throws -> [Remark] {
        try entries(of: "browser").compactMap { entry in
            let level = entry["level"] as? String ?? ""
            guard ["WARNING", "SEVERE"].contains(level) else { return nil }
            return Remark(
                source: entry["source"] as? String ?? "", level: level, message: entry["message"] as? String ?? "")
        }
    }

    /// The servers that pages have requested since the last call, as `host:port`.
    func hostsAsked() throws -> Set<String> {
        var hosts: Set<String> = []
        for entry in try entries(of: "performance") {
            let text = entry["message"] as? String ?? "{}"
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            let message = object?["message"] as? [String: Any]
            guard message?["method"] as? String == "Network.requestWillBeSent",
                let request = (message?["params"] as? [String: Any])?["request"] as? [String: Any],
                let url = (request["url"] as? String).flatMap({ URL(string: $0) }), let host = url.host,
                // The browser's own pages are within itself.
                let scheme = url.scheme, !["chrome", "data", "blob"].contains(scheme)
            else { continue }
            hosts.insert("\(host):\(url.port ?? 0)")
        }
        return hosts
    }

    private func entries(of log: String) throws -> [[String: Any]] {
        try #require(try driver.post("/se/log", ["type": log]) as? [[String: Any]])
    }

    /// Expects nothing in the console but the given error statuses, and no requests to other servers.
    ///
    /// - Parameter statuses: statuses that browsers log as errors.
    func expectQuiet(_ page: String, statuses: [Int] = []) throws {
        let remarks = try remarks().filter { remark in
            !statuses.contains { remark.source == "network" && remark.message.contains("status of \($0) ") }
        }
        #expect(remarks.isEmpty, "\(page): \(remarks)")
        let others = try hostsAsked().subtracting([String(base.dropFirst("http://".count))])
        #expect(others.isEmpty, "\(page) asked \(others)")
    }

    /// The size of the page and the server's response time.
    struct Weight {
        /// Uncompressed bytes of the page and everything it loads.
        let bytes: Int
        /// Bytes of the page alone.
        let pageBytes: Int
        /// Milliseconds from the request to the last byte.
        let milliseconds: Double
    }

    func weight() throws -> Weight {
        let numbers: [NSNumber] = try script(
            """
            const page = performance.getEntriesByType('navigation')[0];
            const files = performance.getEntriesByType('resource').filter(entry => entry.initiatorType !== 'audio');
            const bytes = files.reduce((sum, entry) => sum + entry.decodedBodySize, page.decodedBodySize);
            return [bytes, page.decodedBodySize, page.responseEnd - page.requestStart];
            """)
        return Weight(bytes: numbers[0].intValue, pageBytes: numbers[1].intValue, milliseconds: numbers[2].doubleValue)
    }

    // MARK: Screens

    /// A window, or a telephone held upright.
    struct Screen {
        let name: String
        let width: Int
        var height = 860
        var isDark = false

        static let light = Screen(name: "light", width: 1280)
        static let dark = Screen(name: "dark", width: 1280, isDark: true)
        static let phone = Screen(name: "phone", width: 390, height: 844)
    }

    func use(_ screen: Screen) throws {
        try driver.chromium(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": screen.width, "height": screen.height, "deviceScaleFactor": 1, "mobile": screen.width < 600,
            ])
        // Without motion a picture shows no colour on its way to another.
        let features = [
            ["name": "prefers-color-scheme", "value": screen.isDark ? "dark" : "light"],
            ["name": "prefers-reduced-motion", "value": "reduce"],
        ]
        try driver.chromium("Emulation.setEmulatedMedia", ["features": features])
    }

    /// The whole page as PNG.
    func picture(of screen: Screen, upTo longest: Int = 4000) throws -> [UInt8] {
        let height: Int = try script("return document.documentElement.scrollHeight")
        let clip: [String: Any] = [
            "x": 0, "y": 0, "width": screen.width, "height": min(longest, max(1, height)), "scale": 1,
        ]
        let answer = try driver.chromium(
            "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true, "clip": clip])
        let data = try #require((answer["data"] as? String).flatMap { Data(base64Encoded: $0) })
        return [UInt8](data)
    }

    /// Pixels by which the page is wider than the screen.
    func overflow(of screen: Screen) throws -> Int {
        max(0, try script("return document.documentElement.scrollWidth") - screen.width)
    }

    /// Controls without an accessible name.
    func namelessControls() throws -> [String] {
        try script(
            """
            const controls = document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a, audio, summary');
            return [...controls].filter(control => {
              const labels = (control.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id));
              const named = [...(control.labels ?? []), ...labels].some(label => label?.textContent.trim());
              return !named && !control.textContent.trim() && !control.getAttribute('aria-label') && !control.title
                && control.getAttribute('aria-hidden') !== 'true';
            }).map(control => control.outerHTML.slice(0, 120));
            """)
    }
}
