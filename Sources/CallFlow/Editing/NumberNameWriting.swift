import Telephony

// Names of numbers: in `numbers: names`, or in the column `name` of a table.

extension ConfigurationEdit {
    static func write(
        _ name: String?, of number: NumberPattern, _ text: String?, _ documents: [EditedText], _ tables: [EditedText]
    ) throws(ConfigurationEditError) -> EditedText? {
        let path = ["numbers", "names"]
        for var file in documents {
            let keys = (file.root.entry(at: path)?.value.entries ?? []).compactMap(\.key.text)
            guard let key = keys.first(where: { (try? NumberPattern($0)) == number }) else { continue }
            guard let name else {
                if keys.count == 1 {
                    try file.remove("names", from: ["numbers"])
                } else {
                    try file.remove(key, from: path)
                }
                return file
            }
            let entry = try file.entry(at: path + [key])
            let isInBraces = try file.entry(at: path).value.style == .flow
            try file.patch { (patch) throws(UnusualWriting) in
                if let text {
                    patch.replaceInLine(
                        entry.key.range, with: yamlScalar(text, isInBraces: isInBraces, like: entry.key.style))
                }
                if entry.value.text != name {
                    try patch.setValue(
                        of: entry, to: yamlScalar(name, isInBraces: isInBraces, like: entry.value.style))
                }
            }
            return file
        }
        // A row was written anew with its number.
        let pattern = text.flatMap { try? NumberPattern($0) } ?? number
        for var file in tables {
            guard let table = NumberTableText(file.text), let row = table.row(of: pattern), table.hasColumn("name")
            else { continue }
            guard let new = table.changing(row, ["name": name ?? ""]) else {
                throw .unusual(line: row.line, file: file.name)
            }
            file.text = new
            return file
        }
        guard let name else { throw .missing("name of \(number)") }
        return try add(name, of: text ?? pattern.spaced, documents)
    }

    /// A name is added to those that are there, or in a section of its own behind the numbers of the first file that has any.
    private static func add(
        _ name: String, of number: String, _ documents: [EditedText]
    ) throws(ConfigurationEditError) -> EditedText {
        let found =
            documents.first { $0.root.entry(at: ["numbers", "names"]) != nil }
            ?? documents.first { $0.root["numbers"] != nil }
        guard var file = found else { throw .missing("numbers") }
        let names = file.root.entry(at: ["numbers", "names"])?.value
        let isInBraces = (names ?? file.root["numbers"]?.value)?.style == .flow
        let line = (
            key: yamlScalar(number, isInBraces: isInBraces), value: yamlScalar(name, isInBraces: isInBraces)
        )
        if let names, !names.isNothing {
            try file.patch { (patch) throws(UnusualWriting) in
                try patch.insert(line.key, .line(line.value), into: names, at: names.entries?.count ?? 0)
            }
            return file
        }
        try file.add("names", lines: [line], to: ["numbers"], before: ["default", "outgoing", "file"])
        return file
    }
}
