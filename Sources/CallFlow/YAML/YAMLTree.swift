/// Builds the tree of a text from its events.
///
/// What a hostile text can cost is bounded: nesting by `maximumDepth`, which keeps every recursive reader of the tree
/// from exhausting the stack, and aliases by `maximumAliasedValues`. Aliases share the values of their anchor, so
/// memory stays proportional to the text; but a walk over the tree visits them every time, and nine lines of aliases to
/// aliases can stand for a billion values (the "billion laughs").
struct YAMLTree: ~Copyable {
    /// How deep lists and mappings can be nested.
    static let maximumDepth = 64
    /// How many values all aliases together can stand for.
    static let maximumAliasedValues = 100_000

    private struct Anchored {
        var node: YAMLNode
        /// Levels of nesting.
        var height: Int
        /// Number of values, itself included.
        var count: Int
    }

    private var findings: [YAMLFinding] = []
    private var open: [OpenCollection] = []
    private var anchors: [String: Anchored] = [:]
    private var aliasedValues = 0
    private var root: YAMLNode?

    /// Returns the first document's root, `nil` if there is none or it cannot be read to its end, and the findings in
    /// reading order.
    static func read(_ text: String) -> (root: YAMLNode?, findings: [YAMLFinding]) {
        var text = text
        return text.withUTF8 { bytes in
            var tree = YAMLTree()
            do throws(YAMLSyntaxError) {
                let root = try tree.build(from: YAMLEvents(bytes))
                return (root, tree.findings)
            } catch {
                let source = SourceText(String(decoding: bytes, as: UTF8.self))
                return (nil, tree.findings + [YAMLFinding(error, in: source)])
            }
        }
    }

    private init() {}

    private mutating func build(from events: borrowing YAMLEvents) throws(YAMLSyntaxError) -> YAMLNode? {
        var documents = 0
        while true {
            let (event, span) = try events.next()
            switch event {
            case .end:
                return root
            case .documentStart:
                documents += 1
                guard documents == 1 else {
                    report(.severalDocuments, at: span)
                    return root
                }
            case .documentEnd: break
            case .text(let text, let isPlain, let anchor, let tag):
                rejectTag(tag, at: span)
                let node = YAMLNode(content: .text(text, isPlain: isPlain), span: span)
                if let anchor { anchors[anchor] = Anchored(node: node, height: 0, count: 1) }
                append(node, height: 0, count: 1)
            case .listStart(let anchor, let tag):
                rejectTag(tag, at: span)
                guard begin(isMapping: false, anchor, span) else { return nil }
            case .mappingStart(let anchor, let tag):
                rejectTag(tag, at: span)
                guard begin(isMapping: true, anchor, span) else { return nil }
            case .listEnd, .mappingEnd:
                finish(endingAt: span)
            case .alias(let name):
                guard let anchored = anchors[name] else {
                    report(.unknownAlias(name), at: span, suggestion: "\"*\(name)\"")
                    return nil
                }
                aliasedValues += anchored.count
                guard aliasedValues <= Self.maximumAliasedValues else {
                    report(.tooManyAliases(limit: Self.maximumAliasedValues), at: span)
                    return nil
                }
                guard open.count + anchored.height <= Self.maximumDepth else {
                    report(.tooDeep(limit: Self.maximumDepth), at: span)
                    return nil
                }
                append(anchored.node, height: anchored.height, count: anchored.count)
            }
        }
    }

    private mutating func report(_ problem: YAMLProblem, at span: SourceSpan, suggestion: String? = nil) {
        findings.append(YAMLFinding(problem: problem, span: span, suggestion: suggestion))
    }

    private mutating func rejectTag(_ tag: String?, at span: SourceSpan) {
        // A lone `!` means "read this as text", which happens anyway.
        if let tag, tag != "!" { report(.tag(tag), at: span) }
    }

    private mutating func begin(isMapping: Bool, _ anchor: String?, _ span: SourceSpan) -> Bool {
        guard open.count < Self.maximumDepth else {
            report(.tooDeep(limit: Self.maximumDepth), at: span)
            return false
        }
        open.append(OpenCollection(isMapping: isMapping, span: span, anchor: anchor))
        return true
    }

    private mutating func finish(endingAt end: SourceSpan) {
        guard let done = open.popLast() else { return }
        var span = done.span
        // Point at a collection in brackets as a whole, at any other by its first key.
        if end.length > 0, end.length != .max, end.line == span.line {
            span.length = end.column + end.length - span.column
        } else if let first = done.entries.first, first.key.span.line == span.line, first.key.span.column == span.column
        {
            span.length = first.key.span.length
        }
        let node = YAMLNode(content: done.isMapping ? .mapping(done.entries) : .list(done.nodes), span: span)
        if let anchor = done.anchor { anchors[anchor] = Anchored(node: node, height: done.height, count: done.count) }
        append(node, height: done.height, count: done.count)
    }

    /// Appends a value to the innermost open list or mapping, or makes it the root.
    private mutating func append(_ node: YAMLNode, height: Int, count: Int) {
        guard let last = open.indices.last else {
            if root == nil { root = node }
            return
        }
        open[last].height = max(open[last].height, height + 1)
        open[last].count += count
        open[last].append(node, &findings)
    }
}
