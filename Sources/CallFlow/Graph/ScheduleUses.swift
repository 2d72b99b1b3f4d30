extension Configuration {
    /// The numbers and, for calls made from them, the outgoing ones whose calls can come to a check of each schedule, in file
    /// order: through flows, menus and branches. A schedule that no call comes to is not listed.
    package var scheduleUses: [String: [FlowGraph.Node]] {
        var uses: [String: [FlowGraph.Node]] = [:]
        for (node, steps) in FlowGraph.entryPoints(numbers) {
            for schedule in schedules(checkedFrom: steps) { uses[schedule, default: []].append(node) }
        }
        return uses
    }

    private func schedules(checkedFrom start: StepList) -> Set<String> {
        var schedules: Set<String> = []
        var (flowsSeen, menusSeen): (Set<String>, Set<String>) = ([], [])
        var waiting = [start]
        while let list = waiting.popLast() {
            list.forEachStep { step in
                switch step {
                case .check(let schedule, _, _, _), .holiday(let schedule, _): schedules.insert(schedule)
                case .flow(let name), .do(let name):
                    if flowsSeen.insert(name).inserted, let flow = flows[name] { waiting.append(flow) }
                case .menu(let name):
                    if menusSeen.insert(name).inserted, let menu = menus[name] { waiting += menu.lists }
                case .caller, .called, .diverted, .override, .dial, .play, .voicemail, .reject, .hangup, .connect,
                    .repeat,
                    .back:
                    break
                }
            }
        }
        return schedules
    }
}
