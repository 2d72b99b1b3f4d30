import Telephony

extension ConfigurationReader {
    func readMenus(_ node: YAMLNode) -> [MenuSyntax] {
        (entries(node, of: "`menus`") ?? []).compactMap { entry in
            checkName(entry.key, hasFolder: true)
            return templates[.menu, entry.key.value] == nil ? menu(entry, named: entry.key.value) : nil
        }
    }

    /// - Parameter instance: The key, or, of a menu with parameters, the name of the instance.
    func menu(_ entry: YAMLNode.Entry, named instance: String) -> MenuSyntax {
        let (name, path) = (entry.key, "menus.\(instance)")
        var menu = MenuSyntax(
            name: Located(value: instance, span: name.span), title: name.value,
            silence: .init(then: hangup(at: "\(path).silence.then", name.span)),
            wrongKey: .init(then: hangup(at: "\(path).wrong-key.then", name.span)))
        let owner = "the menu \(quoted(name.value))"
        guard let fields = fields(entry.value, of: owner, at: name.span, known: LanguageMapping.menu.names) else {
            return menu
        }
        if let prompt = required("prompt", in: fields, example: "prompt: main-menu") {
            menu.prompt = self.prompt(prompt, of: "`prompt`")
        }
        menu.again = fields["again"].map { prompt($0, of: "`again`") } ?? []
        menu.timeout = fields["timeout"].flatMap { duration($0, of: "`timeout`") } ?? menu.timeout
        if let choices = fields["choices"] {
            readChoices(choices, of: &menu, at: path)
        } else if !fields.has("choices") {
            problems.add(.noChoices(menu: name.value), at: name.span)
        }
        if let silence = fields["silence"] { retry(silence, "silence", at: path, into: &menu.silence) }
        if let wrongKey = fields["wrong-key"] {
            retry(wrongKey, "wrong-key", at: path, into: &menu.wrongKey)
            if menu.otherwise != nil { problems.add(.wrongKeyNeverUsed, at: fields.key("wrong-key") ?? wrongKey.span) }
        }
        return menu
    }

    private func readChoices(_ node: YAMLNode, of menu: inout MenuSyntax, at path: String) {
        guard let entries = entries(node, of: "`choices`") else { return }
        if entries.isEmpty { problems.add(.noChoices(menu: menu.title), at: node.span) }
        menu.choices.reserveCapacity(entries.count)
        for entry in entries {
            if entry.key.value == "else" {
                menu.otherwise = steps(entry, at: "\(path).choices.else", in: .menu)
                continue
            }
            let steps = steps(entry, at: "\(path).choices.\(entry.key.value)", in: .menu)
            do throws(KeyPattern.ParseError) {
                let keys = Located(value: try KeyPattern(entry.key.value), span: entry.key.span)
                menu.choices.append(MenuSyntax.Choice(keys: keys, steps: steps))
            } catch {
                menu.choices.append(MenuSyntax.Choice(keys: nil, steps: steps))
                let text = entry.key.value
                let lowercased = text.lowercased()
                if lowercased != text, (try? KeyPattern(lowercased)) != nil {
                    problems.add(.badKeys(text, error), at: entry.key.span, suggestion: lowercased)
                } else {
                    problems.add(.badKeys(text, error), at: entry.key.span, closestTo: text, among: ["else"])
                }
            }
        }
        checkOverlaps(menu.choices)
        checkWaits(menu.choices, timeout: menu.timeout)
    }

    /// Warns about digits beside longer choices: the provider waits for as many keys as the longest has, so a caller who
    /// pressed one waits for the time-out. `*` and `#` are left out: there is no other way to leave a menu of codes.
    private func checkWaits(_ choices: [MenuSyntax.Choice], timeout: Int) {
        let keys = choices.compactMap(\.keys)
        let short = keys.filter { $0.value.count == 1 && $0.value.text != "*" && $0.value.text != "#" }
        guard let first = short.first, let longest = keys.max(by: { $0.value.count < $1.value.count }),
            longest.value.count > 1
        else { return }
        problems.add(
            .keyWaits(short.map(\.value.text), longest: longest.value.text, milliseconds: timeout), at: first.span)
    }

    /// Reports pairs of choices that the same keys match and neither of which has fewer wildcards.
    private func checkOverlaps(_ choices: [MenuSyntax.Choice]) {
        // Only patterns with as many keys and as many wildcards can be such a pair.
        var groups: [Int: [Located<KeyPattern>]] = [:]
        for keys in choices.compactMap(\.keys) where keys.value.wildcards > 0 {
            let group = keys.value.count * 64 + keys.value.wildcards
            if let other = groups[group]?.first(where: { $0.value.overlaps(keys.value) }) {
                problems.add(.overlappingChoices(other.value.text, keys.value.text), at: keys.span)
            }
            groups[group, default: []].append(keys)
        }
    }

    private func retry(_ node: YAMLNode, _ key: String, at path: String, into retry: inout MenuSyntax.Retry) {
        guard let fields = fields(node, of: "`\(key)`", at: node.span, known: LanguageMapping.retry.names) else {
            return
        }
        retry.say = fields["say"].map { prompt($0, of: "`say`") } ?? []
        retry.tries = fields["tries"].flatMap { count($0, of: "`tries`", in: 1...20) } ?? retry.tries
        if let then = fields["then"] { retry.then = steps(then, at: "\(path).\(key).then", in: .menu) }
    }

    private func hangup(at path: String, _ span: SourceSpan) -> StepListSyntax {
        StepListSyntax(path: path, span: span, steps: [StepSyntax(action: .hangup, span: span, word: "hangup")])
    }
}
