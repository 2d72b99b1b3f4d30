/// Shows that no call goes round for ever by itself: every cycle of flows and menus has a key press in it.
struct CycleProof {
    private let map: FlowMap
    private let problems: ProblemCollector

    init(_ map: FlowMap, problems: ProblemCollector) {
        self.map = map
        self.problems = problems
    }

    func run() {
        // Depth first, without recursion: a chain may be thousands of flows long.
        var depths = [Int?](repeating: nil, count: map.count)
        var isDone = [Bool](repeating: false, count: map.count)
        for start in 0..<map.count where !isDone[start] {
            var path: [(node: FlowMap.Node, edges: [FlowMap.Edge])] = []
            func enter(_ node: FlowMap.Node) {
                depths[node] = path.count
                path.append((node, map.keylessEdges(of: node).reversed()))
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
                    let round = path[depth...].map(\.node) + [edge.target]
                    problems.add(.endless(round.map(map.words)), at: edge.span)
                } else if !isDone[edge.target] {
                    enter(edge.target)
                }
            }
        }
    }
}
