/// Checks that `repeat` and `back` lead to a menu that exists, and that neither is what a menu does after silence where
/// that would go on forever.
struct MenuReturnCheck {
    private let graph: SyntaxGraph
    private let problems: ProblemCollector

    init(_ graph: SyntaxGraph, problems: ProblemCollector) {
        self.graph = graph
        self.problems = problems
    }

    func run() {
        for node in graph.menuNodes {
            guard let menu = graph.menu(node) else { continue }
            let isTopMenu = graph.menusBefore[node] == nil
            if isTopMenu {
                menu.forEachList { list in
                    list.forEachStep { step in
                        guard case .back = step.action else { return }
                        problems.add(.nowhereToGoBack(menu: menu.title), at: step.span)
                    }
                }
            }
            menu.silence.then.forEachStep { step in
                switch step.action {
                case .repeat: problems.add(.silenceRepeats, at: step.span)
                case .back where !isTopMenu && graph.firstMenus.contains(node):
                    problems.add(.silenceGoesBack, at: step.span)
                default: break
                }
            }
            menu.wrongKey.then.forEachStep { step in
                if case .repeat = step.action { problems.add(.wrongKeyRepeats, at: step.span) }
            }
        }
    }
}
