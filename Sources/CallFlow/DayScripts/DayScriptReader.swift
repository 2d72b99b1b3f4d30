import Telephony

/// Turns a file's YAML into scripted calls, and reports everything that is not one. Follows the convention of
/// `ConfigurationReader`.
struct DayScriptReader {
    /// Reads the values that scripts share with configurations.
    private let values: ConfigurationReader
    private var problems: ProblemCollector { values.problems }

    private static let keys = WrittenCall.keys + ["keys", "hang-up", "phone", "ring", "talk", "loses"]

    init(_ root: YAMLNode, problems: ProblemCollector) {
        values = ConfigurationReader(root, folder: "/", announcements: nil, problems: problems)
    }

    /// Returns the calls that could be read completely.
    func calls(_ root: YAMLNode) -> [ScriptedCall] {
        values.calls(root, call)
    }

    private func call(_ node: YAMLNode) -> ScriptedCall? {
        guard let fields = values.fields(node, of: "the call", at: node.span, known: Self.keys) else { return nil }
        let written = values.call(fields)
        let second = values.required("at", in: fields, example: "at: 09:30").flatMap(second)
        let phone = fields["phone"].flatMap {
            values.word($0, of: "`phone`", among: ScriptedCall.Phone.allCases.map(\.rawValue))
        }
        let lost = fields["loses"].map(lostEvents) ?? []
        guard let to = written.to, let second, let from = written.from else { return nil }
        var call = ScriptedCall(
            name: written.name, direction: written.direction, from: from, to: to, diverted: written.diverted,
            second: second, lost: lost)
        call.keys = fields["keys"].map(keys)
        call.hangUp = fields["hang-up"].flatMap { length($0, of: "`hang-up`") }
        call.phone = phone.flatMap { ScriptedCall.Phone(rawValue: $0) } ?? call.phone
        call.ring = fields["ring"].flatMap { length($0, of: "`ring`") } ?? call.ring
        call.talk = fields["talk"].flatMap { length($0, of: "`talk`") } ?? call.talk
        return call
    }

    /// Returns a time of day as seconds after midnight.
    private func second(_ node: YAMLNode) -> Int? {
        guard let text = values.text(node, of: "`at`") else { return nil }
        if let second = LocalTime.second(text.value) { return second }
        problems.add(.badValue("`at`", expected: "a time of day, such as `09:30` or `09:30:15`"), at: text.span)
        return nil
    }

    /// Returns a length in whole seconds, minutes or hours, or below a minute in fractions, in milliseconds.
    private func length(_ node: YAMLNode, of owner: String) -> Int? {
        guard let text = values.text(node, of: owner) else { return nil }
        if let length = WrittenLength(text.value) { return length.seconds * 1000 }
        if let milliseconds = ConfigurationReader.milliseconds(text.value), milliseconds > 0 { return milliseconds }
        problems.add(.badValue(owner, expected: "a length, such as `8s`, `2.5s` or `3m`"), at: text.span)
        return nil
    }

    private func keys(_ node: YAMLNode) -> [String] {
        values.texts(node, of: "`keys`").compactMap { text in
            if text.value.allSatisfy({ "0123456789*#".contains($0) }) { return text.value }
            problems.add(
                .badValue("`keys`", expected: "keys (0 to 9, `*` and `#`) for each menu; `\"\"` is silence"),
                at: text.span)
            return nil
        }
    }

    private func lostEvents(_ node: YAMLNode) -> Set<ScriptedCall.Push> {
        Set(
            values.texts(node, of: "`loses`").compactMap { text in
                if let push = ScriptedCall.Push(rawValue: text.value) { return push }
                problems.add(.badValue("`loses`", expected: "`answer` or `hangup`"), at: text.span)
                return nil
            })
    }
}
