/// A value of the file as it is written: text stays text, whatever it looks like.
struct YAMLNode {
    enum Content {
        /// `isPlain`: without quotes.
        case text(String, isPlain: Bool)
        case list([YAMLNode])
        /// In the order of the file; no key twice.
        case mapping([Entry])
    }

    struct Entry {
        var key: Located<String>
        var value: YAMLNode
    }

    var content: Content
    var span: Span

    /// Whether nothing is written: `folder:` and no more.
    var isNothing: Bool {
        if case .text("", isPlain: true) = content { return true }
        return false
    }

    /// What it is, for people.
    var kind: String {
        switch content {
        case .text: isNothing ? "nothing" : "text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}
