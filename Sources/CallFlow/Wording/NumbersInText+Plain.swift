extension NumbersInText {
    /// Any other number: `1.250`, `3,5`, `20 %`, `24/7`, a year, a code.
    func plain() -> Reading? {
        guard let first = at(index), first.kind == .digits else { return nil }
        if first.text == "24", at(index + 1)?.isMark("/") ?? false, at(index + 2)?.text == "7" {
            return Reading(count: 3, words: language == .german ? "rund um die Uhr" : "twenty-four seven")
        }
        guard let (number, next) = grouped(index) else {
            return at(index + 1)?.kind == .letters ? nil : Reading(count: 1, words: digitByDigit(first.text))
        }
        // `3D`, `2x`: words of their own.
        if at(next)?.kind == .letters { return nil }
        if let decimal = decimal(number, next) { return decimal }
        if let (sign, end) = sign(next) {
            return Reading(count: end - index, words: "\(language.counting(number)) \(sign)")
        }
        return Reading(count: next - index, words: whole(number, isGrouped: next > index + 1, next))
    }

    /// `-5 Grad`: a minus sign directly before a number and after a space.
    func signed() -> Reading? {
        guard let sign = at(index), sign.isMark("-−"), at(index - 1)?.kind ?? .space == .space,
            at(index + 1)?.kind == .digits
        else { return nil }
        return Reading(count: 1, words: "minus ")
    }

    /// `*` and `#` as keys of the telephone.
    func key() -> Reading? {
        guard let mark = at(index), mark.isMark("*#"), at(index - 1)?.kind ?? .space == .space else { return nil }
        guard at(index + 1)?.kind != .letters, at(index + 1)?.kind != .digits else { return nil }
        guard language == .german else { return Reading(count: 1, words: mark.text == "*" ? "star" : "hash") }
        let name = mark.text == "*" ? "Stern" : "Raute"
        let isNamed = word(index + 1) == "taste" || at(index + 1)?.isMark("-") ?? false
        return Reading(count: 1, words: !isNamed && ["die", "der"].contains(wordBefore(index)) ? "\(name)taste" : name)
    }

    /// A number with or without separators of thousands, and the index after it; nil beyond nine digits without them, and for
    /// what begins with a zero.
    func grouped(_ start: Int) -> (number: Int, next: Int)? {
        guard let first = at(start), var number = first.number, first.text.utf8.count == 1 || first.text.first != "0"
        else { return nil }
        var next = start + 1
        guard first.text.utf8.count <= 3 else { return (number, next) }
        while let mark = at(next), mark.isMark(language == .german ? "." : ","), let group = at(next + 1),
            group.text.utf8.count == 3, let value = group.number, number <= WordingLanguage.largestNumber / 1000 - 1
        {
            number = number * 1000 + value
            next += 2
        }
        return (number, next)
    }

    private func decimal(_ number: Int, _ next: Int) -> Reading? {
        guard let mark = at(next), mark.isMark(",."), let digits = at(next + 1), digits.kind == .digits,
            digits.text.utf8.count <= 6
        else { return nil }
        let point =
            language == .german ? (mark.text == "," ? "Komma" : "Punkt") : (mark.text == "." ? "point" : "comma")
        var (end, tail) = (next + 2, "")
        if let (sign, after) = sign(end) { (end, tail) = (after, " \(sign)") }
        return Reading(
            count: end - index, words: "\(language.cardinal(number)) \(point) \(language.digits(digits.text))\(tail)")
    }

    /// A sign after a number in words, and the index after it.
    private func sign(_ index: Int) -> (words: String, next: Int)? {
        let next = skippingSpace(index)
        guard let sign = at(next) else { return nil }
        if sign.isMark("%") { return (language == .german ? "Prozent" : "percent", next + 1) }
        guard sign.isMark("°") else { return nil }
        let isCelsius = at(next + 1)?.text == "C"
        return (language == .german ? "Grad" : "degrees", next + (isCelsius ? 2 : 1))
    }

    private func whole(_ number: Int, isGrouped: Bool, _ next: Int) -> String {
        guard let text = at(index)?.text else { return "" }
        if !isGrouped, text.utf8.count >= 5, !number.isMultiple(of: 1000) { return digitByDigit(text) }
        if !isGrouped, text.utf8.count == 4, isYear(number) { return language.year(number) }
        guard language == .german, number == 1, let noun = word(next) else { return language.cardinal(number) }
        if ["minute", "stunde", "sekunde", "woche", "person", "taste"].contains(noun) { return "eine" }
        return ["tag", "monat", "jahr", "kilometer", "meter", "grad", "prozent", "mal"].contains(noun) ? "ein" : "eins"
    }

    /// Whether a number of four digits is said as a year. In German that is also how hundreds are counted.
    private func isYear(_ number: Int) -> Bool {
        if language == .german || isAfterDate { return true }
        guard let before = wordBefore(index) else { return false }
        return ["in", "since", "of", "until", "year", "by", "from"].contains(before)
            || language.months.contains { $0.lowercased() == before }
    }
}
