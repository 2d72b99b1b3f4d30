/// A mapping whose keys are known beforehand.
struct Fields {
    /// What it belongs to, for people: "`recordings`", "the menu `main`".
    let owner: String
    /// Where problems go that are about the mapping as a whole.
    let span: SourceSpan
    private let entries: [YAMLNode.Entry]

    fileprivate init(owner: String, span: SourceSpan, entries: [YAMLNode.Entry]) {
        self.owner = owner
        self.span = span
        self.entries = entries
    }

    func has(_ key: String) -> Bool { entries.contains { $0.key.value == key } }

    func key(_ key: String) -> SourceSpan? { entries.first { $0.key.value == key }?.key.span }

    /// Nil where the key is missing, or has no value (reported already).
    subscript(_ key: String) -> YAMLNode? {
        guard let value = entries.first(where: { $0.key.value == key })?.value, !value.isNothing else { return nil }
        return value
    }
}

extension ConfigurationReader {
    /// Reads a mapping of which `known` keys may be given; nil, reported, when it is none.
    ///
    /// `at`: where a missing key is reported: at the key that the mapping belongs to.
    func fields(_ node: YAMLNode, of owner: String, at span: SourceSpan, known: [String]) -> Fields? {
        guard case .mapping(let entries) = node.content else {
            problems.add(.wrongKind(owner, expected: "a mapping", found: node.kind), at: node.span)
            return nil
        }
        for entry in entries {
            if !known.contains(entry.key.value) {
                let key = entry.key.value
                problems.add(.unknownKey(key, of: owner), at: entry.key.span, closestTo: key, among: known)
            } else if entry.value.isNothing {
                problems.add(.noValue(entry.key.value), at: entry.key.span)
            }
        }
        return Fields(owner: owner, span: span, entries: entries)
    }

    /// The value of a key that has to be there; nil, reported, when it is not.
    func required(_ key: String, in fields: Fields, example: String) -> YAMLNode? {
        if !fields.has(key) {
            problems.add(.missingKey(key, of: fields.owner), at: fields.span, suggestion: example)
        }
        return fields[key]
    }

    /// The entries of a mapping whose keys are free; nil, reported, when it is none.
    func entries(_ node: YAMLNode, of owner: String) -> [YAMLNode.Entry]? {
        guard case .mapping(let entries) = node.content else {
            problems.add(.wrongKind(owner, expected: "a mapping", found: node.kind), at: node.span)
            return nil
        }
        return entries
    }

    /// A text; nil, reported, when it is a list or a mapping.
    func text(_ node: YAMLNode, of owner: String) -> Located<String>? {
        guard case .text(let text, _) = node.content else {
            problems.add(.wrongKind(owner, expected: "a text", found: node.kind), at: node.span)
            return nil
        }
        return Located(value: text, span: node.span)
    }

    /// One text or a list of them, at least one; those that are none are reported and left out.
    func texts(_ node: YAMLNode, of owner: String) -> [Located<String>] {
        guard case .list(let nodes) = node.content else { return text(node, of: owner).map { [$0] } ?? [] }
        if nodes.isEmpty {
            problems.add(
                .wrongKind(owner, expected: "a text or a list of texts", found: "an empty list"), at: node.span)
        }
        return nodes.compactMap { text($0, of: owner) }
    }
}
