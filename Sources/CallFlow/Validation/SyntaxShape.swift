extension StepListSyntax {
    var shape: [FlowShape] {
        steps.map { step in
            switch step.action {
            case .play: return .prompt
            case .flow(let name): return .flow(name.value)
            case .do(let name): return .do(name.value)
            case .broken: return .unknown
            default:
                var branches: [[FlowShape]] = []
                step.forEachBranch { branches.append($0.shape) }
                guard case .noCall? = step.continuation else { return .branches(branches, continues: true) }
                return branches.isEmpty ? .end : .branches(branches, continues: false)
            }
        }
    }
}

/// The flows of a file: which come back, and from where calls come into them.
struct FlowUse {
    private let entrances: FlowEntrances
    /// Those that certainly come back, and those of which that cannot be excluded.
    private let certain: FlowReturns
    private let possible: FlowReturns

    init(_ syntax: ConfigurationSyntax) {
        var lists: [[FlowShape]] = []
        syntax.forEachEntry { lists.append($0.shape) }
        for menu in syntax.menus { menu.forEachList { lists.append($0.shape) } }
        let flows = Dictionary(syntax.flows.map { ($0.name.value, $0.steps.shape) }) { first, _ in first }
        entrances = FlowEntrances(lists, flows: flows)
        certain = FlowReturns(flows)
        possible = FlowReturns(flows, assumingReturns: true)
    }

    /// Whether the end of a flow can be the end of a call. Of a flow that nothing leads to, too.
    func isFinal(_ flow: String) -> Bool { entrances.final.contains(flow) || !entrances.returning.contains(flow) }

    func comesBack(_ flow: String) -> Bool { !certain[flow].isEmpty }
    func endsEveryCall(_ flow: String) -> Bool { possible[flow].isEmpty }
    /// Whether a call can have heard an announcement when it comes back.
    func comesBackHeard(_ flow: String) -> Bool { certain[flow].contains(.heard) }
}
