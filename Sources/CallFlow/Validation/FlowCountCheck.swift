/// Checks that no event leads a call through too many flows by `do`, which can double them with every level, nor through
/// too many within each other, which an answer has to carry.
///
/// The values of a flow are those of its edges: a `do` adds all flows of its target, a `flow` is one way of several. Each
/// flow is computed once, after those that it leads to; a cycle, which was reported, is cut where it closes.
struct FlowCountCheck {
    private struct Counts {
        var flows = 0
        var depth = 0
    }

    private let graph: SyntaxGraph
    private let problems: ProblemCollector
    private var limit: Int { CallPlan.maximumFlowsDone + graph.flowEdges.count }

    init(_ graph: SyntaxGraph, problems: ProblemCollector) {
        self.graph = graph
        self.problems = problems
    }

    func run() {
        guard (graph.flowEdges + graph.firstEdges + graph.menuEdges).contains(where: { $0.contains(where: \.isDo) })
        else {
            return
        }
        var counts = [Counts?](repeating: nil, count: graph.flowEdges.count)
        var isEntered = [Bool](repeating: false, count: graph.flowEdges.count)
        for start in graph.flowEdges.indices {
            var path = [start]
            while let flow = path.last {
                let isFirst = !isEntered[flow]
                isEntered[flow] = true
                let ahead =
                    isFirst
                    ? graph.flowEdges[flow].map(\.target).filter { $0 < counts.count && !isEntered[$0] } : []
                if ahead.isEmpty {
                    if counts[flow] == nil { counts[flow] = total(graph.flowEdges[flow], counts) }
                    path.removeLast()
                } else {
                    path += ahead
                }
            }
        }
        for edges in graph.firstEdges + graph.menuEdges { _ = total(edges, counts) }
    }

    /// The flows that edges lead through. Reports the edge that exceeds a limit, and counts as if it were not there.
    private func total(_ edges: [SyntaxGraph.Edge], _ counts: [Counts?]) -> Counts {
        var (done, longest, depth) = (0, 0, 0)
        for edge in edges where edge.target < counts.count {
            let target = counts[edge.target] ?? Counts()
            guard edge.isDo else {
                longest = max(longest, target.flows + 1)
                depth = max(depth, target.depth)
                continue
            }
            if target.depth + 1 > CallPlan.maximumReturns {
                problems.add(.flowsTooDeep(limit: CallPlan.maximumReturns), at: edge.span)
            } else if done + target.flows + 1 + longest > limit {
                problems.add(.tooManyFlows(limit: limit), at: edge.span)
            } else {
                done += target.flows + 1
                depth = max(depth, target.depth + 1)
            }
        }
        return Counts(flows: min(limit, done + longest), depth: depth)
    }
}
