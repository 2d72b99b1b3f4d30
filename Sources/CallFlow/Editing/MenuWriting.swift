package import Telephony

/// What a form changes in a menu besides its keys.
package enum MenuChange: Hashable, Sendable {
    case prompt(Prompt)
    /// What is played when the menu repeats; `nil`: the prompt.
    case again(Prompt?)
    /// Milliseconds, 1 to 60 000.
    case timeout(Int)
    /// The way of any other keys; `nil`: they are wrong keys.
    case otherwise(ChosenStep?)
    case say(MenuMiss, Prompt?)
    /// 1 to 20.
    case tries(MenuMiss, Int)
    case then(MenuMiss, ChosenStep)
}

extension MenuChange {
    /// Seconds as people type them, in milliseconds: `4`, `1.5`, `0,5`; `nil` outside of 1 to 60 000.
    package static func milliseconds(typed text: String) -> Int? {
        let parts = text.trimmed.replacing(",", with: ".").split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let seconds = parts[0].plainNumber, seconds <= 60 else { return nil }
        var fraction = 0
        if parts.count == 2 {
            guard (1...3).contains(parts[1].utf8.count), let digits = parts[1].plainNumber else { return nil }
            fraction = digits * [100, 10, 1][parts[1].utf8.count - 1]
        }
        let milliseconds = seconds * 1000 + fraction
        return (1...60_000).contains(milliseconds) ? milliseconds : nil
    }
}

/// Why a menu asks again.
package enum MenuMiss: String, Hashable, Sendable, CaseIterable {
    case silence
    case wrongKey = "wrong-key"
}

extension Menu {
    /// The menu after a change.
    func applying(_ change: MenuChange) -> Menu {
        var (prompt, again, timeout, otherwise) = (prompt, again, timeout, otherwise)
        var misses = [MenuMiss.silence: silence, .wrongKey: wrongKey]
        func missed(_ miss: MenuMiss, _ change: (Retry) -> Retry) {
            misses[miss] = misses[miss].map(change)
        }
        switch change {
        case .prompt(let new): prompt = new
        case .again(let new): again = new
        case .timeout(let new): timeout = new
        case .otherwise(let step):
            otherwise = step.map { StepList(path: "menus.\(name).choices.else", steps: $0.steps) }
        case .say(let miss, let new): missed(miss) { Retry(say: new, tries: $0.tries, then: $0.then) }
        case .tries(let miss, let new): missed(miss) { Retry(say: $0.say, tries: new, then: $0.then) }
        case .then(let miss, let step):
            let list = StepList(path: "menus.\(name).\(miss.rawValue).then", steps: step.steps)
            missed(miss) { Retry(say: $0.say, tries: $0.tries, then: list) }
        }
        return Menu(
            name: name, prompt: prompt, again: again, timeout: timeout, choices: choices, otherwise: otherwise,
            silence: misses[.silence] ?? silence, wrongKey: misses[.wrongKey] ?? wrongKey)
    }
}

extension EditedText {
    mutating func setMenu(_ change: MenuChange, at path: [String]) throws(ConfigurationEditError) {
        switch change {
        case .prompt(let prompt): try set("prompt", to: prompt.yaml, in: path)
        case .again(let prompt):
            try set("again", to: prompt?.yaml, in: path, before: ["timeout", "choices", "silence", "wrong-key"])
        case .timeout(let milliseconds):
            try set(
                "timeout", to: { _, _ in Self.duration(milliseconds) }, in: path,
                before: ["choices", "silence", "wrong-key"])
        case .otherwise(let step): try set("else", to: step?.written, in: path + ["choices"])
        case .say(let miss, let prompt):
            try set("say", to: prompt?.yaml, in: path + [miss.rawValue], before: ["tries", "then"])
        case .tries(let miss, let count):
            try set("tries", to: { _, _ in "\(count)" }, in: path + [miss.rawValue], before: ["then"])
        case .then(let miss, let step): try set("then", to: step.written, in: path + [miss.rawValue])
        }
    }

    /// `4s`, `1.5s`, `250ms`
    private static func duration(_ milliseconds: Int) -> String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        if rest == 0 { return "\(seconds)s" }
        return seconds > 0 && rest % 100 == 0 ? "\(seconds).\(rest / 100)s" : "\(milliseconds)ms"
    }

    /// Sets, adds or removes a key of a mapping. A mapping that is not there is added with it, and goes with its last key.
    ///
    /// - Parameters:
    ///   - value: the text, by whether it is in braces and the style of the value that it takes the place of; `nil` removes it.
    ///   - before: keys that a new one comes before, if they are there.
    mutating func set(
        _ key: String, to value: ((Bool, YAMLStyle?) -> String)?, in path: [String], before: [String] = []
    ) throws(ConfigurationEditError) {
        guard let node = root.entry(at: path)?.value, !node.isNothing else {
            guard let value, let name = path.last else { return }
            return try add(name, lines: [(key, value(true, nil))], to: Array(path.dropLast()))
        }
        let isInBraces = node.style == .flow
        let entries = node.entries ?? []
        guard let index = entries.firstIndex(where: { $0.key.text == key }) else {
            guard let value else { return }
            let place = entries.firstIndex { before.contains($0.key.text ?? "") } ?? entries.count
            return try patch { (patch) throws(UnusualWriting) in
                try patch.insert(key, .line(value(isInBraces, nil)), into: node, at: place)
            }
        }
        guard let value else {
            guard entries.count == 1, let name = path.last else { return try remove(key, from: path) }
            return try remove(name, from: Array(path.dropLast()))
        }
        try patch { (patch) throws(UnusualWriting) in
            try patch.setValue(of: entries[index], to: value(isInBraces, entries[index].value.style))
        }
    }
}

extension EditedText {
    /// Adds a menu behind those that there are, and the section if there is none.
    mutating func addMenu(
        _ name: String, _ prompt: Prompt, _ choices: [NewChoice]
    ) throws(ConfigurationEditError) {
        let root = root
        let key = yamlScalar(name, isInBraces: true)
        // Codes are written in quotes, as `setChoice` does.
        let keys = choices.map { choice in
            let keys = yamlScalar(
                choice.keys.text, isInBraces: true, like: choice.keys.count > 1 ? .doubleQuoted : nil)
            return "\(keys): \(choice.step.yaml(isNumber: false))"
        }
        try patch { (patch) throws(UnusualWriting) in
            let step = String(repeating: " ", count: root.step(patch))
            let lines = ["prompt: \(prompt.yaml(isInBraces: false))", "choices:"] + keys.map { step + $0 }
            guard let menus = root["menus"]?.value, !menus.isNothing else {
                let entries = root.entries ?? []
                let index = entries.firstIndex { $0.key.text == "schedules" }
                try patch.insert(
                    "menus", .lines(["\(key):"] + lines.map { step + $0 }), into: root, at: index ?? entries.count)
                return
            }
            let value: NewValue =
                menus.style == .flow
                ? .line(
                    "{ prompt: \(prompt.yaml(isInBraces: true)), choices: { \(keys.joined(separator: ", ")) } }")
                : .lines(lines)
            try patch.insert(key, value, into: menus, at: menus.entries?.count ?? 0, step: root.step(patch))
        }
    }
}

extension ChosenStep {
    fileprivate var written: (Bool, YAMLStyle?) -> String { { _, _ in yaml(isNumber: false) } }
}
