import CallFlow

/// A layout as SVG. Its colours are those of the style sheet, so it follows the dark mode of the page.
struct FlowDrawing {
    let layout: FlowLayout
    let title: String

    var html: HTML {
        """
        <div class="scroll" tabindex="0" role="group" aria-label="\(Texts.Numbers.flow(of: title))"><svg class="flow\(layout.width > 640 ? " wide" : "")" role="img" aria-labelledby="flow-title flow-text" \
        viewBox="0 0 \(Self.text(layout.width)) \(Self.text(layout.height))" \
        width="\(Self.text(layout.width))" height="\(Self.text(layout.height))">
        <title id="flow-title">\(Texts.Numbers.flow(of: title))</title>\
        <desc id="flow-text">\(Texts.Numbers.described)</desc>
        <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
        <path d="M0 0L8 4L0 8z"/></marker></defs>
        \(layout.edges.map(path))\(layout.boxes.map(box))\(layout.edges.map(label))</svg></div>
        """
    }

    private func box(_ box: FlowLayout.Box) -> HTML {
        let (x, y) = (box.centre.x - box.width / 2, box.centre.y - box.height / 2)
        let lines = lines(box.lines, at: box.centre, height: FlowLayout.line)
        let round: HTML = box.isRound ? " rx=\"9\"" : ""
        return """
            <g class="\(box.kind)"><rect x="\(Self.text(x))" y="\(Self.text(y))" width="\(Self.text(box.width))" \
            height="\(Self.text(box.height))"\(round)/>\(lines)</g>
            """
    }

    private func path(_ edge: FlowLayout.Edge) -> HTML {
        guard let first = edge.points.first else { return .empty }
        let rest = edge.points.dropFirst().map { "\(Self.text($0.x)) \(Self.text($0.y))" }.joined(separator: " ")
        return
            "<path class=\"way\" d=\"M\(Self.text(first.x)) \(Self.text(first.y))C\(rest)\" marker-end=\"url(#tip)\"/>"
    }

    private func label(_ edge: FlowLayout.Edge) -> HTML {
        guard !edge.lines.isEmpty else { return .empty }
        return "<g class=\"label\">\(lines(edge.lines, at: edge.label, height: FlowLayout.line * FlowLayout.small))</g>"
    }

    private func lines(_ lines: [String], at centre: FlowLayout.Point, height: Double) -> [HTML] {
        let top = centre.y - Double(lines.count - 1) * height / 2
        return lines.enumerated().map { index, line in
            "<text x=\"\(Self.text(centre.x))\" y=\"\(Self.text(top + Double(index) * height))\">\(line)</text>"
        }
    }

    /// Whole pixels.
    private static func text(_ value: Double) -> String { String(Int(max(-1e6, min(1e6, value)).rounded())) }
}

extension FlowLayout.Box {
    fileprivate var kind: String {
        switch node {
        case .number, .table: "number"
        case .flow: "steps"
        case .menu: "menu"
        case .end: "end"
        }
    }

    fileprivate var isRound: Bool { if case .menu = node { true } else { false } }
}

/// A graph in words, as an alternative to the picture.
struct FlowWords {
    let graph: FlowGraph

    init(_ graph: FlowGraph) {
        self.graph = graph
    }

    /// The maximum number of edges described; a configuration may have thousands.
    private static let most = 300

    var html: HTML {
        let edges = Dictionary(grouping: graph.edges.prefix(Self.most), by: \.from)
        let nodes = graph.nodes.filter { edges[$0] != nil }
        let more: HTML? =
            graph.edges.count > Self.most
            ? "<p>\(Texts.Numbers.moreEdges(graph.edges.count - Self.most))</p>" : nil
        return """
            <details><summary>\(Texts.Numbers.inWords)</summary><dl>\(nodes.map { item($0, edges[$0] ?? []) })</dl>\(more)</details>
            """
    }

    private func item(_ node: FlowGraph.Node, _ edges: [FlowGraph.Edge]) -> HTML {
        let items = edges.map { edge -> HTML in
            let label: HTML = edge.label.isEmpty ? "" : "\(edge.words): "
            return "<dd>\(label)\(Texts.Numbers.to(name(edge.to)))</dd>"
        }
        return "<dt>\(name(node))</dt>\(items)"
    }

    private func name(_ node: FlowGraph.Node) -> String {
        let label = graph.words(of: node).replacing("\n", with: " ")
        return switch node {
        case .number, .table: label
        case .flow: Texts.Numbers.flow(label)
        case .menu: Texts.Numbers.menu(label)
        case .end: label
        }
    }
}
