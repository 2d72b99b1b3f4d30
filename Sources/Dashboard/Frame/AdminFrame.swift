import HTTPListener
import HTTPTypes

/// The frame of all pages: head, navigation, and the token of their forms.
struct AdminFrame: Sendable {
    static let style = AdminAsset("admin.css", PackageResources.admin_css)
    static let icon = AdminAsset("icon.svg", PackageResources.icon_svg)
    static let assets = [style, icon]
    static let tokenField = "token"

    let entries: [AdminEntry]
    /// The path of the page.
    let path: String
    /// Proves that a form or a script comes from one of our pages.
    let token: String
    /// Whether there is a session to log out of.
    let hasSession: Bool

    /// A complete page.
    func page(_ title: String, status: HTTPResponse.Status, script: AdminAsset?, _ body: HTML) -> Reply {
        .html(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="token" content="\(token)">
            <title>\(title) · announce</title>
            <link rel="stylesheet" href="\(Self.style.path)">
            <link rel="icon" href="\(Self.icon.path)" type="image/svg+xml">
            \(script.map { "<script src=\"\($0.path)\" defer></script>" as HTML })
            </head>
            <body>
            <a class="skip" href="#content">Skip to content</a>
            <header>
            <a class="brand" href="/">announce</a>
            \(navigation)\(logout)
            </header>
            <main id="content" tabindex="-1">
            \(body)
            </main>
            </body>
            </html>

            """, status: status)
    }

    private var navigation: HTML {
        guard !entries.isEmpty else { return .empty }
        let items = entries.map { entry -> HTML in
            let current: HTML = isCurrent(entry) ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(entry.path)\"\(current)>\(entry.title)</a></li>"
        }
        return "<nav aria-label=\"Dashboard\"><ul>\(items)</ul></nav>"
    }

    /// Of nested entries the deepest is current.
    private func isCurrent(_ entry: AdminEntry) -> Bool {
        entries.filter { path == $0.path || path.hasPrefix($0.path + "/") }
            .max { $0.path.utf8.count < $1.path.utf8.count } == entry
    }

    private var logout: HTML {
        guard hasSession else { return .empty }
        return """
            <form method="post" action="/logout"><input type="hidden" name="\(Self.tokenField)" value="\(token)">\
            <button class="quiet">Log out</button></form>
            """
    }

    /// A page with the reason for a refusal.
    func refusal(_ title: String, _ status: HTTPResponse.Status, _ sentence: String) -> Reply {
        page(title, status: status, script: nil, "<h1>\(title)</h1><p>\(sentence)</p>")
    }
}
