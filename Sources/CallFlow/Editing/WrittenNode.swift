/// A value of a YAML text, with the stretch of the text that it is written in: what an editor of that text must know, and what the
/// reader's tree leaves out (where a value ends, its quotes, and whether it is an alias).
struct WrittenNode {
    enum Content {
        case text(String)
        case list([WrittenNode])
        case mapping([Entry])
        /// `*name`: written elsewhere.
        case alias
    }

    struct Entry {
        var key: WrittenNode
        var value: WrittenNode

        /// From the beginning of the key to the end of the value.
        var range: Range<Int> { key.range.lowerBound..<max(key.range.upperBound, value.range.upperBound) }
    }

    var content: Content
    /// In Unicode scalars from the beginning of the text. Of a collection by indentation, to the end of its last value.
    var range: Range<Int>
    var style: YAMLStyle
    var isAnchored: Bool

    var text: String? { if case .text(let text) = content { text } else { nil } }
    var entries: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }
    var isNothing: Bool { range.isEmpty && text == "" }

    subscript(key: String) -> Entry? { entries?.first { $0.key.text == key } }

    /// The root of a text; `nil` if it is empty or no YAML. Expects a text that the configuration's reader has accepted, which
    /// bounds its depth.
    static func root(of text: String) -> WrittenNode? {
        var text = text
        return text.withUTF8 { bytes in
            do throws(YAMLSyntaxError) {
                let events = YAMLEvents(bytes)
                while true {
                    let next = try events.nextWithPlace()
                    switch next.event {
                    case .end: return nil
                    case .documentStart: continue
                    default: return try node(next.event, next.range, next.style, events)
                    }
                }
            } catch {
                return nil
            }
        }
    }

    /// The value that begins with an event; `nil` for the end of a collection.
    private static func node(
        _ event: YAMLEvent, _ range: Range<Int>, _ style: YAMLStyle, _ events: borrowing YAMLEvents
    ) throws(YAMLSyntaxError) -> WrittenNode? {
        func made(_ content: Content, _ range: Range<Int>, _ anchor: String? = nil) -> WrittenNode {
            WrittenNode(content: content, range: range, style: style, isAnchored: anchor != nil)
        }
        switch event {
        case .text(let text, _, let anchor, _): return made(.text(text), range, anchor)
        case .alias: return made(.alias, range)
        case .listStart(let anchor, _):
            let (nodes, end) = try children(range, style, events)
            return made(.list(nodes), range.lowerBound..<end, anchor)
        case .mappingStart(let anchor, _):
            let (nodes, end) = try children(range, style, events)
            let entries = stride(from: 0, to: nodes.count - 1, by: 2).map { index in
                Entry(key: nodes[index], value: nodes[index + 1])
            }
            return made(.mapping(entries), range.lowerBound..<end, anchor)
        case .listEnd, .mappingEnd, .documentStart, .documentEnd, .end: return nil
        }
    }

    private static func children(
        _ start: Range<Int>, _ style: YAMLStyle, _ events: borrowing YAMLEvents
    ) throws(YAMLSyntaxError) -> (nodes: [WrittenNode], end: Int) {
        var nodes: [WrittenNode] = []
        while true {
            let next = try events.nextWithPlace()
            guard let child = try node(next.event, next.range, next.style, events) else {
                // The end of a collection by indentation is found at the next token, behind comments and blank lines.
                let end = style == .flow ? next.range.upperBound : nodes.last?.range.upperBound
                return (nodes, max(start.lowerBound, end ?? start.upperBound))
            }
            nodes.append(child)
        }
    }
}
