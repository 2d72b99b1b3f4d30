import Foundation
import Testing

/// The pages of a dashboard, found by following its links.
enum DashboardPages {
    /// A page of each kind: those of one kind differ in names, identifiers and queries.
    static func all(of dashboard: DashboardClient) throws -> [String] {
        var waiting = ["/", "/login"]
        var seen: Set<String> = []
        var pages: [String] = []
        while let path = waiting.popLast() {
            guard seen.insert(kind(of: path)).inserted else { continue }
            let page = try dashboard.get(path)
            if page.status == 303, let next = page.header("location") { waiting.append(next) }
            guard page.status == 200, page.header("content-type")?.hasPrefix("text/html") == true else { continue }
            pages.append(path)
            waiting += page.text.matches(of: /<a [^>]*?href="(\/[^"]*)"/).map { plain(String($0.1)) }
                .filter { path in !["/language/", "/media/", "/assets/"].contains { path.hasPrefix($0) } }
        }
        #expect(pages.count > 12, "\(pages)")
        return pages
    }

    private static func kind(of path: String) -> String {
        let path = path.split(separator: "?").first.map(String.init) ?? path
        let parts = path.split(separator: "/")
        return parts.count > 1 ? "/\(parts[0])/\(parts.count)" : path
    }

    /// Text without escapes.
    static func plain(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
