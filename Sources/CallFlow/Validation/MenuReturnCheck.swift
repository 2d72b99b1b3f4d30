/// Shows that `repeat` and `back` in menus lead on: to a menu that is there, and not round for ever.
struct MenuReturnProof {
    private let map: FlowMap
    private let problems: ProblemCollector

    init(_ map: FlowMap, problems: ProblemCollector) {
        self.map = map
        self.problems = problems
    }

    func run() {
        for node in map.menuNodes {
            guard let menu = map.menu(node) else { continue }
            let isAlone = map.menusBefore[node] == nil
            if isAlone {
                menu.forEachList { list in
                    list.forEachStep { step in
                        guard case .back = step.action else { return }
                        problems.add(.nowhereToGoBack(menu: menu.name.value), at: step.span)
                    }
                }
            }
            menu.silence.then.forEachStep { step in
                switch step.action {
                case .repeat: problems.add(.silenceRepeats, at: step.span)
                case .back where !isAlone && map.firstMenus.contains(node):
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
