package import Telephony

extension Configuration {
    /// Everything that can be heard in one go, the joins of menus included: what is said about silence or a wrong key
    /// together with the prompt that follows.
    package var prompts: Set<Prompt> {
        var prompts: Set<Prompt> = []
        for list in numbers.lists + flows.values { prompts.formUnion(list.prompts) }
        for menu in menus.values {
            let repeated = menu.again ?? menu.prompt
            prompts.insert(menu.prompt)
            prompts.insert(repeated)
            // With an `else` no key is wrong.
            for retry in menu.otherwise == nil ? [menu.silence, menu.wrongKey] : [menu.silence] {
                if retry.tries > 1 { prompts.insert(repeated.preceded(by: retry.say)) }
                prompts.formUnion(retry.then.prompts)
            }
            for list in menu.choices.map(\.steps) + [menu.otherwise].compactMap({ $0 }) {
                prompts.formUnion(list.prompts)
            }
        }
        return prompts
    }
}

extension NumberPlan {
    /// The lists that calls begin with.
    var lists: [StepList] { (incoming.entries + outgoing.entries).map(\.steps) + [otherwise].compactMap { $0 } }
}

extension StepList {
    /// What can be heard in it and in its branches, menus and flows that it leads to left out.
    fileprivate var prompts: Set<Prompt> {
        var prompts: Set<Prompt> = []
        for step in steps {
            switch step {
            case .play(let prompt): prompts.insert(prompt)
            case .check(_, let open, let closed, let holiday):
                for list in [open, closed, holiday].compactMap({ $0 }) { prompts.formUnion(list.prompts) }
            case .caller(let branches):
                for branch in branches { prompts.formUnion(branch.steps.prompts) }
            default: break
            }
        }
        return prompts
    }
}
