import CallFlow
import Sipgate
import Telephony

/// A flow as blocks with fields, and what they are to become.
struct FlowForm: Sendable {
    struct Block: Sendable {
        /// The index of the step in the flow as it is; nil: a new one.
        var old: Int?
        var kind: Kind
        var prompt = PromptChooser(nil)
        var schedule = ""
        /// Open, closed, holiday.
        var branches = [StepChooser](repeating: StepChooser(kind: StepChooser.next), count: 3)
        var flow = ""
        var end = StepChooser(kind: "hangup")
    }

    enum Kind: String, Sendable {
        case play, check, `do`, end
        /// A step that only the file can say.
        case kept

        static let offered: [Kind] = [.play, .check, .do, .end]
    }

    static let branchNames = ["open", "closed", "holiday"]
    /// More blocks do not fit into a form.
    static let most = 50

    var blocks: [Block]
    /// What the fields were made from: a digest of the flow.
    var opened: String

    /// The fields for a flow as it is; for a new one, a single block.
    init(_ flow: StepList?) {
        opened = Self.mark(flow)
        guard let flow else {
            blocks = [Block(old: nil, kind: .play)]
            return
        }
        blocks = flow.steps.enumerated().map { index, step in
            guard let block = FlowBlock(step) else { return Block(old: index, kind: .kept) }
            var fields = Block(old: index, kind: .end)
            switch block {
            case .play(let prompt): (fields.kind, fields.prompt) = (.play, PromptChooser(prompt))
            case .do(let name): (fields.kind, fields.flow) = (.do, name)
            case .end: fields.end = StepChooser(StepList(path: "", steps: [step]))
            case .check(let schedule, let open, let closed, let holiday):
                (fields.kind, fields.schedule) = (.check, schedule)
                fields.branches = [open, closed, holiday].map { branch in
                    switch branch {
                    case .next: StepChooser(kind: StepChooser.next)
                    case .asWritten: StepChooser(kind: StepChooser.keep)
                    case .step(let step): StepChooser(StepList(path: "", steps: step.steps))
                    }
                }
            }
            return fields
        }
    }

    /// The fields as they were sent.
    init(_ fields: FormFields) {
        let count = min(Self.most, Int(fields["blocks"] ?? "") ?? 0)
        blocks = (0..<max(0, count)).map { index in
            let name = "block\(index)"
            var block = Block(
                old: fields["\(name)-old"].flatMap { Int($0) },
                kind: fields["\(name)-kind"].flatMap { Kind(rawValue: $0) } ?? .kept)
            block.prompt = PromptChooser(fields, "\(name)-play")
            block.schedule = fields["\(name)-schedule"] ?? ""
            block.branches = Self.branchNames.map { StepChooser(fields, "\(name)-\($0)") }
            block.flow = fields["\(name)-flow"] ?? ""
            block.end = StepChooser(fields, name)
            return block
        }
        opened = fields["opened"] ?? ""
    }

    static func mark(_ flow: StepList?) -> String { EditedFile.mark(of: "\(String(describing: flow?.steps))") }

    // MARK: Buttons

    /// Does what a button of a block asks for: `add` with `2:play`, `up`, `down` and `remove` with the index.
    ///
    /// - Returns: the index of the block to look at; nil if it was none of these buttons.
    mutating func press(_ fields: FormFields, _ configuration: Configuration) -> Int? {
        if let add = fields["add"] {
            let words = add.split(separator: ":").map(String.init)
            guard words.count == 2, let index = Int(words[0]), let kind = Kind(rawValue: words[1]),
                (0...blocks.count).contains(index), blocks.count < Self.most, kind != .kept
            else { return nil }
            var block = Block(old: nil, kind: kind)
            block.schedule = configuration.schedules.keys.sorted().first ?? ""
            blocks.insert(block, at: index)
            return index
        }
        for (name, step) in [("up", -1), ("down", 1)] {
            guard let index = fields[name].flatMap({ Int($0) }) else { continue }
            guard blocks.indices.contains(index), blocks.indices.contains(index + step) else { return index }
            blocks.swapAt(index, index + step)
            return index + step
        }
        guard let index = fields["remove"].flatMap({ Int($0) }), blocks.indices.contains(index) else { return nil }
        blocks.remove(at: index)
        return min(index, max(0, blocks.count - 1))
    }

