import Telephony

extension YAMLProblem {
    /// What is wrong, without the suggestion.
    var statement: String {
        switch self {
        case .syntax(let problem, let context):
            "invalid YAML: \(problem)" + (context.map { " (\($0.text), which begins in line \($0.line))" } ?? "")
        case .tab: "YAML does not allow a tab here; use spaces"
        case .severalDocuments: "a second YAML document begins here; only one is allowed"
        case .tooDeep(let limit): "lists and mappings are nested more than \(limit) levels deep"
        case .tooManyAliases(let limit): "YAML aliases expand to more than \(limit) values"
        case .unknownAlias(let name):
            "unknown YAML anchor \(quoted("&" + name)); a text that begins with `*` needs quotes"
        case .tag(let tag): "YAML tags such as \(quoted(tag)) are not supported"
        case .keyIsNoText: "a key must be text, not a list or a mapping"
        case .keyIsComment(let text): "\(quoted(text)) is a YAML comment; the key `#` needs quotes"
        case .keyIsCommentInBraces:
            "`#` begins a comment here, so the braces have no end; the key `#` needs quotes"
        case .duplicateKey(let key, let line): "\(quoted(key)) is already defined in line \(line)"
        }
    }
}
