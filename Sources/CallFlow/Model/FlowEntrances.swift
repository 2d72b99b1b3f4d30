/// How calls come into each flow, which decides what its end means: after `do`, the call continues behind it; otherwise it rings as
/// usual.
struct FlowEntrances: Hashable, Sendable {
    /// Flows that some call is in without anything to come back to.
    private(set) var final: Set<String> = []
    /// Flows that some call comes back from.
    private(set) var returning: Set<String> = []

    /// - Parameter lists: Those that calls start with, and those of menus, which nothing comes back from.
    init(_ lists: some Sequence<[FlowShape]>, flows: [String: [FlowShape]]) {
        var waiting: [(flow: String, returns: Bool)] = []
        for list in lists { list.forEachFlow { waiting.append(($0, $1)) } }
        while let (flow, returns) = waiting.popLast() {
            let isNew = returns ? returning.insert(flow).inserted : final.insert(flow).inserted
            guard isNew, let list = flows[flow] else { continue }
            list.forEachFlow { waiting.append(($0, $1 || returns)) }
        }
    }
}
