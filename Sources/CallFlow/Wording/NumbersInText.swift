/// Puts the numbers of a text into words, from its beginning to its end.
///
/// At each place the rules are tried in an order in which the more exact comes first: `24.12.` is a date before it is a
/// decimal. What no rule knows stays as it is written.
struct NumbersInText {
    /// What a rule makes of the tokens at a place.
    struct Reading {
        /// Tokens that it replaces, at least 1.
        let count: Int
        let words: String
        var isDate = false
    }

    let language: WordingLanguage
    let tokens: [WrittenToken]
    /// The place that is read.
    private(set) var index = 0
    /// Whether a date ended just before, of which a year may follow.
    private(set) var isAfterDate = false
    /// Whether the words before this place are a reading's.
    private var isAfterReading = false
    private var result = ""

    init(_ text: String, in language: WordingLanguage) {
        self.language = language
        tokens = WrittenToken.tokens(of: text)
    }

    /// The text in words.
    mutating func words() -> String {
        while let token = at(index) {
            if token.kind != .space, at(index - 1)?.kind ?? .space == .space, let end = addressEnd {
                result += tokens[index..<end].map(\.text).joined()
                index = end
            } else if let reading = reading() {
                result += reading.words
                index += reading.count
                isAfterReading = true
                isAfterDate = reading.isDate
                joinRange()
            } else {
                if !(token.kind == .space || token.isMark(",")) { isAfterDate = false }
                // `p.m.` at the end of a sentence has its dot.
                if !(token.isMark(".") && result.hasSuffix(".") && isAfterReading) { result += token.text }
                isAfterReading = false
                index += 1
            }
        }
        return result
    }

    private func reading() -> Reading? {
        // Digits within a word, such as `A4`, belong to it.
        guard at(index - 1)?.kind != .letters, let token = at(index) else { return nil }
        switch token.kind {
        case .digits: return date() ?? time() ?? telephone() ?? price() ?? ordinal() ?? plain()
        case .mark: return telephone() ?? price() ?? signed() ?? key()
        case .letters: return price() ?? weekday()
        case .space: return nil
        }
    }

    /// A dash between two numbers is said: `9-12 Uhr`.
    private mutating func joinRange() {
        var next = index
        if at(next)?.kind == .space { next += 1 }
        guard let dash = at(next), dash.isMark("-–") else { return }
        next += 1
        if at(next)?.kind == .space { next += 1 }
        guard at(next)?.kind == .digits || at(next)?.isMark("€$£") ?? false else { return }
        result += language == .german ? " bis " : " to "
        index = next
    }

    /// The end of an address of the web or of mail that begins here.
    private var addressEnd: Int? {
        let end = tokens[index...].firstIndex { $0.kind == .space } ?? tokens.count
        let text = tokens[index..<end].map(\.text).joined()
        return text.contains("@") || text.contains("://") || text.hasPrefix("www.") ? end : nil
    }
}

// What rules look at.
extension NumbersInText {
    func at(_ index: Int) -> WrittenToken? { tokens.indices.contains(index) ? tokens[index] : nil }

    /// The index of the next token that is no space.
    func skippingSpace(_ index: Int) -> Int { at(index)?.kind == .space ? index + 1 : index }

    /// The word at an index, spaces before it skipped, in lower case.
    func word(_ index: Int) -> String? {
        let token = at(skippingSpace(index))
        return token?.kind == .letters ? token?.lowercased : nil
    }

    /// The word directly before an index, in lower case; a comma or another mark between them makes it nil.
    func wordBefore(_ index: Int) -> String? {
        guard at(index - 1)?.kind == .space, let word = at(index - 2), word.kind == .letters else { return nil }
        return word.lowercased
    }

    /// A dot if the dot that a reading has used up also ended the sentence.
    func sentenceEnd(_ next: Int) -> String {
        guard let after = at(skippingSpace(next)) else { return "." }
        return at(next)?.kind == .space && after.kind == .letters && after.text.first?.isUppercase ?? false
            ? "." : ""
    }
}
