import HTTPListener

/// `/advanced/health`: whether calls are answered, as people read it. Programs ask `/health`.
struct HealthController: AdminSection {
    static var entry: AdminEntry? {
        AdminEntry(
            title: Texts.Advanced.health, path: "/advanced/health", place: .advanced(about: Texts.Advanced.aboutHealth))
    }

    let health: @Sendable () -> Health

    var routes: [AdminRoute] {
        [.get("/advanced/health") { request in request.page(Texts.Advanced.health, page(health())) }]
    }

    private func page(_ health: Health) -> HTML {
        let state: HTML =
            health.isReady
            ? "<p class=\"good\">\(Texts.Advanced.ready)</p>" : "<p class=\"bad\">\(Texts.Advanced.notReady)</p>"
        let tunnel: HTML? = health.tunnel.map { "<p>\(Texts.Home.tunnel($0))</p>" }
        let sandbox: HTML? = health.sandboxMissing.map { missing in
            missing.isEmpty
                ? "<p>\(Texts.Advanced.sandboxComplete)</p>"
                : "<p class=\"note\">\(Texts.Advanced.sandboxMissing(missing))</p>"
        }
        return """
            <h1>\(Texts.Advanced.health)</h1>\(state)\(list(health.reasons, health))\(list(health.warnings, health))\(tunnel)\(sandbox)
            <p class="faint">\(Texts.Advanced.forPrograms)</p>
            """
    }

    private func list(_ sentences: [String], _ health: Health) -> HTML? {
        sentences.isEmpty ? nil : "<ul>\(sentences.map { "<li>\(health.words($0))</li>" as HTML })</ul>"
    }
}
