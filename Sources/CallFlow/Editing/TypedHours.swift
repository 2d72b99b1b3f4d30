import Telephony

extension DayHours {
    /// Hours as people type them into a form: `9–12, 13:30–18`, `9-12 und 13-18 Uhr`, `9.30–12`, `closed`, `geschlossen`,
    /// `24h`; nothing is closed. `nil` if the text is none of these.
    package init?(typed text: String) {
        var text = text.trimmed.lowercased()
        if ["", "-", "–", "closed", "geschlossen", "zu"].contains(text) {
            self = .closed
            return
        }
        if ["ganztägig", "ganztags", "durchgehend", "immer"].contains(text) { text = "24h" }
        for (word, meaning) in [
            (" und ", ","), (" and ", ","), ("&", ","), (";", ","), ("+", ","), ("—", "-"), ("von ", ""), ("from ", ""),
        ] { text = text.replacing(word, with: meaning) }
        if let hours = try? DayHours(text) {
            self = hours
            return
        }
        guard let hours = DayHours.meant(by: text).flatMap({ try? DayHours($0) }) else { return nil }
        self = hours
    }
}
