extension YAMLProblem {
    /// What is wrong, without the suggestion.
    var statement: String {
        switch self {
        case .syntax(let problem, let context):
            "this is no YAML: \(problem)" + (context.map { " (\($0.text) that begins in line \($0.line))" } ?? "")
        case .tab: "a tab stands where YAML takes only spaces"
        case .severalDocuments: "a second document begins here, and there may be only one"
        case .tooDeep(let limit): "lists and mappings lie in each other more than \(limit) deep"
        case .tooManyAliases(let limit): "aliases stand for more than \(limit) values"
        case .unknownAlias(let name):
            "nothing before this has the anchor \(quoted("&" + name)), and a text that begins with `*` needs quotes"
        case .tag(let tag): "tags such as \(quoted(tag)) mean nothing here"
        case .keyIsNoText: "a key must be a text, not a list or a mapping"
        case .keyIsComment(let text): "\(quoted(text)) is a comment to YAML, since the key `#` needs quotes"
        case .duplicateKey(let key, let line): "\(quoted(key)) stands in line \(line) already"
        }
    }
}
