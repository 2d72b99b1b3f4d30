import HTTPListener

/// `/advanced/health`: whether calls are answered, as people read it. Programs ask `/health`.
struct HealthController: AdminSection {
    static var entry: AdminEntry? {
        AdminEntry(
            title: Texts.Advanced.health, path: "/advanced/health", place: .advanced(about: Texts.Advanced.aboutHealth))
    }

    let health: @Sendable () -> Health
    /// Those that have the configuration in common; none where it is in a file.
    let instances: @Sendable () -> [InstanceRow]

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
            <h1>\(Texts.Advanced.health)</h1>\(state)\(list(health.reasons, health))\(list(health.warnings, health))\(tunnel)\(sandbox)\(table(instances(), health))
            <p class="faint">\(Texts.Advanced.forPrograms)</p>
            """
    }

    private func table(_ instances: [InstanceRow], _ health: Health) -> HTML? {
        guard !instances.isEmpty else { return nil }
        let rows = instances.map { instance -> HTML in
            let state: HTML =
                switch instance.state {
                case .ready: "<td class=\"good\">\(Texts.Instances.ready)</td>"
                case .notReady: "<td class=\"bad\">\(Texts.Instances.notReady)</td>"
                case .away: "<td class=\"bad\">\(Texts.Instances.away)</td>"
                }
            return """
                <tr><th scope="row">\(instance.name)</th>\(state)<td>\(instance.version.map { "\($0)" } ?? "–")</td>\
                <td>announce \(instance.release)\(list(instance.problems, health))</td></tr>
                """
        }
        return """
            <h2>\(Texts.Instances.title)</h2><p>\(Texts.Instances.about)</p>
            <table><thead><tr><th scope="col">\(Texts.Instances.name)</th><th scope="col">\(Texts.Instances.state)</th>\
            <th scope="col">\(Texts.Instances.version)</th><th scope="col">\(Texts.Instances.release)</th></tr></thead>\
            <tbody>\(rows)</tbody></table>
            """
    }

    private func list(_ sentences: [String], _ health: Health) -> HTML? {
        sentences.isEmpty ? nil : "<ul>\(sentences.map { "<li>\(health.words($0))</li>" as HTML })</ul>"
    }
}
