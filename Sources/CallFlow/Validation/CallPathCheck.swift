/// Follows every way a call can take from the numbers on: what is never reached, and what is out of place there.
struct CallProof {
    /// What is known of a call when it comes to a list.
    private struct Call: Hashable {
        var isOutgoing: Bool
        var hasHeard: Bool

        /// 0..<4
        var index: Int { (isOutgoing ? 2 : 0) + (hasHeard ? 1 : 0) }
    }

    private let map: FlowMap
    /// For wrong names those that were probably meant: what they lead to is used, once the slip is mended.
    private let meant: [Problem.Thing: [String: String]]
    private let problems: ProblemCollector
    /// For each flow and menu the calls that come to it, as bits.
    private var reached: [UInt8]
    private var waiting: [(node: FlowMap.Node, call: Call)] = []
    private var schedules: Set<String> = []

    init(_ map: FlowMap, meant: [Problem.Thing: [String: String]], problems: ProblemCollector) {
        self.map = map
        self.meant = meant
        self.problems = problems
        reached = Array(repeating: 0, count: map.count)
    }

    mutating func run() {
        let incoming = Call(isOutgoing: false, hasHeard: false)
        for list in map.syntax.incoming.map(\.steps) + [map.syntax.otherwise].compactMap({ $0 }) {
            follow(list, incoming)
        }
        for number in map.syntax.outgoing { follow(number.steps, Call(isOutgoing: true, hasHeard: false)) }
        while let (node, call) = waiting.popLast() {
            var call = call
            if map.menu(node) != nil { call.hasHeard = true }
            map.forEachList(of: node) { follow($0, call) }
        }
        reportUnused()
    }

    private mutating func follow(_ list: StepListSyntax, _ call: Call) {
        var call = call
        for step in list.steps {
            switch step.action {
            case .play: call.hasHeard = true
            case .flow(let name): go(to: map.node(flow: meant(.flow, name)), call)
            case .menu(let name): go(to: map.node(menu: meant(.menu, name)), call)
            case .check(let schedule, _, _, _): schedules.insert(meant(.schedule, schedule))
            case .reject where call.hasHeard: problems.add(.rejectAfterPrompt, at: step.span)
            case .dial(let dial, let targets): prove(dial, targets, call)
            default: break
            }
            for branch in step.branches { follow(branch, call) }
        }
    }

    private func meant(_ thing: Problem.Thing, _ name: Located<String>) -> String {
        meant[thing]?[name.value] ?? name.value
    }

    private mutating func go(to node: FlowMap.Node?, _ call: Call) {
        guard let node, reached[node] & 1 << call.index == 0 else { return }
        reached[node] |= 1 << call.index
        waiting.append((node, call))
    }

    private func prove(_ dial: Dial, _ targets: [Span], _ call: Call) {
        guard let first = targets.first else { return }
        switch dial.target {
        case .calledNumber where !call.isOutgoing: problems.add(.calledNumberIncoming, at: first)
        case .numbers(let numbers) where call.isOutgoing && numbers.count > 1:
            problems.add(.severalNumbersOutgoing(numbers.count), at: targets[1])
        default: break
        }
    }

    private func reportUnused() {
        for node in 0..<map.count where reached[node] == 0 {
            let name = map.name(of: node)
            problems.add(.unused(map.menu(node) == nil ? .flow : .menu, name.value), at: name.span)
        }
        for schedule in map.syntax.schedules where !schedules.contains(schedule.name.value) {
            problems.add(.unused(.schedule, schedule.name.value), at: schedule.name.span)
        }
    }
}
