package import Telephony

/// A configuration as a directed graph: numbers, flows and menus, and when each leads to another.
package struct FlowGraph: Hashable, Sendable {
    package enum Node: Hashable, Sendable {
        /// `nil` is `default`.
        case number(CallDirection, NumberPattern?)
        /// The numbers of a large table with the same steps; the path of their list, and how many they are.
        case table(String, list: String, count: Int)
        case flow(String)
        case menu(String)
        /// How a call ends here: `hangup`, `voicemail`, `busy`, `dial +492111234567` …
        case end(String)
    }

    package struct Edge: Hashable, Sendable {
        package let from: Node
        package let to: Node
        /// When a call takes this edge and what it hears on it, in order: `key 3`, `office open`, `“closed”`.
        package let label: [String]
    }

    /// Numbers in file order, flows and menus by name, ends in the order they are first reached.
    package private(set) var nodes: [Node] = []
    /// By the node they start at, then in file order.
    package private(set) var edges: [Edge] = []
    /// Flows that calls come back from, and those whose end is the end of calls.
    private let entrances: FlowEntrances
    private let returns: FlowReturns
    let menuLabels: [String: String]
    /// The menus that lead to each menu: where `back` leads.
    private var outerMenus: [String: [String]] = [:]

    package init(_ configuration: Configuration) {
        menuLabels = configuration.menus.mapValues { "\($0.name)\n“\($0.prompt)”" }
        outerMenus = Self.outerMenus(CallPlan(configuration))
        let shapes = configuration.flows.mapValues(\.shape)
        entrances = FlowEntrances(
            (configuration.numbers.lists + configuration.menus.values.flatMap(\.lists)).map(\.shape), flows: shapes)
        returns = FlowReturns(shapes)
        let starts = Self.entryPoints(configuration.numbers)
        let flows = configuration.flows.sorted { $0.key < $1.key }
        let menus = configuration.menus.values.sorted { $0.name < $1.name }
        nodes = starts.map(\.node) + flows.map { .flow($0.key) } + menus.map { .menu($0.name) }
        for (node, steps) in starts { add(steps, from: node) }
        for (name, steps) in flows { add(steps, from: .flow(name)) }
        for menu in menus { add(menu) }
        var known = Set(nodes)
        for edge in edges where known.insert(edge.to).inserted { nodes.append(edge.to) }
    }

    /// The nodes of the numbers with the steps that calls start with, in file order.
    static func entryPoints(_ numbers: NumberPlan) -> [(node: Node, steps: StepList)] {
        var starts = numbers.incoming.entries.map { (node: Node.number(.incoming, $0.pattern), steps: $0.steps) }
        for table in numbers.incoming.large {
            starts += table.uses.map { (.table(table.file, list: $0.steps.path, count: $0.count), $0.steps) }
        }
        if let steps = numbers.otherwise { starts.append((.number(.incoming, nil), steps)) }
        return starts + numbers.outgoing.entries.map { (.number(.outgoing, $0.pattern), $0.steps) }
    }

    /// The part of the graph that can be reached from a node.
    package func subgraph(from start: Node) -> FlowGraph {
        let ways = Dictionary(grouping: edges, by: \.from)
        var known: Set = [start]
        var waiting = [start]
        while let node = waiting.popLast() {
            for edge in ways[node] ?? [] where known.insert(edge.to).inserted { waiting.append(edge.to) }
        }
        var subgraph = self
        subgraph.nodes = nodes.filter(known.contains)
        subgraph.edges = edges.filter { known.contains($0.from) }
        return subgraph
    }

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
            if case .play(let prompt) = step { label.append("“\(prompt)”") }
            if case .override(let override) = step { label.append("override \(override.words)") }
            step.forEachBranch { branch in
                add(branch.steps, from: node, label: label + [Self.label(branch.condition)])
            }
            if case .do(let name) = step {
                edges.append(Edge(from: node, to: .flow(name), label: label))
                guard !returns[name].isEmpty else { return }
                label.append("after \(name)")
            }
            switch step.continuation {
            case .everyCall, .only(.otherCallers), .only(.otherCalled), .only(.otherDiversions), .only(.otherHolidays),
                .only(.afterFlow):
                break
            case .only(.status(let status, let schedule)): label.append("\(schedule) \(status.rawValue)")
            case .noCall:
                for target in targets(of: step, from: node) {
                    edges.append(Edge(from: node, to: target, label: label))
                }
                return
            }
        }
        guard case .flow(let name) = node, entrances.returning.contains(name) else {
            return edges.append(Edge(from: node, to: .end("connect"), label: label))
        }
        edges.append(Edge(from: node, to: .end("comes back"), label: label))
        if entrances.final.contains(name) { edges.append(Edge(from: node, to: .end("connect"), label: label)) }
    }

    private static func label(_ condition: StepBranch.Condition) -> String {
        switch condition {
        case .status(let status, let schedule): "\(schedule) \(status.rawValue)"
        case .caller(let pattern): "from \(pattern)"
        case .called(let pattern): pattern.words
        case .diverted(let pattern): pattern.words
        case .holiday(let name): name
        }
    }

    /// The nodes that a step leads to after which a list does not continue; none if only its branches lead on.
    private func targets(of step: Step, from node: Node) -> [Node] {
        switch step {
        case .menu(let name): [.menu(name)]
        case .flow(let name): [.flow(name)]
        case .repeat: [node]
        case .back:
            if case .menu(let name) = node, let menus = outerMenus[name] { menus.map { .menu($0) } } else { [node] }
        case .dial(let dial):
            switch dial.target {
            case .numbers(let numbers):
                [.end("dial " + (numbers.map(\.description) + dial.people).joined(separator: ", "))]
            case .keyed(let number): [.end("dial \(number)")]
            case .calledNumber: [.end("dial the called number")]
            }
        case .reject(let rejection): [.end(rejection == .busy ? "busy" : "reject")]
        case .voicemail: [.end("voicemail")]
        case .hangup: [.end("hangup")]
        case .connect: [.end("connect")]
        case .check, .holiday, .caller, .called, .diverted, .override, .play, .do: []
        }
    }
}
