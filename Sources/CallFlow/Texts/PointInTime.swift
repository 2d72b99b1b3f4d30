extension WordingLanguage {
    /// When something is, as an answer to "when?": `heute um vierzehn Uhr`, `Montag um neun Uhr`, `tomorrow at nine a.m.`
    ///
    /// A preposition before it that does not fit is replaced: "bis" needs no "heute", and "am" no "morgen".
    ///
    /// - Parameters:
    ///   - minute: After midnight, 0 to 1440.
    ///   - before: The sentence up to here.
    func point(day: CivilDate, minute: Int, today: CivilDate, after before: String) -> PlaceholderWords {
        let time = clock(minute)
        let days = day.dayNumber - today.dayNumber
        let full = "\(self.day(day, on: today)) \(self == .german ? "um" : "at") \(time)"
        guard before.hasSuffix(" ") else { return PlaceholderWords(words: full) }
        let word = before.dropLast().reversed().prefix { $0.isLetter }.reversed().map(String.init).joined()
        let removal = PlaceholderWords(words: full, replacing: word.count + 1)
        switch (self, word.lowercased()) {
        case (.german, "um"), (.english, "at"): return days == 0 ? PlaceholderWords(words: time) : removal
        case (.german, "bis"), (.english, "until"), (.english, "till"):
            return PlaceholderWords(words: days == 0 ? time : full)
        case (.german, "am"), (.english, "on"): return days < 2 ? removal : PlaceholderWords(words: full)
        default: return PlaceholderWords(words: full)
        }
    }

    /// A day without a name.
    func date(_ date: CivilDate, after before: String) -> String {
        let isDative = self == .german && before.lowercased().hasSuffix("am ")
        return self.date(date.day, date.month, ending: isDative ? "en" : "er")
    }
}
