import Telephony

// Numbers, in `numbers:` or in a table, and the keys of menus.

extension ConfigurationEdit {
    func writeNumber(
        _ documents: [EditedText], _ tables: [EditedText]
    ) throws(ConfigurationEditError) -> EditedText? {
        let pattern: NumberPattern
        switch self {
        case .number(nil, let text?, let step?): return try Self.add(text, step, documents, tables)
        case .number(let old?, _, _): pattern = old
        case .removeNumber(let old): pattern = old
        default: return nil
        }
        for document in documents {
            var file = document
            guard let numbers = file.root["numbers"]?.value,
                let index = numbers.entries?.firstIndex(where: { $0.key.isNumber(pattern) }),
                let entry = numbers.entries?[index]
            else { continue }
            try file.patch { (patch) throws(UnusualWriting) in
                guard case .number(_, let text, let step) = self else { return try patch.remove(index, from: numbers) }
                if let text {
                    patch.replaceInLine(
                        entry.key.range,
                        with: yamlScalar(text, isInBraces: numbers.style == .flow, like: entry.key.style))
                }
                if let step { try patch.setValue(of: entry, to: step.yaml(isNumber: true)) }
            }
            return file
        }
        for var file in tables {
            guard let table = NumberTableText(file.text), let row = table.row(of: pattern) else { continue }
            guard case .number(_, let text, let step) = self else {
                file.text = table.removing(row)
                return file
            }
            let word = try step.map(Self.word)
            let fields = [("number", text), ("flow", word)].compactMap { name, value in value.map { (name, $0) } }
            guard let new = table.changing(row, Dictionary(uniqueKeysWithValues: fields)) else {
                throw .unusual(line: row.line, file: file.name)
            }
            file.text = new
            return file
        }
        throw .missing("number \(pattern)")
    }

    /// The word that a table has for a step.
    private static func word(_ step: ChosenStep) throws(ConfigurationEditError) -> String {
        switch step {
        case .flow(let name): return name
        case .voicemail, .hangup, .connect, .reject: return step.yaml(isNumber: true)
        default: throw .unusual(line: 1, file: nil)
        }
    }

    /// A number is added behind those that are there, in the first file that has any; to a table if all are in tables.
    private static func add(
        _ text: String, _ step: ChosenStep, _ documents: [EditedText], _ tables: [EditedText]
    ) throws(ConfigurationEditError) -> EditedText {
        func lastNumber(_ file: EditedText) -> Int? {
            file.root["numbers"]?.value.entries?.lastIndex { (try? NumberPattern($0.key.text ?? "")) != nil }
        }
        if documents.allSatisfy({ lastNumber($0) == nil }), var file = tables.first, let word = try? word(step),
            let table = NumberTableText(file.text)
        {
            file.text = table.adding(number: text, flow: word)
            return file
        }
        let found = documents.first { lastNumber($0) != nil } ?? documents.first { $0.root["numbers"] != nil }
        guard var file = found, let numbers = file.root["numbers"]?.value else { throw .missing("numbers") }
        let index = lastNumber(file).map { $0 + 1 } ?? 0
        try file.patch { (patch) throws(UnusualWriting) in
            try patch.insert(
                yamlScalar(text, isInBraces: numbers.style == .flow), .line(step.yaml(isNumber: true)), into: numbers,
                at: index)
        }
        return file
    }
}

extension WrittenNode {
    func isNumber(_ pattern: NumberPattern) -> Bool { (try? NumberPattern(text ?? "")) == pattern }
}

extension EditedText {
    /// Sets, adds or removes a key of a menu; `else` stays last.
    mutating func setChoice(
        _ keys: KeyPattern, _ step: ChosenStep?, of path: [String]
    ) throws(ConfigurationEditError) {
        let choices = try entry(at: path).value
        let entries = choices.entries ?? []
        let index = entries.firstIndex { $0.key.text == keys.text }
        try patch { (patch) throws(UnusualWriting) in
            switch (index, step) {
            case (let index?, let step?): try patch.setValue(of: entries[index], to: step.yaml(isNumber: false))
            case (let index?, nil): try patch.remove(index, from: choices)
            case (nil, let step?):
                // Codes are written in quotes, as in the manual; a reader of YAML elsewhere would take them for numbers.
                let key = yamlScalar(
                    keys.text, isInBraces: choices.style == .flow, like: keys.count > 1 ? .doubleQuoted : nil)
                try patch.insert(
                    key, .line(step.yaml(isNumber: false)), into: choices,
                    at: entries.firstIndex { $0.key.text == "else" } ?? entries.count)
            case (nil, nil): break
            }
        }
    }
}
