extension NumbersInText {
    /// `9 Uhr`, `9:30 Uhr`, `9.30 Uhr`, `14:30`, `9 am`, `9:30 p.m.`
    func time() -> Reading? {
        guard let first = at(index), first.text.utf8.count <= 2, let hour = first.number, hour <= 24 else {
            return nil
        }
        var (end, minute, isClock) = (index + 1, 0, false)
        if let mark = at(end), mark.isMark(":."), let rest = at(end + 1), rest.text.utf8.count == 2,
            let number = rest.number, number < 60
        {
            let isUnit = word(end + 2) == "uhr" || halfDay(end + 2) != nil
            if mark.isMark(":") || isUnit { (end, minute, isClock) = (end + 2, number, true) }
        }
        guard hour < 24 || minute == 0 else { return nil }
        switch language {
        case .german:
            if word(end) == "uhr" {
                return Reading(count: skippingSpace(end) + 1 - index, words: language.clock(hour * 60 + minute))
            }
            guard isClock else { return nil }
            let isShort = minute == 0 && hour != 1 && isRange(end)
            return Reading(
                count: end - index, words: isShort ? language.cardinal(hour) : language.clock(hour * 60 + minute))
        case .english:
            if let (isAfternoon, next) = halfDay(end), (1...12).contains(hour) {
                let words = language.clock((hour % 12 + (isAfternoon ? 12 : 0)) * 60 + minute)
                return Reading(count: next - index, words: words)
            }
            guard isClock else { return nil }
            // Up to noon it is not said which half of the day is meant, since many write 5:30 for the afternoon.
            guard (1...12).contains(hour) else {
                return Reading(count: end - index, words: language.clock(hour * 60 + minute))
            }
            let words = language.cardinal(hour)
            let tail =
                minute == 0
                ? isRange(end) || word(end) == "o" ? "" : " o'clock"
                : minute < 10 ? " oh \(language.cardinal(minute))" : " \(language.cardinal(minute))"
            return Reading(count: end - index, words: words + tail)
        }
    }

    /// Whether another time follows after `-` or `bis`.
    private func isRange(_ index: Int) -> Bool {
        let next = skippingSpace(index)
        guard let token = at(next) else { return false }
        guard token.isMark("-–") || ["bis", "to", "until", "till"].contains(token.lowercased) else { return false }
        return at(skippingSpace(next + 1))?.kind == .digits
    }

    /// Whether `pm` stands at an index, and the index after it; nil without `am` and `pm`.
    private func halfDay(_ index: Int) -> (isAfternoon: Bool, next: Int)? {
        let start = skippingSpace(index)
        guard language == .english, let first = at(start), first.kind == .letters else { return nil }
        if ["am", "pm"].contains(first.lowercased) { return (first.lowercased == "pm", start + 1) }
        guard ["a", "p"].contains(first.lowercased), at(start + 1)?.isMark(".") ?? false,
            at(start + 2)?.lowercased == "m", at(start + 3)?.isMark(".") ?? false
        else { return nil }
        return (first.lowercased == "p", start + 4)
    }
}
