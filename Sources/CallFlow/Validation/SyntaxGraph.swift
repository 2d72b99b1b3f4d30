/// Flows and menus as the nodes of a directed graph, numbered from 0; the edges are the steps that lead from one to
/// another.
struct SyntaxGraph {
    /// Flows come first, then menus.
    typealias Node = Int

    struct Edge {
        var target: Node
        /// The step that is this edge.
        var span: SourceSpan
        /// Whether calls come back.
        var isDo = false
    }

    let syntax: ConfigurationSyntax
    private let flows: [String: Node]
    private let menus: [String: Node]
    /// For each menu, the menus from which a call can reach it without passing another menu; never itself. `back` goes
    /// there.
    private(set) var menusBefore: [Node: [Node]] = [:]
    /// Menus that can be the first one of a call.
    private(set) var firstMenus: Set<Node> = []
    /// The edges of each flow, by node.
    let flowEdges: [[Edge]]
    /// The edges of the lists that calls start with.
    let firstEdges: [[Edge]]
    /// The edges of each list of a menu.
    private(set) var menuEdges: [[Edge]] = []

    init(_ syntax: ConfigurationSyntax) {
        self.syntax = syntax
        let flows = Dictionary(syntax.flows.enumerated().map { ($1.name.value, $0) }) { first, _ in first }
        let menus = Dictionary(
            syntax.menus.enumerated().map { ($1.name.value, $0 + syntax.flows.count) }
        ) { first, _ in first }
        (self.flows, self.menus) = (flows, menus)
        flowEdges = syntax.flows.map { Self.edges(of: $0.steps, flows, menus) }
        var first: [[Edge]] = []
        syntax.forEachEntry { first.append(Self.edges(of: $0, flows, menus)) }
        firstEdges = first
        firstMenus = menusAhead(of: first.flatMap(\.self))
        for (index, menu) in syntax.menus.enumerated() {
            let node = index + syntax.flows.count
            var edges: [Edge] = []
            menu.forEachList { list in
                let some = Self.edges(of: list, flows, menus)
                if some.contains(where: \.isDo) { menuEdges.append(some) }
                edges += some
            }
            for next in menusAhead(of: edges) where next != node { menusBefore[next, default: []].append(node) }
        }
    }

    var count: Int { syntax.flows.count + syntax.menus.count }
    var menuNodes: Range<Node> { syntax.flows.count..<count }

    /// The menu of a node; `nil` for a flow.
    func menu(_ node: Node) -> MenuSyntax? { node < syntax.flows.count ? nil : syntax.menus[node - syntax.flows.count] }

    /// Calls `body` for every list of a flow or menu, without lists in branches.
    func forEachList(of node: Node, _ body: (StepListSyntax) -> Void) {
        if let menu = menu(node) {
            menu.forEachList(body)
        } else {
            body(syntax.flows[node].steps)
        }
    }

    func name(of node: Node) -> Located<String> { menu(node)?.name ?? syntax.flows[node].name }

    /// The name as written.
    func title(of node: Node) -> String { menu(node)?.title ?? syntax.flows[node].title }

    /// `menu main`
    func description(of node: Node) -> String { "\(menu(node) == nil ? "flow" : "menu") \(title(of: node))" }

    func node(flow name: String) -> Node? { flows[name] }
    func node(menu name: String) -> Node? { menus[name] }

    /// The edges that a call can take without pressing a key: of a menu only those taken after silence, `back`
    /// included.
    func keylessEdges(of node: Node) -> [Edge] {
        guard let menu = menu(node) else { return flowEdges[node] }
        var edges = Self.edges(of: menu.silence.then, flows, menus)
        menu.silence.then.forEachStep { step in
            guard case .back = step.action else { return }
            edges += (menusBefore[node] ?? []).map { Edge(target: $0, span: step.span) }
        }
        return edges
    }

    private static func edges(of list: StepListSyntax, _ flows: [String: Node], _ menus: [String: Node]) -> [Edge] {
        var edges: [Edge] = []
        list.forEachStep { step in
            let target: (node: Node?, isDo: Bool) =
                switch step.action {
                case .flow(let name): (flows[name.value], false)
                case .do(let name): (flows[name.value], true)
                case .menu(let name): (menus[name.value], false)
                default: (nil, false)
                }
            if let node = target.node { edges.append(Edge(target: node, span: step.span, isDo: target.isDo)) }
        }
        return edges
    }

    /// The menus that edges lead to, directly or through flows, but not through other menus.
    private func menusAhead(of edges: [Edge]) -> Set<Node> {
        var seen: Set<Node> = []
        var waiting = edges.map(\.target)
        while let node = waiting.popLast() {
            guard seen.insert(node).inserted, node < flowEdges.count else { continue }
            waiting += flowEdges[node].map(\.target)
        }
        return seen.filter { $0 >= flowEdges.count }
    }
}
