import HTTPListener

/// `/advanced`: the pages that few people need every day, each with a sentence that says what it is for.
struct AdvancedController: AdminSection {
    static var entry: AdminEntry? {
        AdminEntry(title: Texts.Advanced.title, path: "/advanced", place: .bar(.advanced))
    }

    var routes: [AdminRoute] {
        [
            .get("/advanced") { request in
                request.page(Texts.Advanced.title, "<h1>\(Texts.Advanced.title)</h1>\(list(request.frame.entries))")
            }
        ]
    }

    private func list(_ entries: [AdminEntry]) -> HTML {
        let items = entries.compactMap { entry -> HTML? in
            guard case .advanced(let about) = entry.place else { return nil }
            return "<li><a href=\"\(entry.path)\">\(entry.title)</a><p class=\"faint\">\(about)</p></li>"
        }
        return "<ul class=\"links\">\(items)</ul>"
    }
}
