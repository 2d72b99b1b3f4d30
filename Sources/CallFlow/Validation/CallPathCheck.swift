/// Follows every path of a call from the numbers on, and reports what is never reached and steps that such calls cannot
/// use.
///
/// A flow or menu is visited once for each state that calls reach it in, eight times at most, so the time is linear in
/// the size of the file.
struct CallPathCheck {
    /// The state of a call when it reaches a list, as far as the checks depend on it.
    private struct CallState: Hashable {
        var isOutgoing: Bool
        /// A call that has heard an announcement has been answered.
        var hasHeard: Bool
        /// A caller who has pressed a code knows it.
        var hasCode = false

        /// 0..<8
        var index: Int { (hasCode ? 4 : 0) + (isOutgoing ? 2 : 0) + (hasHeard ? 1 : 0) }
    }

    /// How many keys a code has at least; those that can be any digit do not count.
    private static let shortestCode = 3

    private let graph: SyntaxGraph
    private let use: FlowUse
    /// For unknown names the suggested one: its item counts as used, so that a typo is reported once.
    private let intended: [ConfigurationProblem.NamedItem: [String: String]]
    private let problems: ProblemCollector
    /// For each flow and menu a bit set of the states that calls reach it in.
    private var reached: [UInt8]
    private var waiting: [(node: SyntaxGraph.Node, call: CallState)] = []
    private var schedules: Set<String> = []
    /// The people and rotas dialled.
    private var dialled: Set<String> = []
    private var lists: Set<String> = []

    init(
        _ graph: SyntaxGraph, _ use: FlowUse, intended: [ConfigurationProblem.NamedItem: [String: String]],
        problems: ProblemCollector
    ) {
        self.graph = graph
        self.use = use
        self.intended = intended
        self.problems = problems
        reached = Array(repeating: 0, count: graph.count)
    }

    mutating func run() {
        let incoming = CallState(isOutgoing: false, hasHeard: false)
        for list in graph.syntax.incoming.map(\.steps) + [graph.syntax.otherwise].compactMap({ $0 }) {
            follow(list, incoming)
        }
        for number in graph.syntax.outgoing { follow(number.steps, CallState(isOutgoing: true, hasHeard: false)) }
        while let (node, call) = waiting.popLast() {
            var call = call
            if let menu = graph.menu(node) {
                call.hasHeard = true
                follow(menu, call)
            } else {
                graph.forEachList(of: node) { follow($0, call) }
            }
        }
        reportUnused()
    }

    private mutating func follow(_ menu: MenuSyntax, _ call: CallState) {
        for choice in menu.choices {
            var call = call
            let keys = choice.keys?.value
            if keys.map({ $0.count - $0.wildcards >= Self.shortestCode }) ?? true { call.hasCode = true }
            follow(choice.steps, call)
        }
        for list in [menu.otherwise, menu.silence.then, menu.wrongKey.then].compactMap(\.self) { follow(list, call) }
    }

    private mutating func follow(_ list: StepListSyntax, _ call: CallState) {
        var call = call
        for step in list.steps {
            switch step.action {
            case .play: call.hasHeard = true
            case .flow(let name): go(to: graph.node(flow: intended(.flow, name)), call)
            case .do(let name):
                let flow = intended(.flow, name)
                go(to: graph.node(flow: flow), call)
                if use.comesBackHeard(flow) { call.hasHeard = true }
            case .menu(let name): go(to: graph.node(menu: intended(.menu, name)), call)
            case .check(let schedule, _, _, _): schedules.insert(intended(.schedule, schedule))
            case .caller(let branches):
                for case .list(let name)? in branches.map(\.pattern) { lists.insert(name) }
            case .called(let branches):
                for case .list(let name)? in branches.map(\.pattern) { lists.insert(name) }
            case .override where !call.hasCode: problems.add(.unprotectedOverride, at: step.span)
            case .reject where call.hasHeard: problems.add(.rejectAfterPrompt, at: step.span)
            case .dial(let dial, let targets): check(dial, targets, call)
            default: break
            }
            step.forEachBranch { follow($0, call) }
        }
    }

    private func intended(_ item: ConfigurationProblem.NamedItem, _ name: Located<String>) -> String {
        intended[item]?[name.value] ?? name.value
    }

    private mutating func go(to node: SyntaxGraph.Node?, _ call: CallState) {
        guard let node, reached[node] & 1 << call.index == 0 else { return }
        reached[node] |= 1 << call.index
        waiting.append((node, call))
    }

    private mutating func check(_ dial: Dial, _ targets: [SourceSpan], _ call: CallState) {
        guard let first = targets.first else { return }
        dialled.formUnion(dial.people)
        switch dial.target {
        case .calledNumber where !call.isOutgoing: problems.add(.calledNumberIncoming, at: first)
        case .numbers where call.isOutgoing && targets.count > 1:
            problems.add(.severalNumbersOutgoing(targets.count), at: targets[1])
        default: break
        }
    }

    private func reportUnused() {
        // Of the instances of a flow with parameters, some may be used only by others that are not.
        var used: Set<SourceSpan> = []
        for node in 0..<graph.count where reached[node] != 0 { used.insert(graph.name(of: node).span) }
        for node in 0..<graph.count {
            let span = graph.name(of: node).span
            guard !used.contains(span) else { continue }
            problems.add(.unused(graph.menu(node) == nil ? .flow : .menu, graph.title(of: node)), at: span)
        }
        for template in graph.syntax.templates where !template.isUsed {
            let name = template.name.value
            guard intended[template.item]?.values.contains(name) != true else { continue }
            problems.add(.unused(template.item, name), at: template.name.span)
        }
        let all = Dictionary(graph.syntax.schedules.map { ($0.name.value, $0.schedule) }) { first, _ in first }
        let spoken = graph.syntax.texts.flatMap { (try? $0.text.template.schedules(in: all)) ?? [] }
        for schedule in graph.syntax.schedules
        where !schedules.contains(schedule.name.value) && !spoken.contains(schedule.name.value) {
            problems.add(.unused(.schedule, schedule.name.value), at: schedule.name.span)
        }
        for list in graph.syntax.lists where !lists.contains(list.name.value) {
            problems.add(.unused(.list, list.name.value), at: list.name.span)
        }
        for rota in graph.syntax.rotas where !dialled.contains(rota.name.value) {
            problems.add(.unused(.rota, rota.name.value), at: rota.name.span)
        }
        let onRotas = Set(graph.syntax.rotas.flatMap { $0.rota?.people ?? [] })
        for person in graph.syntax.people
        where !dialled.contains(person.name.value) && !onRotas.contains(person.name.value) {
            problems.add(.unused(.person, person.name.value), at: person.name.span)
        }
    }
}
