import Telephony

/// A configuration as a graph: numbers, flows and menus, what they lead to and when.
package struct FlowGraph: Hashable, Sendable {
    package enum Node: Hashable, Sendable {
        /// The pattern as the configuration has it; nil is `default`.
        case number(Position.Direction, NumberPattern?)
        case flow(String)
        case menu(String)
        /// Where a call leaves us: `hangup`, `voicemail`, `busy`, `dial +492111234567` …
        case end(String)
    }

    package struct Edge: Hashable, Sendable {
        package let from: Node
        package let to: Node
        /// When this way is taken and what is heard on it, in order: `key 3`, `office open`, `“closed”`.
        package let label: [String]
    }

    /// Numbers in the order of the file, flows and menus by name, ends as they come.
    package private(set) var nodes: [Node] = []
    /// By the node they begin at, then in the order of the file.
    package private(set) var edges: [Edge] = []
    private let menuLabels: [String: String]
    private var outer: [String: [String]] = [:]

    package init(_ configuration: Configuration) {
        menuLabels = configuration.menus.mapValues { "\($0.name)\n“\($0.prompt)”" }
        outer = Self.outerMenus(CallPlan(configuration))
        let numbers = configuration.numbers
        var starts = numbers.incoming.entries.map { (Node.number(.incoming, $0.pattern), $0.steps) }
        if let steps = numbers.otherwise { starts.append((.number(.incoming, nil), steps)) }
        starts += numbers.outgoing.entries.map { (Node.number(.outgoing, $0.pattern), $0.steps) }
        let flows = configuration.flows.sorted { $0.key < $1.key }
        let menus = configuration.menus.values.sorted { $0.name < $1.name }
        nodes = starts.map(\.0) + flows.map { .flow($0.key) } + menus.map { .menu($0.name) }
        for (node, steps) in starts { add(steps, from: node) }
        for (name, steps) in flows { add(steps, from: .flow(name)) }
        for menu in menus { add(menu) }
        var known = Set(nodes)
        for edge in edges where known.insert(edge.to).inserted { nodes.append(edge.to) }
    }

    /// What can be come to from a node, and the ways there.
    package func part(from start: Node) -> FlowGraph {
        let ways = Dictionary(grouping: edges, by: \.from)
        var known: Set = [start]
        var waiting = [start]
        while let node = waiting.popLast() {
            for edge in ways[node] ?? [] where known.insert(edge.to).inserted { waiting.append(edge.to) }
        }
        var part = self
        part.nodes = nodes.filter(known.contains)
        part.edges = edges.filter { known.contains($0.from) }
        return part
    }

    /// The menus that lead to each menu, where `back` goes.
    private static func outerMenus(_ plan: CallPlan) -> [String: [String]] {
        var outer: [String: [String]] = [:]
        for menu in plan.configuration.menus.values.sorted(by: { $0.name < $1.name }) {
            for name in plan.menusEntered(from: menu.lists) where name != menu.name {
                outer[name, default: []].append(menu.name)
            }
        }
        return outer
    }

    private mutating func add(_ menu: Menu) {
        let node = Node.menu(menu.name)
        for choice in menu.choices.sorted(by: { $0.keys.text < $1.keys.text }) {
            add(choice.steps, from: node, label: ["key \(choice.keys)"])
        }
        if let otherwise = menu.otherwise {
            add(otherwise, from: node, label: ["other keys"])
        } else {
            add(menu.wrongKey.then, from: node, label: ["wrong key ×\(menu.wrongKey.tries)"])
        }
        add(menu.silence.then, from: node, label: ["silence ×\(menu.silence.tries)"])
    }

    private mutating func add(_ list: StepList, from node: Node, label: [String] = []) {
        var label = label
        for step in list.steps {
            switch step {
            case .play(let prompt): label.append("“\(prompt)”")
            case .check(let schedule, let open, let closed, let holiday):
                let branches = [("open", open), ("closed", closed), ("holiday", holiday)]
                for case (let status, let branch?) in branches {
                    add(branch, from: node, label: label + ["\(schedule) \(status)"])
                }
                if open != nil, closed != nil { return }
                label.append("\(schedule) \(open == nil ? "open" : "closed")")
            case .caller(let branches):
                for branch in branches {
                    let caller =
                        switch branch.pattern {
                        case .anonymous: "anonymous"
                        case .number(let pattern): pattern.description
                        }
                    add(branch.steps, from: node, label: label + ["from \(caller)"])
                }
            default:
                for target in targets(of: step, from: node) { append(Edge(from: node, to: target, label: label)) }
                return
            }
        }
        append(Edge(from: node, to: .end("connect"), label: label))
    }

    private mutating func append(_ edge: Edge) { edges.append(edge) }

    /// Where a step that ends a list leads.
    private func targets(of step: Step, from node: Node) -> [Node] {
        switch step {
        case .menu(let name): [.menu(name)]
        case .flow(let name): [.flow(name)]
        case .repeat: [node]
        case .back:
            if case .menu(let name) = node, let menus = outer[name] { menus.map { .menu($0) } } else { [node] }
        case .dial(let dial):
            switch dial.target {
            case .numbers(let numbers): [.end("dial " + numbers.map(\.description).joined(separator: ", "))]
            case .calledNumber: [.end("dial the called number")]
            }
        case .reject(let rejection): [.end(rejection == .busy ? "busy" : "reject")]
        case .voicemail: [.end("voicemail")]
        case .hangup: [.end("hangup")]
        default: [.end("connect")]
        }
    }
}

// MARK: DOT

extension FlowGraph {
    /// The graph in the DOT language of Graphviz; the same configuration gives the same text.
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
            lines.append("    n\(index) [\(style(of: node)), label=\(Self.quoted(label(of: node)))];")
        }
        for edge in edges {
            let ends = "\(names[edge.from] ?? "") -> \(names[edge.to] ?? "")"
            let label = edge.label.isEmpty ? "" : " [label=\(Self.quoted(edge.label.joined(separator: "\n")))]"
            lines.append("    \(ends)\(label);")
        }
        return lines.joined(separator: "\n") + "\n}\n"
    }

    private func style(of node: Node) -> String {
        switch node {
        case .number: "shape=cds"
        case .flow: "shape=box"
        case .menu: "shape=box, style=rounded"
        case .end: "shape=plaintext"
        }
    }

    /// What a node is called; lines of text.
    package func label(of node: Node) -> String {
        switch node {
        case .number(.incoming, let pattern): pattern?.description ?? "any other number"
        case .number(.outgoing, let pattern): "outgoing from \(pattern?.description ?? "any")"
        case .flow(let name): name
        case .menu(let name): menuLabels[name] ?? name
        case .end(let name): name
        }
    }

    /// A double-quoted string of DOT, whose labels read a backslash as an escape as well.
    private static func quoted(_ text: String) -> String {
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
