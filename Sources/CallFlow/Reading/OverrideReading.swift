import Telephony

extension ConfigurationReader {
    /// Reads `override:` with what happens to each schedule, and until when.
    func override(_ entry: YAMLNode.Entry) -> StepSyntax.Action {
        guard let entries = entries(entry.value, of: "`override`") else { return .broken }
        let words = OverrideStep.Change.allCases.map(\.rawValue)
        var changes: [StepSyntax.OverrideSyntax] = []
        var isBroken = false
        for entry in entries where entry.key.value != "until" {
            if entry.value.isNothing {
                problems.add(.noValue(entry.key.value), at: entry.key.span)
            } else if let word = word(entry.value, of: quoted(entry.key.value), among: words),
                let change = OverrideStep.Change(rawValue: word)
            {
                changes.append(StepSyntax.OverrideSyntax(schedule: entry.key, change: change))
                continue
            }
            isBroken = true
        }
        if changes.isEmpty, !isBroken {
            let expected = "a schedule and its state, such as `{ office: closed, until: 18:00 }`"
            problems.add(.badValue("`override`", expected: expected), at: entry.value.span)
            return .broken
        }
        guard let end = entries.first(where: { $0.key.value == "until" }) else {
            if changes.contains(where: { $0.change != .clear }) {
                problems.add(.missingKey("until", of: "`override`"), at: entry.key.span, suggestion: "until: 18:00")
                return .broken
            }
            return isBroken ? .broken : .override(changes, until: nil)
        }
        guard !end.value.isNothing else {
            problems.add(.noValue("until"), at: end.key.span)
            return .broken
        }
        guard let text = text(end.value, of: "`until`") else { return .broken }
        do throws(WrittenTime.ParseError) {
            let until = OverrideStep.End(text: text.value, time: try WrittenTime(text.value))
            return isBroken ? .broken : .override(changes, until: until)
        } catch {
            switch error {
            case .noSuchDay(let day): problems.add(.noSuchDay(day), at: text.span)
            case .notATime:
                problems.add(
                    .badValue("`until`", expected: "a time such as \(WrittenTime.examples)"), at: text.span)
            }
            return .broken
        }
    }
}
