import CallFlow
import HTTPListener
import Telephony

/// The form of a flow: a block for each step, buttons between them, and the picture beside them.
///
/// Every button sends the form, so that all of it works without scripts; what was typed comes back with the page.
struct FlowPage {
    let place: StepPlace
    let form: FlowForm
    let flow: StepList?
    /// By the index of the block.
    let problems: [Int: String]
    let changes: FormChanges
    let configuration: Configuration
    let announcements: [AnnouncementName]
    /// One that is typed with the flow.
    let new: NewAnnouncement
    let picture: HTML?
    /// The form that adds a menu.
    let newMenu: HTML?
    let note: HTML?

    private var path: String { place.path }

    /// - Parameter wrapped: a form with its token: path and fields.
    func html(form wrapped: (String, HTML) -> HTML) -> HTML {
        let blocks = form.blocks.enumerated().map { index, block -> HTML in
            "\(adding(index))<li id=\"step\(index)\">\(card(index, block))</li>"
        }
        let fields: HTML = """
            <button class="hidden" name="action" value="save" tabindex="-1" aria-hidden="true">\(Texts.Hours.save)</button>\
            <input type="hidden" name="opened" value="\(form.opened)">\
            <input type="hidden" name="blocks" value="\(form.blocks.count)">\
            <ol class="blocks">\(blocks)\(adding(form.blocks.count))</ol>\(PromptChooser.recordLink(announcements, typed: new.html(in: configuration)))
            \(FormChanges.bar(changes, check: path + "/check", discard: flow == nil ? "/numbers" : path))
            """
        let beside: HTML? = picture.map {
            "<section aria-labelledby=\"picture\"><h2 id=\"picture\">\(Texts.Flows.picture)</h2>\($0)</section>"
        }
        return """
            <p><a href="/numbers">\(Texts.Numbers.all)</a></p><h1>\(place.title)</h1>\(note)
            <p class="faint">\(Texts.Flows.help)</p>
            <div class="beside"><div>\(wrapped(path, fields))\(newMenu)</div>\(beside)</div>
            """
    }

    // MARK: Buttons

    /// The place between two blocks. Where a step ends the flow, nothing can come behind it.
    private func adding(_ index: Int) -> HTML? {
        guard form.blocks.count < FlowForm.most else { return nil }
        if index > 0, form.blocks[index - 1].kind == .end { return nil }
        let isLast = index == form.blocks.count
        let buttons = FlowForm.Kind.offered.filter { isLast || $0 != .end }.map { kind -> HTML in
            """
            <button class="quiet" name="add" value="\(index):\(kind.rawValue)" formaction="\(path)#step\(index)">\
            \(Texts.Flows.kind(kind.rawValue))</button>
            """
        }
        let summary: HTML =
            "<summary aria-label=\"\(Texts.Flows.add)\" title=\"\(Texts.Flows.add)\">+</summary>"
        return "<li class=\"between\"><details>\(summary)<p class=\"row\">\(buttons)</p></details></li>"
    }

    private func buttons(_ index: Int) -> HTML {
        func button(_ name: String, _ words: String, _ target: Int) -> HTML {
            """
            <button class="quiet" name="\(name)" value="\(index)" formaction="\(path)#step\(max(0, target))">\(words) \
            <span class="hidden">\(Texts.Flows.block(index + 1))</span></button>
            """
        }
        return """
            <p class="row">\(index > 0 ? button("up", Texts.Flows.up, index - 1) : nil)\
            \(index + 1 < form.blocks.count ? button("down", Texts.Flows.down, index + 1) : nil)\
            \(button("remove", Texts.Flows.remove, index - 1))</p>
            """
    }

    // MARK: Blocks

    private func card(_ index: Int, _ block: FlowForm.Block) -> HTML {
        let name = "block\(index)"
        let old: HTML? = block.old.map { "<input type=\"hidden\" name=\"\(name)-old\" value=\"\($0)\">" }
        let problem: HTML? =
            block.kind == .end
            ? nil
            : problems[index].map { "<small class=\"failed\">\($0)</small>" }
        return """
            <fieldset class="card block"><legend><h2>\(Texts.Flows.block(index + 1)): \
            \(Texts.Flows.kind(block.kind.rawValue))</h2></legend>\(old)\
            <input type="hidden" name="\(name)-kind" value="\(block.kind.rawValue)">\(fields(index, block, name))\
            \(problem)\(buttons(index))</fieldset>
            """
    }

    private func fields(_ index: Int, _ block: FlowForm.Block, _ name: String) -> HTML {
        let title = Texts.Flows.block(index + 1)
        switch block.kind {
        case .play:
            return block.prompt.html(
                name + "-play", Texts.Flows.announcement, context: title, none: Texts.Flows.chooseOne,
                announcements: announcements)
        case .do:
            let names = configuration.flows.keys.filter { !$0.contains("(") && place != .flow($0) }.sorted()
            return select(name + "-flow", Texts.Flows.flow, title, names, chosen: block.flow)
        case .end:
            return block.end.html(
                name, title, kept: nil, isInMenu: false, problem: problems[index], configuration,
                announcements: announcements, isAlone: true)
        case .check:
            return check(index, block, name, title)
        case .kept:
            let step = block.old.flatMap { old in
                flow.flatMap { $0.steps.indices.contains(old) ? $0.steps[old] : nil }
            }
            let words = step.map { StepSentences(configuration).line(StepList(path: "", steps: [$0])) }
            return "<p>\(words)</p><p class=\"faint\">\(Texts.Flows.inTheFile)</p>"
        }
    }

    private func check(_ index: Int, _ block: FlowForm.Block, _ name: String, _ title: String) -> HTML {
        var written: [StepList?] = [nil, nil, nil]
        if let old = block.old, let flow, flow.steps.indices.contains(old),
            case .check(_, let open, let closed, let holiday) = flow.steps[old]
        {
            written = [open, closed, holiday]
        }
        let titles = [Texts.Flows.open, Texts.Flows.closed, Texts.Flows.holiday]
        let ways = block.branches.enumerated().map { branch, chooser -> HTML in
            let kept = written[branch].flatMap { steps in
                ChosenStep(steps) == nil ? Texts.Steps.kept(StepSentences(configuration).line(steps)) : nil
            }
            return chooser.html(
                "\(name)-\(FlowForm.branchNames[branch])", title, kept: kept, isInMenu: false, problem: nil,
                configuration, announcements: announcements,
                next: branch == 2 ? Texts.Flows.asClosed : Texts.Flows.next, does: titles[branch])
        }
        return """
            \(select(
                name + "-schedule", Texts.Flows.schedule, title, configuration.schedules.keys.sorted(),
                chosen: block.schedule))\(ways)
            """
    }

    private func select(
        _ name: String, _ label: String, _ context: String, _ values: [String], chosen: String
    ) -> HTML {
        let options = values.map { value -> HTML in
            "<option value=\"\(value)\"\(if: value == chosen, "selected")>\(value)</option>"
        }
        return """
            <div><label for="\(name)">\(label) <span class="hidden">\(context)</span></label>\
            <select id="\(name)" name="\(name)">\(options)</select></div>
            """
    }
}
