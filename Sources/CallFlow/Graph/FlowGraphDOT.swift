import Telephony

extension FlowGraph {
    /// The graph in the DOT language of Graphviz (https://graphviz.org/doc/info/lang.html). The same configuration
    /// always gives the same text.
    package var dot: String {
        var lines = [
            "digraph announce {",
            "    rankdir=LR;",
            "    node [fontname=\"Helvetica\", fontsize=11];",
            "    edge [fontname=\"Helvetica\", fontsize=9];",
        ]
        var names: [Node: String] = [:]
        for (index, node) in nodes.enumerated() {
            names[node] = "n\(index)"
            lines.append("    n\(index) [\(style(of: node)), label=\(Self.dotString(label(of: node)))];")
        }
        for edge in edges {
            let ends = "\(names[edge.from] ?? "") -> \(names[edge.to] ?? "")"
            let label = edge.label.isEmpty ? "" : " [label=\(Self.dotString(edge.label.joined(separator: "\n")))]"
            lines.append("    \(ends)\(label);")
        }
        return lines.joined(separator: "\n") + "\n}\n"
    }

    private func style(of node: Node) -> String {
        switch node {
        case .number, .table: "shape=cds"
        case .flow: "shape=box"
        case .menu: "shape=box, style=rounded"
        case .end: "shape=plaintext"
        }
    }

    /// The text shown for a node, in one or more lines.
    package func label(of node: Node) -> String {
        switch node {
        case .number(.incoming, let pattern): pattern?.description ?? "any other number"
        case .number(.outgoing, let pattern): "outgoing from \(pattern?.description ?? "any")"
        case .table(let file, _, 1): "1 number of \(file)"
        case .table(let file, _, let count): "\(count) numbers of \(file)"
        case .flow(let name): name
        case .menu(let name): menuLabels[name] ?? name
        case .end(let name): name
        }
    }

    /// A double-quoted string of DOT. The language itself escapes only quotes, but labels read a backslash as an escape
    /// too, so both are escaped. Control characters are not allowed in SVG, which Graphviz makes of it.
    private static func dotString(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
