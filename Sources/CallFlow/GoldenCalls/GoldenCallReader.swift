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

    private static let keys = WrittenCall.keys + ["steps"]

    init(_ root: YAMLNode, announcements: Set<AnnouncementName>?, problems: ProblemCollector) {
        values = ConfigurationReader(root, folder: "/", announcements: announcements, problems: problems)
    }

    /// Returns the calls that could be read completely.
    func calls(_ root: YAMLNode) -> [Entry] {
        values.calls(root, call)
    }

    private func call(_ node: YAMLNode) -> Entry? {
        guard let fields = values.fields(node, of: "the call", at: node.span, known: Self.keys) else { return nil }
        let written = values.call(fields)
        let at = values.required("at", in: fields, example: "at: 2026-12-24T13:59").flatMap(moment)
        let steps =
            values.required("steps", in: fields, example: "steps: [ { hear: welcome }, hangup ]")
            .map(steps) ?? []
        guard let to = written.to, let at, let from = written.from, !steps.isEmpty else { return nil }
        let call = GoldenCall(
            name: written.name, direction: written.direction, from: from, to: to, diverted: written.diverted, at: at,
            steps: steps.compactMap(\.value))
        return Entry(call: call, span: node.span, stepSpans: steps.map(\.span))
    }

    /// Returns a local time: a day with its year and a time of day, in any notation of `WrittenTime`.
    private func moment(_ node: YAMLNode) -> LocalTime? {
        guard let text = values.text(node, of: "`at`") else { return nil }
        return values.localTime(text, of: "`at`", expected: "a day and a time, such as `2026-12-24 13:59`")
    }
}
