/// A list or mapping whose end has not been read yet.
struct OpenCollection {
    private enum Key {
        /// What comes next is a key.
        case none
        case text(Located<String>)
        /// Reported already; its value is dropped.
        case refused
    }

    let isMapping: Bool
    let span: Span
    let anchor: String?
    private(set) var nodes: [YAMLNode] = []
    private(set) var entries: [YAMLNode.Entry] = []
    private var key = Key.none
    /// Lines of the keys so far, where there are many; few are compared one by one.
    private var lines: [String: UInt32] = [:]
    /// Levels of lists and mappings in it, itself included.
    var height = 1
    /// Values in it, itself included.
    var count = 1

    init(isMapping: Bool, span: Span, anchor: String?) {
        self.isMapping = isMapping
        self.span = span
        self.anchor = anchor
    }

    /// Adds the next value: of a mapping, keys and values by turns.
    mutating func put(_ node: YAMLNode, _ problems: ProblemCollector) {
        guard isMapping else {
            nodes.append(node)
            return
        }
        switch key {
        case .none:
            if case .text(let text, _) = node.content {
                key = .text(Located(value: text, span: node.span))
            } else {
                problems.add(.keyIsNoText, at: node.span)
                key = .refused
            }
        case .refused:
            key = .none
        case .text(let text):
            key = .none
            if let first = firstLine(of: text) {
                problems.add(.duplicateKey(text.value, firstLine: Int(first)), at: text.span)
            } else {
                entries.append(YAMLNode.Entry(key: text, value: node))
            }
        }
    }

    private mutating func firstLine(of key: Located<String>) -> UInt32? {
        if entries.count < 8 { return entries.first { $0.key.value == key.value }?.key.span.line }
        if lines.isEmpty {
            for entry in entries { lines[entry.key.value] = entry.key.span.line }
        }
        if let first = lines[key.value] { return first }
        lines[key.value] = key.span.line
        return nil
    }
}
