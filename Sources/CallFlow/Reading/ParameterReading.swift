import Telephony

extension ConfigurationReader {
    /// Returns the flow or menu that a step names; with its values, if it has parameters.
    ///
    /// - Parameters:
    ///   - name: Where what is missing is reported.
    ///   - others: The entries beside the step's word; `with` among them.
    func target(
        _ item: ConfigurationProblem.NamedItem, _ name: Located<String>, _ others: [YAMLNode.Entry]
    ) -> Located<String> {
        let with = others.first { $0.key.value == "with" }
        return target(item, name, arguments: with.map { arguments($0.value) } ?? [])
    }

    /// Returns the flow or menu of a name and values. Missing and unknown parameters are reported.
    func target(
        _ item: ConfigurationProblem.NamedItem, _ name: Located<String>,
        arguments: [(name: Located<String>, value: Located<String>?)]
    ) -> Located<String> {
        let owner = "\(item.rawValue) \(quoted(name.value))"
        guard let template = templates[item, name.value] else {
            // An unknown name is reported as such.
            if (item == .flow ? flows : menus).contains(name.value) {
                for argument in arguments where !templates.ignores(argument.name.value, of: item, name.value) {
                    problems.add(.unusedParameter(argument.name.value, of: owner), at: argument.name.span)
                }
            }
            return name
        }
        templates.use(item, name.value)
        guard template.parameters.count <= Templates.mostParameters else {
            problems.add(
                .tooManyParameters(of: owner, limit: Templates.mostParameters), at: template.entry.key.span)
            return name
        }
        let names = Set(arguments.map(\.name.value))
        let missing = template.parameters.filter { !names.contains($0) }
        var values: [String: Located<String>] = [:]
        var isBroken = false
        var given: Set<String> = []
        for argument in arguments {
            var key = argument.name.value
            if templates.ignores(key, of: item, name.value), !template.parameters.contains(key) { continue }
            if !template.parameters.contains(key) {
                let meant = problems.add(
                    .unusedParameter(key, of: owner), at: argument.name.span, closestTo: key,
                    among: missing)
                isBroken = true
                guard let meant else { continue }
                key = meant
            }
            given.insert(key)
            values[key] = argument.value
            if argument.value == nil { isBroken = true }
        }
        for parameter in template.parameters where !given.contains(parameter) {
            problems.add(.missingParameter(parameter, of: owner), at: name.span)
            isBroken = true
        }
        guard !isBroken else { return name }
        do throws(ConfigurationProblem.InstanceLimit) {
            guard let instance = try templates.instance(of: name.value, item, values) else { return name }
            return Located(value: instance, span: name.span)
        } catch {
            problems.add(.tooManyInstances(error, of: owner), at: name.span)
            return name
        }
    }

    /// Reads `with:`, values by the names of parameters. What cannot be a value is reported and `nil`.
    private func arguments(_ node: YAMLNode) -> [(name: Located<String>, value: Located<String>?)] {
        (entries(node, of: "`with`") ?? []).map { entry in
            guard !entry.value.isNothing else {
                problems.add(.noValue(entry.key.value), at: entry.key.span)
                return (entry.key, nil)
            }
            let owner = quoted(entry.key.value)
            return (entry.key, text(entry.value, of: owner).flatMap { argument($0, of: owner) })
        }
    }

    /// Returns a text that can be the value of a parameter.
    func argument(_ text: Located<String>, of owner: String) -> Located<String>? {
        if text.value.utf8.count <= Templates.longestValue, !text.value.unicodeScalars.contains(where: \.isControl) {
            return text
        }
        let expected = "a text of at most \(Templates.longestValue) bytes without control characters"
        problems.add(.badValue(owner, expected: expected), at: text.span)
        return nil
    }

    /// Reads the instances of flows and menus with parameters, and those that they use in turn.
    func readInstances(into syntax: inout ConfigurationSyntax) {
        while let instance = templates.next() {
            let entry = YAMLNode.Entry(
                key: instance.template.entry.key, value: instance.template.entry.value.replacing(instance.arguments))
            switch instance.item {
            case .menu: syntax.menus.append(menu(entry, named: instance.name))
            default: syntax.flows.append(flow(entry, named: instance.name))
            }
        }
        syntax.templates = templates.all.map { item, template in
            TemplateSyntax(item: item, name: template.entry.key, isUsed: template.isUsed)
        }
    }
}
