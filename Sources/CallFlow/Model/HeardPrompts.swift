package import Telephony

extension Configuration {
    /// Every prompt that a caller can hear, joined ones included: a menu that asks again after silence or a wrong key
    /// plays its `say` and its prompt as one.
    package var prompts: Set<Prompt> {
        var prompts: Set<Prompt> = []
        for list in numbers.lists + flows.values { prompts.formUnion(list.prompts) }
        for schedule in schedules.values { prompts.formUnion(schedule.announcements.map { Prompt($0) }) }
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
