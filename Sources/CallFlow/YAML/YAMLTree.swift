/// Builds the tree of a file from its events, within limits that no honest file meets.
struct YAMLTree: ~Copyable {
    /// How deep lists and mappings may lie in each other; what is read from them is read recursively.
    static let deepest = 64
    /// How many values aliases may stand for in all: nine lines of them could stand for a billion.
    static let mostAliased = 100_000

    private struct Anchored {
        var node: YAMLNode
        /// Levels of lists and mappings in it.
        var height: Int
        /// Values in it, itself included.
        var count: Int
    }

    private let problems: ProblemCollector
    private var open: [OpenCollection] = []
    private var anchors: [String: Anchored] = [:]
    private var aliased = 0
    private var root: YAMLNode?

    /// Nil when there is nothing to read, or it cannot be read to its end: then the reason is among the problems.
    static func read(_ text: String, problems: ProblemCollector) -> YAMLNode? {
        var text = text
        return text.withUTF8 { bytes in
            let events = YAMLEvents(bytes)
            var tree = YAMLTree(problems: problems)
            do throws(YAMLEvents.SyntaxError) {
                return try tree.build(from: events)
            } catch {
                problems.add(error, in: SourceText(String(decoding: bytes, as: UTF8.self)))
                return nil
            }
        }
    }

    private init(problems: ProblemCollector) {
        self.problems = problems
    }

    private mutating func build(from events: borrowing YAMLEvents) throws(YAMLEvents.SyntaxError) -> YAMLNode? {
        var documents = 0
        while true {
            let (event, span) = try events.next()
            switch event {
            case .end:
                return root
            case .documentStart:
                documents += 1
                guard documents == 1 else {
                    problems.add(.severalDocuments, at: span)
                    return root
                }
            case .documentEnd: break
            case .text(let text, let isPlain, let anchor, let tag):
                refuse(tag, at: span)
                let node = YAMLNode(content: .text(text, isPlain: isPlain), span: span)
                if let anchor { anchors[anchor] = Anchored(node: node, height: 0, count: 1) }
                put(node, height: 0, count: 1)
            case .listStart(let anchor, let tag):
                refuse(tag, at: span)
                guard begin(isMapping: false, anchor, span) else { return nil }
            case .mappingStart(let anchor, let tag):
                refuse(tag, at: span)
                guard begin(isMapping: true, anchor, span) else { return nil }
            case .listEnd, .mappingEnd:
                finish(endingAt: span)
            case .alias(let name):
                guard let anchored = anchors[name] else {
                    problems.add(.unknownAlias(name), at: span, suggestion: "\"*\(name)\"")
                    return nil
                }
                aliased += anchored.count
                guard aliased <= Self.mostAliased else {
                    problems.add(.tooManyAliases(limit: Self.mostAliased), at: span)
                    return nil
                }
                guard open.count + anchored.height <= Self.deepest else {
                    problems.add(.tooDeep(limit: Self.deepest), at: span)
                    return nil
                }
                put(anchored.node, height: anchored.height, count: anchored.count)
            }
        }
    }

    private func refuse(_ tag: String?, at span: Span) {
        // A lone `!` says "take it as text", which is done anyway.
        if let tag, tag != "!" { problems.add(.tag(tag), at: span) }
    }

    private mutating func begin(isMapping: Bool, _ anchor: String?, _ span: Span) -> Bool {
        guard open.count < Self.deepest else {
            problems.add(.tooDeep(limit: Self.deepest), at: span)
            return false
        }
        open.append(OpenCollection(isMapping: isMapping, span: span, anchor: anchor))
        return true
    }

    private mutating func finish(endingAt end: Span) {
        guard let done = open.popLast() else { return }
        var span = done.span
        // One written in brackets is pointed at as a whole, any other by its first value.
        if end.length > 0, end.length != .max, end.line == span.line {
            span.length = end.column + end.length - span.column
        } else if let first = done.entries.first, first.key.span.line == span.line, first.key.span.column == span.column
        {
            span.length = first.key.span.length
        }
        let node = YAMLNode(content: done.isMapping ? .mapping(done.entries) : .list(done.nodes), span: span)
        if let anchor = done.anchor { anchors[anchor] = Anchored(node: node, height: done.height, count: done.count) }
        put(node, height: done.height, count: done.count)
    }

    /// Puts a value where it belongs: into the innermost list or mapping that is open, or at the root.
    private mutating func put(_ node: YAMLNode, height: Int, count: Int) {
        guard let last = open.indices.last else {
            if root == nil { root = node }
            return
        }
        open[last].height = max(open[last].height, height + 1)
        open[last].count += count
        open[last].put(node, problems)
    }
}
