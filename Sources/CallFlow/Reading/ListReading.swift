import Telephony

extension ConfigurationReader {
    /// What means something else among callers.
    private static let reservedLists = ["anonymous", "unknown", "internal", "any", "default", "else"]

    /// Reads `lists:`, numbers by the names of lists, or tables of them.
    func readLists(_ node: YAMLNode) -> [ListSyntax] {
        (entries(node, of: "`lists`") ?? []).map { entry in
            let name = entry.key
            if Self.reservedLists.contains(name.value) || (try? NumberPattern(name.value)) != nil {
                problems.add(.reservedListName(name.value), at: name.span)
            } else {
                checkName(name)
            }
            let owner = "the list \(quoted(name.value))"
            switch entry.value.content {
            case .list(let nodes):
                let patterns = nodes.compactMap { node in
                    text(node, of: owner).flatMap { numberPattern($0, orWordsLike: []) }
                }
                return ListSyntax(name: name, list: NumberList(name: name.value, patterns))
            case .text(let path, _) where !entry.value.isNothing:
                let patterns = sources?.listTables[path].map(self.patterns) ?? []
                return ListSyntax(name: name, list: NumberList(name: name.value, file: path, patterns))
            case .text: problems.add(.noValue(name.value), at: name.span)
            case .mapping:
                problems.add(
                    .wrongKind(owner, expected: "a list of numbers or the path of a file", found: entry.value.kind),
                    at: entry.value.span)
            }
            return ListSyntax(name: name, list: NumberList(name: name.value, []))
        }
    }

    /// The numbers of a table: of the column `number`, or of the first one if no column has that name.
    private func patterns(in table: SourceFiles.Table) -> [NumberPattern] {
        guard let text = table.text, let records = records(of: text, in: table.file) else { return [] }
        let column = records.first?.fields.firstIndex { $0.text.trimmed.lowercased() == "number" }
        return (column == nil ? records[...] : records.dropFirst()).compactMap { record in
            guard record.fields.indices.contains(column ?? 0) else { return nil }
            let field = record.fields[column ?? 0]
            let number = field.text.trimmed
            guard !number.isEmpty else { return nil }
            return numberPattern(Located(value: number, span: SourceSpan(field, in: table.file)), orWordsLike: [])
        }
    }
}
