import Telephony

/// Checks that what menus say and the keys that they have agree.
///
/// A text that says no key lists no choices, and a recording without a text says what it says: then nothing is missed.
struct SpokenKeysCheck {
    let syntax: ConfigurationSyntax
    let problems: ProblemCollector

    func run() {
        guard !syntax.texts.isEmpty else { return }
        let texts = Dictionary(syntax.texts.map { ($0.name.value, $0) }) { first, _ in first }
        let said = texts.mapValues { SpokenKeys.keys(in: $0.text.template.written).map(String.init) }
        for menu in syntax.menus {
            let choices = menu.choices.compactMap(\.keys)
            // With an `else` every key leads somewhere.
            if menu.otherwise == nil {
                let heard = menu.prompt + menu.again + menu.silence.say + menu.wrongKey.say
                for name in Set(heard.map(\.value)).sorted() {
                    guard let text = texts[name] else { continue }
                    for key in said[name] ?? [] where !Self.leads(key, choices.map(\.value)) {
                        problems.add(.keyOnlySaid(key, menu: menu.title), at: text.name.span)
                    }
                }
            }
            let prompts = menu.prompt.map(\.value)
            guard prompts.allSatisfy({ said[$0] != nil }) else { continue }
            let keys = Set(prompts.flatMap { said[$0] ?? [] })
            guard !keys.isEmpty else { continue }
            for choice in choices where choice.value.count == 1 && choice.value.wildcards == 0 {
                guard !keys.contains(choice.value.text) else { continue }
                problems.add(.keyNotSaid(choice.value.text, prompts.map(\.text)), at: choice.span)
            }
        }
    }

    /// Whether a key is a choice, begins one, or ends what is typed.
    private static func leads(_ key: String, _ choices: [KeyPattern]) -> Bool {
        if key == "#", choices.contains(where: { $0.count > 1 }) { return true }
        return choices.contains { choice in
            choice.matches(key) || choice.text.hasPrefix(key)
                || choice.text.hasPrefix("x") && key != "*" && key != "#"
        }
    }
}
