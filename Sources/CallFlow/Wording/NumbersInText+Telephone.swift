extension NumbersInText {
    /// A telephone number, digit by digit in its groups: `0211 400 1100`, `+49 211 4001100`, `(212) 555-0199`.
    func telephone() -> Reading? {
        if let short = shortNumber() { return short }
        var (next, groups, marks, hasPlus) = (index, [String](), "", false)
        if at(next)?.isMark("+") ?? false { (hasPlus, next) = (true, next + 1) }
        var isBracketed = false
        if at(next)?.isMark("(") ?? false, at(next + 1)?.kind == .digits {
            (isBracketed, next) = (true, next + 1)
        }
        guard let first = at(next), first.kind == .digits else { return nil }
        groups.append(String(first.text))
        next += 1
        while let (separators, group) = groupAfter(next, isBracketed: isBracketed),
            groups.joined().count + group.count <= 15
        {
            if separators.contains(")") { isBracketed = false }
            groups.append(group)
            marks += separators
            next = endOfGroup(next)
        }
        guard !isBracketed, isTelephone(groups, marks, hasPlus: hasPlus) else { return nil }
        let words = (hasPlus ? "plus " : "") + groups.flatMap(Self.chunks).map(language.digits).joined(separator: ", ")
        return Reading(count: next - index, words: words)
    }

    /// `112`, `116 117`
    private func shortNumber() -> Reading? {
        guard let first = at(index), first.kind == .digits else { return nil }
        if first.text == "116117" {
            return Reading(count: 1, words: language.digits("116") + ", " + language.digits("117"))
        }
        if first.text == "116", at(index + 1)?.kind == .space, at(index + 2)?.text == "117" {
            return Reading(count: 3, words: language.digits("116") + ", " + language.digits("117"))
        }
        let callers: Set<String> = [
            "notruf", "notrufnummer", "nummer", "rufnummer", "telefon", "telefonnummer", "durchwahl", "unter", "die",
            "der", "call",
            "dial", "number", "on", "extension",
        ]
        guard ["110", "112", "911", "999", "115", "144"].contains(first.text), callers.contains(wordBefore(index) ?? "")
        else { return nil }
        return Reading(count: 1, words: language.digits(first.text))
    }

    /// The group of digits after an index, and what separates it; nil if there is none that belongs to the number.
    private func groupAfter(_ index: Int, isBracketed: Bool) -> (separators: String, digits: String)? {
        let end = endOfGroup(index)
        guard end > index, let group = at(end - 1) else { return nil }
        let separators = tokens[index..<(end - 1)].map(\.text).joined()
        // A number and a unit are something else: `0211 123456 24 Stunden`.
        let units: Set<String> = ["uhr", "stunden", "tage", "minuten", "am", "pm", "hours", "days", "minutes", "euro"]
        if separators == " ", let unit = word(end), units.contains(unit) { return nil }
        if at(end)?.isMark(":") ?? false, at(end + 1)?.kind == .digits { return nil }
        return (separators, String(group.text))
    }

    /// The index after separators and digits; the same index if that is not what follows.
    private func endOfGroup(_ index: Int) -> Int {
        var next = skippingSpace(index)
        while let mark = at(next), mark.isMark("/-–()") { next = skippingSpace(next + 1) }
        return next > index && at(next)?.kind == .digits ? next + 1 : index
    }

    private func isTelephone(_ groups: [String], _ marks: String, hasPlus: Bool) -> Bool {
        let count = groups.reduce(0) { $0 + $1.utf8.count }
        if hasPlus { return (7...15).contains(count) }
        if groups[0].hasPrefix("0") { return groups.count > 1 ? count >= 6 : count >= 3 }
        guard language == .english, marks.contains("-") else { return false }
        return [[3, 4], [3, 3, 4], [1, 3, 3, 4]].contains(groups.map(\.utf8.count))
    }

    /// Threes of a long group, as people read it; the last may have two or four digits.
    private static func chunks(_ group: String) -> [Substring] {
        var (chunks, rest) = ([Substring](), group[...])
        while rest.count > 4 {
            chunks.append(rest.prefix(3))
            rest = rest.dropFirst(3)
        }
        return chunks + [rest]
    }

    /// A long number of a customer or a contract, or one that begins with a zero, digit by digit.
    func digitByDigit(_ text: Substring) -> String {
        Self.chunks(String(text)).map(language.digits).joined(separator: ", ")
    }
}
