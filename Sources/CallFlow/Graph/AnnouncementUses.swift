package import Telephony

extension Configuration {
    /// The numbers, flows and menus that name an announcement themselves, in the order of the file, menus and flows by
    /// name; what leads to them is not followed.
    package var uses: [AnnouncementName: [FlowGraph.Node]] {
        var uses: [AnnouncementName: [FlowGraph.Node]] = [:]
        func add(_ prompts: [Prompt], _ place: FlowGraph.Node) {
            for name in Set(prompts.flatMap(\.parts)) { uses[name, default: []].append(place) }
        }
        for entry in numbers.incoming.entries { add(entry.steps.spoken, .number(.incoming, entry.pattern)) }
        if let steps = numbers.otherwise { add(steps.spoken, .number(.incoming, nil)) }
        for entry in numbers.outgoing.entries { add(entry.steps.spoken, .number(.outgoing, entry.pattern)) }
        for (name, steps) in flows.sorted(by: { $0.key < $1.key }) { add(steps.spoken, .flow(name)) }
        for menu in menus.values.sorted(by: { $0.name < $1.name }) { add(menu.spoken, .menu(menu.name)) }
        return uses
    }
}

extension Menu {
    /// Every prompt that stands in it, heard or not: without its recording the configuration would not hold.
    fileprivate var spoken: [Prompt] {
        let lists = choices.map(\.steps) + [otherwise].compactMap { $0 } + [silence.then, wrongKey.then]
        return [prompt] + [again, silence.say, wrongKey.say].compactMap { $0 } + lists.flatMap(\.spoken)
    }
}

extension StepList {
    fileprivate var spoken: [Prompt] {
        steps.flatMap { step -> [Prompt] in
            switch step {
            case .play(let prompt): [prompt]
            case .check(_, let open, let closed, let holiday):
                [open, closed, holiday].compactMap { $0 }.flatMap(\.spoken)
            case .caller(let branches): branches.flatMap(\.steps.spoken)
            default: []
            }
        }
    }
}
