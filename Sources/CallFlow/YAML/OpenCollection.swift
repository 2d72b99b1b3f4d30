/// A list or mapping whose end has not been reached.
struct OpenCollection {
    private enum Key {
        /// The next value is a key.
        case none
        case text(Located<String>)
        /// The key was reported; its value is dropped.
        case refused
    }

    let isMapping: Bool
    let span: SourceSpan
    let anchor: String?
    private(set) var nodes: [YAMLNode] = []
    private(set) var entries: [YAMLNode.Entry] = []
    private var key = Key.none
    /// The lines of the keys so far, once there are more than a few: a short mapping is searched faster than hashed.
    private var lines: [String: UInt32] = [:]
    /// Levels of nesting, itself included.
    var height = 1
    /// Number of values, itself included.
    var count = 1

    init(isMapping: Bool, span: SourceSpan, anchor: String?) {
        self.isMapping = isMapping
        self.span = span
        self.anchor = anchor
    }

    /// Appends the next value; of a mapping, keys and values alternate.
    mutating func append(_ node: YAMLNode, _ findings: inout [YAMLFinding]) {
        guard isMapping else {
            nodes.append(node)
            return
        }
        switch key {
        case .none:
            if case .text(let text, _) = node.content {
                key = .text(Located(value: text, span: node.span))
            } else {
                findings.append(YAMLFinding(problem: .keyIsNoText, span: node.span))
                key = .refused
            }
        case .refused:
            key = .none
        case .text(let text):
            key = .none
            if let first = firstLine(of: text) {
                let problem = YAMLProblem.duplicateKey(text.value, firstLine: Int(first))
                findings.append(YAMLFinding(problem: problem, span: text.span))
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
