package import Telephony

/// A step of a flow as a form offers it: a block between others.
package enum FlowBlock: Hashable, Sendable {
    /// Announcements joined into one; then the next step.
    case play(Prompt)
    /// A way for each status of a schedule; a status without one goes on with the next step.
    case check(schedule: String, open: FlowBranch, closed: FlowBranch, holiday: FlowBranch)
    /// A flow, then the next step.
    case `do`(String)
    /// A step that ends the flow.
    case end(ChosenStep)

    /// `nil` for a step that no form offers.
    package init?(_ step: Step) {
        switch step {
        case .play(let prompt): self = .play(prompt)
        case .check(let schedule, let open, let closed, let holiday):
            self = .check(
                schedule: schedule, open: FlowBranch(open), closed: FlowBranch(closed), holiday: FlowBranch(holiday))
        case .do(let name) where !name.contains("("): self = .do(name)
        default:
            guard let step = ChosenStep(StepList(path: "", steps: [step])) else { return nil }
            self = .end(step)
        }
    }

    /// What another block changes in this one: branches that stay are `asWritten`, so that their text is not touched.
    package func changed(to new: FlowBlock) -> FlowBlock {
        guard case .check(_, let open, let closed, let holiday) = self,
            case .check(let schedule, let newOpen, let newClosed, let newHoliday) = new
        else { return new }
        return .check(
            schedule: schedule, open: open == newOpen ? .asWritten : newOpen,
            closed: closed == newClosed ? .asWritten : newClosed,
            holiday: holiday == newHoliday ? .asWritten : newHoliday)
    }
}

/// The way of calls through a check with one status.
package enum FlowBranch: Hashable, Sendable {
    /// There is no branch; the next step follows.
    case next
    /// The branch stays as the file has it.
    case asWritten
    case step(ChosenStep)

    package init(_ list: StepList?) {
        self = list.map { list in ChosenStep(list).map { .step($0) } ?? .asWritten } ?? .next
    }
}

/// A place in a flow that was edited.
package enum FlowPart: Hashable, Sendable {
    /// The step with that index in the flow as it was; with a block if it says something else now.
    case kept(Int, FlowBlock?)
    case new(FlowBlock)
}

extension FlowBlock {
    /// The step that it means.
    ///
    /// - Parameters:
    ///   - path: of the step, such as `flows.day[1]`.
    ///   - old: the step in whose place it is, with branches that stay.
    func step(at path: String, insteadOf old: Step?) -> Step {
        switch self {
        case .play(let prompt): return .play(prompt)
        case .do(let name): return .do(name)
        case .end(let step): return step.steps[0]
        case .check(let schedule, let open, let closed, let holiday):
            var branches: [StepList?] = [nil, nil, nil]
            if case .check(_, let open, let closed, let holiday)? = old { branches = [open, closed, holiday] }
            func list(_ branch: FlowBranch, _ old: StepList?, _ key: String) -> StepList? {
                switch branch {
                case .next: nil
                case .asWritten: old
                case .step(let step): StepList(path: "\(path).\(key)", steps: step.steps)
                }
            }
            return .check(
                schedule: schedule, open: list(open, branches[0], "open"),
                closed: list(closed, branches[1], "closed"), holiday: list(holiday, branches[2], "holiday"))
        }
    }

    /// The step as it is written in lines of its own.
    var lines: [String] {
        switch self {
        case .play(let prompt): return ["play: \(prompt.yaml(isInBraces: false))"]
        case .do(let name): return ["do: \(yamlScalar(name, isInBraces: true))"]
        case .end(let step):
            let text = step.yaml(isNumber: false)
            // `{ dial: 12 }` needs no braces in a line of its own.
            return [text.hasPrefix("{ ") ? String(text.dropFirst(2).dropLast(2)) : text]
        case .check(let schedule, let open, let closed, let holiday):
            let branches = [("open", open), ("closed", closed), ("holiday", holiday)].compactMap { key, branch in
                if case .step(let step) = branch { "\(key): \(step.yaml(isNumber: false))" } else { nil }
            }
            return ["check: \(yamlScalar(schedule, isInBraces: true))"] + branches
        }
    }

    /// The step in braces on one line.
    var line: String {
        switch self {
        case .play(let prompt): "{ play: \(prompt.yaml(isInBraces: true)) }"
        case .end(let step): step.yaml(isNumber: false)
        case .do, .check: "{ \(lines.joined(separator: ", ")) }"
        }
    }
}

extension Prompt {
    /// One announcement, or a list of several.
    func yaml(isInBraces: Bool, like other: YAMLStyle? = nil) -> String {
        guard parts.count > 1 else { return yamlScalar(parts[0].text, isInBraces: isInBraces, like: other) }
        return "[ \(parts.map { yamlScalar($0.text, isInBraces: true) }.joined(separator: ", ")) ]"
    }
}
