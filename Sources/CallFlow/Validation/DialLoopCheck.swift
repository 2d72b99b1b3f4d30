import Telephony

/// Finds numbers that dial themselves without a key press: each such call would come in again, and again.
struct DialLoopCheck {
    private let graph: SyntaxGraph
    private let problems: ProblemCollector
    private let people: [String: DialTarget]

    init(_ graph: SyntaxGraph, problems: ProblemCollector) {
        self.graph = graph
        people = graph.syntax.numbersOfPeople
        self.problems = problems
    }

    func run() {
        // Few numbers are both called and dialled, and only those are followed.
        var dialled: Set<String> = []
        graph.syntax.forEachList { list in
            list.forEachStep { step in
                guard case .dial(let dial, _) = step.action, case .numbers(let numbers) = dial.target else { return }
                for case .number(let number) in numbers + dial.people.compactMap({ people[$0] }) {
                    dialled.insert(number.digits)
                }
            }
        }
        for number in graph.syntax.incoming {
            guard let pattern = number.pattern, !pattern.isPrefix, dialled.contains(pattern.digits) else { continue }
            follow(number.steps, of: pattern.digits)
        }
        for table in graph.syntax.largeTables {
            for digits in dialled {
                let key = NumberKey(NumberPattern(digits: digits, isPrefix: false))
                if let row = table.rows.row(of: key) { follow(table.steps[table.rows.target(at: row)], of: digits) }
            }
        }
    }

    private func follow(_ list: StepListSyntax, of number: String) {
        var seen: Set<SyntaxGraph.Node> = []
        var waiting = [list]
        while let list = waiting.popLast() {
            list.forEachStep { step in
                switch step.action {
                case .flow(let name), .do(let name):
                    if let node = graph.node(flow: name.value), seen.insert(node).inserted {
                        graph.forEachList(of: node) { waiting.append($0) }
                    }
                case .dial(let dial, let targets):
                    guard case .numbers(let numbers) = dial.target else { return }
                    let called = numbers.map { Optional($0) } + dial.people.map { people[$0] }
                    for case (.number(let target)?, let span) in zip(called, targets) where target.digits == number {
                        problems.add(.dialsItself(target.description), at: span)
                    }
                default: break
                }
            }
        }
    }
}
