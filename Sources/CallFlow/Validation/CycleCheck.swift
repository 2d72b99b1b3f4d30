/// Checks that every cycle of flows and menus contains a key press, so that no call can loop forever by itself.
///
/// Looks for a back edge by depth-first search (Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", section
/// 20.3: a directed graph has a cycle if and only if a depth-first search finds an edge to a node that is still on the
/// path). The nodes are flows and menus, the edges those that a call takes without pressing a key: the steps of a flow,
/// and of a menu only what happens after silence. The search keeps its own path instead of recursing, since a chain of
/// flows can be thousands long, and visits every node and edge once.
struct CycleCheck {
    private let graph: SyntaxGraph
    private let problems: ProblemCollector

    init(_ graph: SyntaxGraph, problems: ProblemCollector) {
        self.graph = graph
        self.problems = problems
    }

    func run() {
        // Where a node is on the path; `nil` if it is not on it.
        var depths = [Int?](repeating: nil, count: graph.count)
        // Whether everything that can be reached from a node has been visited.
        var isDone = [Bool](repeating: false, count: graph.count)
        for start in 0..<graph.count where !isDone[start] {
            var path: [(node: SyntaxGraph.Node, edges: [SyntaxGraph.Edge])] = []
            func enter(_ node: SyntaxGraph.Node) {
                depths[node] = path.count
                path.append((node, graph.keylessEdges(of: node).reversed()))
            }
            enter(start)
            while let top = path.indices.last {
                guard let edge = path[top].edges.popLast() else {
                    isDone[path[top].node] = true
                    depths[path[top].node] = nil
                    path.removeLast()
                    continue
                }
                if let depth = depths[edge.target] {
                    let cycle = path[depth...].map(\.node) + [edge.target]
                    problems.add(.endless(cycle.map { graph.description(of: $0) }), at: edge.span)
                } else if !isDone[edge.target] {
                    enter(edge.target)
                }
            }
        }
    }
}
