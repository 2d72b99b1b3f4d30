import Telephony

/// Finds numbers whose calls are put through to the same number again, with no key pressed on the way.
struct DialLoopProof {
    private let map: FlowMap
    private let problems: ProblemCollector

    init(_ map: FlowMap, problems: ProblemCollector) {
        self.map = map
        self.problems = problems
    }

    func run() {
        // Hardly a number is both called and dialled, and only those are followed.
        var dialled: Set<String> = []
        map.syntax.forEachList { list in
            list.forEachStep { step in
                guard case .dial(let dial, _) = step.action, case .numbers(let numbers) = dial.target else { return }
                dialled.formUnion(numbers.map(\.digits))
            }
        }
        for number in map.syntax.incoming {
            guard let pattern = number.pattern, !pattern.isPrefix, dialled.contains(pattern.digits) else { continue }
            follow(number.steps, of: pattern.digits)
        }
    }

    private func follow(_ list: StepListSyntax, of number: String) {
        var seen: Set<FlowMap.Node> = []
        var waiting = [list]
        while let list = waiting.popLast() {
            list.forEachStep { step in
                switch step.action {
                case .flow(let name):
                    if let node = map.node(flow: name.value), seen.insert(node).inserted {
                        map.forEachList(of: node) { waiting.append($0) }
                    }
                case .dial(let dial, let targets):
                    guard case .numbers(let numbers) = dial.target else { return }
                    for (target, span) in zip(numbers, targets) where target.digits == number {
                        problems.add(.dialsItself(target.description), at: span)
                    }
                default: break
                }
            }
        }
    }
}
