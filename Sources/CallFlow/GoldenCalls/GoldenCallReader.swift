import Telephony

/// Turns a file's YAML into golden calls, and reports everything that is not one. Follows the convention of
/// `ConfigurationReader`.
struct GoldenCallReader {
    struct Entry {
        var call: GoldenCall
        var span: SourceSpan
        var stepSpans: [SourceSpan]
    }

    /// Reads the values that golden calls share with configurations.
    let values: ConfigurationReader
    var problems: ProblemCollector { values.problems }

    private static let keys = ["call", "at", "from", "diverted", "outgoing", "name", "steps"]

    init(_ root: YAMLNode, announcements: Set<AnnouncementName>?, problems: ProblemCollector) {
        values = ConfigurationReader(root, folder: "/", announcements: announcements, problems: problems)
    }

    /// Returns the calls that could be read completely.
    func calls(_ root: YAMLNode) -> [Entry] {
        guard case .list(let nodes) = root.content else {
            let expected = "a list of calls, each beginning with `- call:`"
            problems.add(.wrongKind("the file", expected: expected, found: root.kind), at: root.span)
            return []
        }
        if nodes.isEmpty { problems.add(.emptyFile, at: root.span) }
        return nodes.compactMap(call)
    }

    private func call(_ node: YAMLNode) -> Entry? {
        guard let fields = values.fields(node, of: "the call", at: node.span, known: Self.keys) else { return nil }
        let to = values.required("call", in: fields, example: "call: +49 211 1234567")
            .flatMap { values.text($0, of: "`call`") }.flatMap { values.phoneNumber($0) }
        let at = values.required("at", in: fields, example: "at: 2026-12-24T13:59").flatMap(moment)
        let name = fields["name"].flatMap { values.text($0, of: "`name`") }
        let isOutgoing = fields["outgoing"].flatMap { values.boolean($0, of: "`outgoing`") } ?? false
        let from = isOutgoing ? ownNumber(fields) : fields["from"].map(caller) ?? .unknown("")
        let diverted = fields["diverted"].flatMap { values.text($0, of: "`diverted`") }
            .flatMap { values.phoneNumber($0) }
        let steps =
            values.required("steps", in: fields, example: "steps: [ { hear: welcome }, hangup ]")
            .map(steps) ?? []
        guard let to, let at, let from, !steps.isEmpty else { return nil }
        let call = GoldenCall(
            name: name?.value, direction: isOutgoing ? .outgoing : .incoming, from: from, to: to,
            diverted: diverted, at: at, steps: steps.compactMap(\.value))
        return Entry(call: call, span: node.span, stepSpans: steps.map(\.span))
    }

    /// Returns a local time: a day with its year and a time of day, in any notation of `WrittenTime`.
    private func moment(_ node: YAMLNode) -> LocalTime? {
        guard let text = values.text(node, of: "`at`") else { return nil }
        return values.localTime(text, of: "`at`", expected: "a day and a time, such as `2026-12-24 13:59`")
    }

    private func caller(_ node: YAMLNode) -> Caller? {
        guard let text = values.text(node, of: "`from`") else { return nil }
        let caller = Caller(text.value)
        if caller == .anonymous || caller.internalExtension != nil { return caller }
        return values.phoneNumber(text, orWordsLike: [Caller.anonymous.description]).map { .number($0) }
    }

    /// Returns the caller of an outgoing call, which is one of the account's own numbers.
    private func ownNumber(_ fields: Fields) -> Caller? {
        values.required("from", in: fields, example: "from: +49 211 1234567")
            .flatMap { values.text($0, of: "`from`") }.flatMap { values.phoneNumber($0) }.map { .number($0) }
    }
}
