import CallFlow
import Telephony

extension Moment {
    /// A time as people type it into a form, or as a browser sends one that was picked: `24.12.2026 13:00`, `24.12. 13:00`,
    /// `tomorrow 9:00`, `2026-12-24T13:00`. A day without its time is its beginning; one without its year is the next.
    ///
    /// - Returns: Nil if the text is no time.
    static func typed(_ text: String, from now: Moment, in zone: Zone) -> Moment? {
        written(text)?.moment(.today, from: now, in: zone)
    }

    /// The same as the end of a span: a day without its time is included.
    static func typedEnd(_ text: String, from now: Moment, in zone: Zone) -> Moment? {
        written(text)?.end(.today, from: now, in: zone)
    }

    private static func written(_ text: String) -> WrittenTime? {
        // As people say it here: `24.12., 13 Uhr`.
        var words = text.trimmed.lowercased().replacing(",", with: " ")
        for (word, meaning) in [("heute", "today"), ("morgen", "tomorrow"), ("gestern", "yesterday")] {
            words = words.replacing(word, with: meaning)
        }
        if words.hasSuffix("uhr") {
            words = words.dropLast(3).trimmed
            if !words.contains(":") { words += ":00" }
        }
        // A length of time is no time.
        let isTime = words.contains { ":.-".contains($0) } || ["today", "tomorrow", "yesterday"].contains(words)
        guard isTime else { return nil }
        return try? WrittenTime(
            words.replacing("t", with: "T", maxReplacements: words.first?.isNumber ?? false ? 1 : 0))
    }
}
