/// A mapping with a fixed set of keys.
struct Fields {
    /// What the mapping is, for messages: "`recordings`", "the menu `main`".
    let owner: String
    /// Where problems of the mapping as a whole are reported.
    let span: SourceSpan
    private let entries: [YAMLNode.Entry]

    fileprivate init(owner: String, span: SourceSpan, entries: [YAMLNode.Entry]) {
        self.owner = owner
        self.span = span
        self.entries = entries
    }

    /// Whether a key is written, with or without a value.
    func has(_ key: String) -> Bool { entries.contains { $0.key.value == key } }

    /// The span of a key.
    func key(_ key: String) -> SourceSpan? { entries.first { $0.key.value == key }?.key.span }

    /// The value of a key; `nil` if the key is missing, or has no value (which was reported).
    subscript(_ key: String) -> YAMLNode? {
        guard let value = entries.first(where: { $0.key.value == key })?.value, !value.isNothing else { return nil }
        return value
    }
}

extension ConfigurationReader {
    /// Reads a mapping with a fixed set of keys. What a misspelt key has is read as that of the key it was meant to be, so
    /// that the mistake is reported once, and what is inside is checked.
    ///
    /// - Parameters:
    ///   - owner: What the mapping is, for messages.
    ///   - span: The key that the mapping is the value of, where a missing key is reported.
    ///   - known: All keys.
    func fields(_ node: YAMLNode, of owner: String, at span: SourceSpan, known: [String]) -> Fields? {
        guard case .mapping(let entries) = node.content else {
            problems.add(.wrongKind(owner, expected: "a mapping", found: node.kind), at: node.span)
            return nil
        }
        var meant = entries
        for (index, entry) in entries.enumerated() {
            let key = entry.key.value
            if !known.contains(key) {
                let name = problems.add(.unknownKey(key, of: owner), at: entry.key.span, closestTo: key, among: known)
                meant.rename(index, to: name)
            } else if entry.value.isNothing {
                problems.add(.noValue(key), at: entry.key.span)
            }
        }
        return Fields(owner: owner, span: span, entries: meant)
    }

    /// Returns the value of a required key.
    func required(_ key: String, in fields: Fields, example: String) -> YAMLNode? {
        if !fields.has(key) {
            problems.add(.missingKey(key, of: fields.owner), at: fields.span, suggestion: example)
        }
        return fields[key]
    }

    /// Returns the entries of a mapping with free keys.
    func entries(_ node: YAMLNode, of owner: String) -> [YAMLNode.Entry]? {
        guard case .mapping(let entries) = node.content else {
            problems.add(.wrongKind(owner, expected: "a mapping", found: node.kind), at: node.span)
            return nil
        }
        return entries
    }

    /// Returns a text.
    func text(_ node: YAMLNode, of owner: String) -> Located<String>? {
        guard case .text(let text, _) = node.content else {
            problems.add(.wrongKind(owner, expected: "a text", found: node.kind), at: node.span)
            return nil
        }
        return Located(value: text, span: node.span)
    }

    /// Returns the texts of a text or of a nonempty list of texts.
    func texts(_ node: YAMLNode, of owner: String) -> [Located<String>] {
        guard case .list(let nodes) = node.content else { return text(node, of: owner).map { [$0] } ?? [] }
        if nodes.isEmpty {
            problems.add(
                .wrongKind(owner, expected: "a text or a list of texts", found: "an empty list"), at: node.span)
        }
        return nodes.compactMap { text($0, of: owner) }
    }
}

extension [YAMLNode.Entry] {
    /// Gives a misspelt key the name it was meant to have, unless another entry has it.
    mutating func rename(_ index: Int, to name: String?) {
        guard let name, !contains(where: { $0.key.value == name }) else { return }
        self[index].key.value = name
    }
}