    // MARK: Meaning

    /// What the blocks say, and what is wrong with them, by index.
    func parts(of flow: StepList?, in configuration: Configuration) -> (parts: [FlowPart], problems: [Int: String]) {
        var (parts, problems) = ([FlowPart](), [Int: String]())
        for (index, block) in blocks.enumerated() {
            let step = block.old.flatMap { old in
                flow.flatMap { $0.steps.indices.contains(old) ? $0.steps[old] : nil }
            }
            do throws(StepChooser.Mistake) {
                if block.kind == .kept {
                    guard let old = block.old else { continue }
                    parts.append(.kept(old, nil))
                    continue
                }
                let new = try block.meaning(in: configuration)
                guard let old = block.old, let before = step.flatMap({ FlowBlock($0) }) else {
                    parts.append(.new(new))
                    continue
                }
                parts.append(.kept(old, before == new ? nil : before.changed(to: new)))
            } catch {
                problems[index] = error.sentence
            }
        }
        return (parts, problems)
    }
}

extension FlowForm.Block {
    fileprivate func meaning(in configuration: Configuration) throws(StepChooser.Mistake) -> FlowBlock {
        switch kind {
        case .play:
            guard let prompt = try prompt.prompt() else { throw StepChooser.Mistake(Texts.Steps.noAnnouncement) }
            return .play(prompt)
        case .do:
            guard configuration.flows[flow] != nil else { throw StepChooser.Mistake(Texts.Flows.noOther) }
            return .do(flow)
        case .end:
            guard let step = try end.step(in: configuration), step.steps.count == 1 else {
                throw StepChooser.Mistake(Texts.Steps.noAnnouncement)
            }
            return .end(step)
        case .check, .kept:
            guard configuration.schedules[schedule] != nil else { throw StepChooser.Mistake(Texts.Flows.noSchedule) }
            var ways: [FlowBranch] = []
            for branch in branches {
                if branch.kind == StepChooser.next {
                    ways.append(.next)
                } else {
                    ways.append(try branch.step(in: configuration).map { .step($0) } ?? .asWritten)
                }
            }
            return .check(schedule: schedule, open: ways[0], closed: ways[1], holiday: ways[2])
        }
    }
}

/// What an edit of a flow changes, in words.
struct FlowChanges {
    let lines: [String]

    init(_ parts: [FlowPart], of flow: StepList?, to new: StepList, _ configuration: Configuration) {
        let sentences = StepSentences(configuration)
        func words(_ step: Step) -> String { sentences.line(StepList(path: "", steps: [step])) }
        var lines: [String] = []
        var kept: [Int] = []
        for (place, part) in parts.enumerated() where new.steps.indices.contains(place) {
            let after = words(new.steps[place])
            switch part {
            case .new: lines.append("\(Texts.Flows.block(place + 1)): \(Texts.Flows.isNew(after))")
            case .kept(let index, let block):
                kept.append(index)
                guard block != nil, let flow, flow.steps.indices.contains(index) else { continue }
                lines.append("\(Texts.Flows.block(place + 1)): \(words(flow.steps[index])) → \(after)")
            }
        }
        for (index, step) in (flow?.steps ?? []).enumerated() where !kept.contains(index) {
            lines.append("\(words(step)) → \(Texts.Flows.removed)")
        }
        if kept != kept.sorted() { lines.append(Texts.Flows.order(new.steps.map(words).joined(separator: ", "))) }
        self.lines = lines
    }
}
