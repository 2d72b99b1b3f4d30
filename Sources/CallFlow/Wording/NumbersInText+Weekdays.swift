extension NumbersInText {
    /// A short weekday, where it cannot be another word: before a number, or at either end of a range. `Mo-Fr`, `Sat 9 am`.
    func weekday() -> Reading? {
        guard let day = weekday(index) else { return nil }
        let end = afterDot(index + 1)
        let dash = skippingSpace(end)
        if at(dash)?.isMark("-–") ?? false, let last = weekday(skippingSpace(dash + 1)) {
            let next = afterDot(skippingSpace(dash + 1) + 1)
            let to = language == .german ? "bis" : "to"
            return Reading(count: next - index, words: "\(language.weekday(day)) \(to) \(language.weekday(last))")
        }
        guard at(end)?.kind == .space, at(end + 1)?.kind == .digits else { return nil }
        return Reading(count: end - index, words: language.weekday(day))
    }

    private func weekday(_ index: Int) -> Weekday? {
        guard let token = at(index), token.kind == .letters else { return nil }
        let short =
            language == .german
            ? ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"] : ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        return short.firstIndex { $0 == token.text }.flatMap { Weekday(rawValue: $0) }
    }

    /// The index after the dot of an abbreviation.
    private func afterDot(_ index: Int) -> Int { at(index)?.isMark(".") ?? false ? index + 1 : index }
}
