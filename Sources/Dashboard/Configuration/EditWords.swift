package import CallFlow

/// What an edit of the configuration changes, in words: `shop: Thursday: 9–17 → 9–18`, `+49 211 4001101: voicemail → hang up`.
package enum EditWords {
    /// Lines at most; a last one says how many more there are.
    private static let most = 12
    /// Characters of a line; of longer ones the beginning is kept.
    private static let longest = 200

    /// The lines by the code of each language, as entries of the list of changes have them.
    ///
    /// - Parameter today: special days are compared by what holds on the next day that they name.
    package static func lines(
        from old: Configuration, to new: Configuration, today: CivilDate
    ) -> [String: [String]] {
        Dictionary(
            uniqueKeysWithValues: Language.allCases.map { language in
                (
                    language.rawValue,
                    Language.$current.withValue(language) { words(from: old, to: new, today: today) }
                )
            })
    }

    private static func words(from old: Configuration, to new: Configuration, today: CivilDate) -> [String] {
        let changes = ConfigurationChanges(from: old, to: new, today: today)
        var lines: [String] = []
        for name in Set(old.schedules.keys).union(new.schedules.keys).sorted() {
            switch (old.schedules[name], new.schedules[name]) {
            case (let before?, let after?) where before != after:
                let words = ScheduleChanges(from: before, to: after, today: today).lines
                lines += words.isEmpty ? [Texts.Audit.changed(name)] : words.map { "\(name): \($0)" }
            case (nil, _?): lines.append(Texts.Audit.added(name))
            case (_?, nil): lines.append(Texts.Audit.removed(name))
            default: break
            }
        }
        lines += changes.numbers.filter { $0.before != $0.after }.map { number in
            "\(number.title): \(number.before ?? Texts.Numbers.notListed) → \(number.after ?? Texts.Numbers.notListed)"
        }
        for thing in changes.things where thing.kind != .schedule {
            lines +=
                thing.lines.isEmpty ? [Texts.Audit.changed(thing.name)] : thing.lines.map { "\(thing.name): \($0)" }
        }
        lines += changes.settings.map { Texts.Audit.changed($0) }
        let kept = lines.prefix(most).map { $0.count > longest ? $0.prefix(longest) + "…" : $0 }
        return kept + (lines.count > most ? [Texts.Audit.more(lines.count - most)] : [])
    }
}
