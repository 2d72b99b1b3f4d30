import HTTPListener
import HTTPTypes

/// The frame of all pages: head, navigation, and the token of their forms.
struct AdminFrame: Sendable {
    static let style = AdminAsset("admin.css", PackageResources.admin_css)
    static let icon = AdminAsset("icon.svg", PackageResources.icon_svg)
    static let script = AdminAsset("frame.js", PackageResources.frame_js)
    static let assets = [style, icon, script, WebManifest.small, WebManifest.large]
    static let tokenField = "token"

    var entries: [AdminEntry]
    /// The path of the page, decoded.
    let path: String
    /// The path and query of the page, as a link to it has them.
    let address: String
    /// Proves that a form or a script comes from one of our pages.
    let token: String
    /// Whether there is a session to log out of.
    let hasSession: Bool
    /// Who sees the page.
    var visitor = DashboardVisitor.owner

    /// A complete page.
    func page(_ title: String, status: HTTPResponse.Status, scripts: [AdminAsset], _ body: HTML) -> Reply {
        .html(
            """
            <!DOCTYPE html>
            <html lang="\(Language.current.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="token" content="\(token)">
            <title>\(title) · announce</title>
            <link rel="stylesheet" href="\(Self.style.path)">
            <link rel="icon" href="\(Self.icon.path)" type="image/svg+xml">
            <link rel="apple-touch-icon" href="\(WebManifest.small.path)">
            <link rel="manifest" href="\(WebManifest.path)">
            <meta name="theme-color" content="#1f6660">
            <script src="\(Self.script.path)" defer></script>
            \(scripts.map { "<script src=\"\($0.path)\" defer></script>" as HTML })
            </head>
            <body>
            <a class="skip" href="#content">\(Texts.Frame.skip)</a>
            <header><div class="bar">
            <a class="brand" href="/">announce</a>
            \(navigation)\(search)\(logout)
            </div></header>
            <main id="content" tabindex="-1">
            \(body)
            </main>
            \(languages)
            </body>
            </html>

            """, status: status)
    }

    private var navigation: HTML {
        let bar = entries.filter { $0.icon != nil }
        guard !bar.isEmpty else { return .empty }
        let current = current
        let items = bar.map { entry -> HTML in
            let mark: HTML = entry == current ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(entry.path)\"\(mark)>\(entry.icon?.html)<span>\(entry.title)</span></a></li>"
        }
        return "<nav class=\"main\" aria-label=\"\(Texts.Frame.navigation)\"><ul>\(items)</ul></nav>"
    }

    /// Pages that are reached from an entry's, by how their paths begin.
    private static let reached = [
        "/flows": "/numbers", "/menus": "/numbers", "/tables": "/numbers", "/rotas": "/schedules",
        "/call-back": "/home",
    ]

    /// The entry of the bar that the page belongs to. Of nested entries the deepest counts; pages that Advanced lists belong to it.
    private var current: AdminEntry? {
        let first = "/" + (path.split(separator: "/").first ?? "")
        let path = Self.reached[first] ?? path
        let entry = entries.filter { path == $0.path || path.hasPrefix($0.path + "/") }
            .max { $0.path.utf8.count < $1.path.utf8.count }
        guard let entry, entry.icon == nil else { return entry }
        return entries.first { $0.icon == .advanced }
    }

    private var search: HTML {
        guard visitor.role.allows("/search", isGet: true) else { return .empty }
        guard !entries.isEmpty else { return .empty }
        return """
            <form class="find" method="get" action="/search" role="search"><input name="q" type="search" \
            placeholder="\(Texts.Search.button)" aria-label="\(Texts.Search.field)"></form>
            """
    }

    /// Links to this page in the other languages, each in its own words.
    private var languages: HTML {
        let others = Language.allCases.filter { $0 != .current }.map { language -> HTML in
            let code = language.rawValue
            let target = "/language/\(code)?next=\(address.percentEncoded)"
            return """
                <a href="\(target)" lang="\(code)" hreflang="\(code)" rel="nofollow">\(language.ownName)</a>
                """
        }
        return "<footer><nav aria-label=\"\(Texts.Frame.language)\">\(others.joined(separator: " "))</nav></footer>"
    }

    private var logout: HTML {
        guard hasSession else { return .empty }
        return """
            <form method="post" action="/logout"><input type="hidden" name="\(Self.tokenField)" value="\(token)">\
            <button class="quiet">\(Texts.Frame.logOut)</button></form>
            """
    }

    /// A page with the reason for a refusal.
    func refusal(_ title: String, _ status: HTTPResponse.Status, _ sentence: String) -> Reply {
        page(title, status: status, scripts: [], "<h1>\(title)</h1><p>\(sentence)</p>")
    }
}
