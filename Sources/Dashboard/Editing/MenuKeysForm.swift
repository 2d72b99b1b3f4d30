import CallFlow
import Sipgate
import Telephony

/// The keys of a menu as rows of fields, and what they are to become.
struct MenuKeysForm: Sendable {
    /// A key with what it does.
    struct Row: Sendable {
        /// The keys in the file that the row was made from; nil: a new row.
        var old: KeyPattern?
        var keys = ""
        var chooser = StepChooser(kind: "voicemail")
        var isRemoved = false

        var isBlank: Bool { old == nil && keys.trimmed.isEmpty }
    }

    var rows: [Row]

    /// Empty rows of a menu that does not exist yet.
    private static let rowsOfNew = 3

    /// The fields for a menu as it is; nil: a new one.
    init(_ menu: Menu?) {
        rows =
            menu?.choices.sorted { $0.keys.text < $1.keys.text }.map {
                Row(old: $0.keys, keys: $0.keys.text, chooser: StepChooser($0.steps))
            } ?? Array(repeating: Row(), count: Self.rowsOfNew)
    }

    /// The fields as they were sent.
    init(_ fields: FormFields) {
        let count = min(200, Int(fields["rows"] ?? "") ?? 0)
        rows = (0..<max(0, count)).map { index in
            Row(
                old: fields["key\(index)-old"].flatMap { try? KeyPattern($0) }, keys: fields["key\(index)-keys"] ?? "",
                chooser: StepChooser(fields, "key\(index)"), isRemoved: fields["key\(index)-remove"] != nil)
        }
    }

    /// A key that the form changes; without a step it is removed.
    struct Change: Sendable {
        let keys: KeyPattern
        let step: ChosenStep?
        /// `Key 1: voicemail → hang up`
        let line: String
    }

    /// What the rows change in a menu, and what is wrong with them by their index.
    func changes(of menu: Menu, in configuration: Configuration) -> (changes: [Change], problems: [Int: String]) {
        let sentences = StepSentences(configuration)
        var (changes, problems) = ([Change](), [Int: String]())
        for (index, row) in rows.enumerated() where !row.isBlank {
            let old = row.old.flatMap { keys in menu.choices.first { $0.keys == keys } }
            let before = old.map { sentences.line($0.steps) } ?? Texts.Numbers.noAction
            func change(_ keys: KeyPattern, _ step: ChosenStep?) -> Change {
                let after = step.map { sentences.line(StepList(path: "", steps: $0.steps)) } ?? Texts.Numbers.noAction
                return Change(keys: keys, step: step, line: "\(Texts.Numbers.key(keys.text)): \(before) → \(after)")
            }
            if row.isRemoved {
                if let old { changes.append(change(old.keys, nil)) }
                continue
            }
            if let old, row.chooser == StepChooser(old.steps) { continue }
            do throws(StepChooser.Mistake) {
                guard let keys = try? old?.keys ?? KeyPattern(row.keys.trimmed) else {
                    throw StepChooser.Mistake(Texts.Numbers.notAKey(row.keys))
                }
                if old == nil, (menu.choices.map(\.keys) + changes.map(\.keys)).contains(keys) {
                    throw StepChooser.Mistake(Texts.Numbers.keyTwice(keys.text))
                }
                if let step = try row.chooser.step(in: configuration) { changes.append(change(keys, step)) }
            } catch {
                problems[index] = error.sentence
            }
        }
        return (changes, problems)
    }
}
