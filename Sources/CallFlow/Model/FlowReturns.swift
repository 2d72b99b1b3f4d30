/// Which flows can come to their end without ending the call: after `do`, the call then continues with the next step.
///
/// The least solution of the equations between flows. They are evaluated in the order in which a depth-first search leaves them, so
/// each after those that it names, and once is enough. Where flows lead in a circle, which is an error, it need not be.
struct FlowReturns: Hashable, Sendable {
    /// In what state a call can come out of a flow.
    struct Ways: OptionSet, Hashable, Sendable {
        let rawValue: UInt8

        static let unheard = Ways(rawValue: 1)
        /// It has heard an announcement, so it is answered.
        static let heard = Ways(rawValue: 2)
    }

    private var ways: [String: Ways] = [:]
    /// Whether steps that could not be read, and flows that do not exist, are assumed to let calls continue.
    private let assumesReturns: Bool

    init(_ flows: [String: [FlowShape]], assumingReturns: Bool = false) {
        assumesReturns = assumingReturns
        for name in Self.order(of: flows) { ways[name] = after(flows[name] ?? [], .unheard) }
    }

    /// The names of flows, each after those that it names itself.
    private static func order(of flows: [String: [FlowShape]]) -> [String] {
        var order: [String] = []
        var entered: Set<String> = []
        for start in flows.keys where !entered.contains(start) {
            // Its own path instead of recursion, since a chain of flows can be thousands long.
            var path = [(name: start, isLeaving: false)]
            while let (name, isLeaving) = path.popLast() {
                if isLeaving {
                    order.append(name)
                } else if entered.insert(name).inserted {
                    path.append((name, true))
                    flows[name]?.forEachFlow { mentioned, _ in
                        if flows[mentioned] != nil, !entered.contains(mentioned) { path.append((mentioned, false)) }
                    }
                }
            }
        }
        return order
    }

    /// How calls come back that are not ended by a flow; empty if it ends all.
    subscript(flow: String) -> Ways { ways[flow] ?? (assumesReturns ? .unheard : []) }

    /// How calls come out of a list that come into it in some state.
    private func after(_ list: [FlowShape], _ start: Ways) -> Ways {
        var (now, out) = (start, Ways())
        for step in list {
            switch step {
            case .prompt: now = .heard
            case .end: return out
            case .unknown:
                if !assumesReturns { return out }
            case .branches(let lists, let continues):
                for list in lists { out.formUnion(after(list, now)) }
                if !continues { return out }
            case .flow(let name): return out.union(after(name, now))
            case .do(let name):
                now = after(name, now)
                if now.isEmpty { return out }
            }
        }
        return out.union(now)
    }

    private func after(_ flow: String, _ start: Ways) -> Ways {
        let ways = self[flow]
        var out = start.contains(.unheard) ? ways : []
        if start.contains(.heard), !ways.isEmpty { out.insert(.heard) }
        return out
    }
}
