/// A step as far as it matters for where calls go: of both the steps of a file and those of a configuration.
indirect enum FlowShape {
    case prompt
    /// Ends the call, or asks a menu.
    case end
    case flow(String)
    case `do`(String)
    /// Lists inside the step, and whether other calls continue with the next step.
    case branches([[FlowShape]], continues: Bool)
    /// Could not be read, so it is not known where calls go.
    case unknown
}

extension StepList {
    var shape: [FlowShape] {
        steps.map { step in
            switch step {
            case .play: return .prompt
            case .flow(let name): return .flow(name)
            case .do(let name): return .do(name)
            default:
                var branches: [[FlowShape]] = []
                step.forEachBranch { branches.append($0.steps.shape) }
                if case .noCall = step.continuation {
                    return branches.isEmpty ? .end : .branches(branches, continues: false)
                }
                return .branches(branches, continues: true)
            }
        }
    }
}

extension Sequence<FlowShape> {
    /// Calls `body` for every flow that the steps name, those in branches included.
    func forEachFlow(_ body: (_ name: String, _ isDone: Bool) -> Void) {
        for step in self {
            switch step {
            case .flow(let name): body(name, false)
            case .do(let name): body(name, true)
            case .branches(let lists, _): for list in lists { list.forEachFlow(body) }
            case .prompt, .end, .unknown: break
            }
        }
    }
}
