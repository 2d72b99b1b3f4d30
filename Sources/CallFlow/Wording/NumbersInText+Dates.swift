extension NumbersInText {
    /// `24.12.`, `24.12.2026`, `2026-12-24`, `12/24/2026`, and in English `24 December`, `December 24`.
    func date() -> Reading? {
        guard let first = at(index), let number = first.number else { return nil }
        if first.text.utf8.count == 4 { return isoDate(year: number) }
        guard first.text.utf8.count <= 2 else { return nil }
        return dottedDate(day: number) ?? (language == .english ? slashedDate(number) ?? englishDate(number) : nil)
    }

    private func isoDate(year: Int) -> Reading? {
        guard at(index + 1)?.isMark("-") ?? false, at(index + 3)?.isMark("-") ?? false,
            let month = at(index + 2)?.number, let day = at(index + 4)?.number,
            CivilDate(year: year, month: month, day: day) != nil
        else { return nil }
        return Reading(count: 5, words: said(day, month, year: year), isDate: true)
    }

    private func dottedDate(day: Int) -> Reading? {
        guard at(index + 1)?.isMark(".") ?? false else { return nil }
        let monthIndex = skippingSpace(index + 2)
        guard let month = at(monthIndex)?.number, at(monthIndex)?.text.utf8.count ?? 3 <= 2,
            CivilDate(year: 2000, month: month, day: day) != nil
        else { return nil }
        guard at(monthIndex + 1)?.isMark(".") ?? false else {
            // Without its second dot it is a date only where nothing else can stand.
            let isExpected = ["am", "vom", "bis", "ab", "seit", "zum"].contains(wordBefore(index) ?? "")
            let next = word(monthIndex + 1)
            guard language == .german, isExpected, next != "uhr", next != "euro",
                at(monthIndex + 1)?.isMark(",") != true
            else { return nil }
            return Reading(count: monthIndex + 1 - index, words: said(day, month), isDate: true)
        }
        let yearIndex = skippingSpace(monthIndex + 2)
        if let year = at(yearIndex), let number = year.number,
            year.text.utf8.count == 4 || year.text.utf8.count == 2 && yearIndex == monthIndex + 2
        {
            let full = number < 100 ? 2000 + number : number
            return Reading(count: yearIndex + 1 - index, words: said(day, month, year: full), isDate: true)
        }
        let next = monthIndex + 2
        return Reading(count: next - index, words: said(day, month) + sentenceEnd(next), isDate: true)
    }

    /// `24/12/2026`, or, where only that is possible, `12/24/2026`.
    private func slashedDate(_ first: Int) -> Reading? {
        guard at(index + 1)?.isMark("/") ?? false, at(index + 3)?.isMark("/") ?? false,
            let second = at(index + 2)?.number, let year = at(index + 4)?.number, year >= 1000
        else { return nil }
        for (day, month) in [(first, second), (second, first)]
        where CivilDate(year: year, month: month, day: day) != nil {
            return Reading(count: 5, words: said(day, month, year: year), isDate: true)
        }
        return nil
    }

    /// `24 December`, `24th December`, `December 24`, `December 24th`.
    private func englishDate(_ day: Int) -> Reading? {
        guard (1...31).contains(day) else { return nil }
        var end = index + 1
        if let suffix = at(end), suffix.kind == .letters {
            guard Self.englishEndings.contains(suffix.lowercased) else { return nil }
            end += 1
        }
        let isThere = wordBefore(index) == "the"
        if let month = language.months.firstIndex(where: { $0.lowercased() == word(end) }) {
            let words = language.date(day, month + 1)
            return Reading(
                count: skippingSpace(end) + 1 - index, words: isThere ? String(words.dropFirst(4)) : words, isDate: true
            )
        }
        guard let before = wordBefore(index), language.months.contains(where: { $0.lowercased() == before }) else {
            return nil
        }
        return Reading(count: end - index, words: EnglishNumbers.ordinal(day), isDate: true)
    }

    private func said(_ day: Int, _ month: Int, year: Int? = nil) -> String {
        var words = language.date(day, month, ending: language == .german ? germanEnding() : "")
        if language == .english, wordBefore(index) == "the" { words = String(words.dropFirst(4)) }
        return words + (year.map { " \(language.year($0))" } ?? "")
    }

    // MARK: - Ordinals

    static let englishEndings: Set<String> = ["st", "nd", "rd", "th"]

    /// `24. Dezember`, `im 1. Stock`, `am 24.`, `24th`.
    func ordinal() -> Reading? {
        guard let number = at(index)?.number, number < 1_000_000 else { return nil }
        if language == .english {
            guard let suffix = at(index + 1), suffix.kind == .letters,
                Self.englishEndings.contains(suffix.lowercased)
            else { return nil }
            return Reading(count: 2, words: EnglishNumbers.ordinal(number))
        }
        guard number < 1000, at(index + 1)?.isMark(".") ?? false, at(index + 2).map({ $0.kind == .space }) ?? true
        else { return nil }
        let next = at(index + 3)
        let before = wordBefore(index) ?? ""
        let isNoun = next.map { Self.counted.contains($0.lowercased) } ?? false
        let isWithin =
            next.map { $0.kind == .letters && $0.text.first?.isLowercase ?? false || $0.isMark("–-") } ?? false
        guard isNoun || isWithin || Self.datives.contains(before) && before != "den" && before != "der" else {
            return nil
        }
        let words = GermanNumbers.ordinalStem(number) + germanEnding(before: next?.lowercased)
        let isEnd = !isNoun && !isWithin
        let isDate = next.map { token in language.months.contains { $0.lowercased() == token.lowercased } } ?? false
        return Reading(count: 2, words: words + (isEnd ? sentenceEnd(index + 2) : ""), isDate: isDate)
    }

    /// Words after which a German ordinal ends in `-en`.
    private static let datives: Set<String> = [
        "am", "im", "vom", "zum", "zur", "beim", "dem", "den", "des", "ab", "bis", "seit", "nach", "vor", "und",
        "einem",
        "jeden", "diesem", "diesen",
    ]

    private static let feminine: Set<String> = ["etage", "klasse", "person", "stelle", "woche", "stunde", "ebene"]
    private static let counted: Set<String> = feminine.union([
        "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
        "dezember", "stock", "og", "ug", "obergeschoss", "untergeschoss", "stockwerk", "weihnachtstag",
        "weihnachtsfeiertag", "weihnachtsfeiertags", "montag", "dienstag", "mittwoch", "donnerstag", "freitag",
        "samstag",
        "sonnabend", "sonntag", "advent", "jahrestag", "quartal", "halbjahr", "mal", "platz",
        "tag",
        "aufstandes",
    ])

    /// The ending of an ordinal at this place: `am vierundzwanzigsten`, `der vierundzwanzigste`, `vierundzwanzigster`.
    ///
    /// - Parameter noun: What it counts, in lower case; without it a day.
    private func germanEnding(before noun: String? = nil) -> String {
        var before = wordBefore(index)
        if before == nil, at(index - 1)?.kind == .space, at(index - 2)?.isMark(",") ?? false {
            // `am Montag, 24. Dezember`: what stands before the weekday.
            before = wordBefore(index - 3)
        }
        let isFeminine = noun.map(Self.feminine.contains) ?? false
        switch before {
        case "der" where !isFeminine, "die", "das": return "e"
        case let word? where Self.datives.contains(word) || word == "der": return "en"
        default: return isFeminine ? "e" : followsRange ? "en" : "er"
        }
    }

    /// Whether this is the end of a range, `24. bis 31. Dezember`, of which both ends are said alike.
    private var followsRange: Bool { index > 0 && (tokens[..<index].last { $0.kind != .space }?.isMark("-–") ?? false) }
}
