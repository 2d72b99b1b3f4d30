/// A value of a file as it is written: a scalar stays text, whatever it looks like.
struct YAMLNode {
    enum Content {
        /// A scalar. `isPlain`: written without quotes.
        case text(String, isPlain: Bool)
        case list([YAMLNode])
        /// In file order, without duplicate keys.
        case mapping([Entry])
    }

    struct Entry {
        var key: Located<String>
        var value: YAMLNode
    }

    var content: Content
    var span: SourceSpan

    /// Whether the value is missing, as after `folder:`.
    var isNothing: Bool {
        if case .text("", isPlain: true) = content { return true }
        return false
    }

    /// The value of a key; nil if there is none.
    subscript(key: String) -> YAMLNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key.value == key }?.value
    }

    /// The kind of value, for messages: `text`, `a list`.
    var kind: String {
        switch content {
        case .text: isNothing ? "nothing" : "text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}
