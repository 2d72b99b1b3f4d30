/// A sentence of a text.
///
/// A sentence that asks for what does not exist, such as the next opening of a schedule that never opens again, is left
/// out. So a text stays true and grammatical, whatever its schedules say.
struct TextSentence: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case text(String)
        case placeholder(TextPlaceholder)
    }

    var parts: [Part] = []

    var placeholders: [TextPlaceholder] {
        parts.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }

    /// Divides a text after `.`, `!` and `?` that are followed by a space. A dot after a digit or an abbreviation does not
    /// end a sentence.
    static func sentences(of parts: [Part]) -> [TextSentence] {
        var sentences: [TextSentence] = []
        var sentence = TextSentence()
        for part in parts {
            guard case .text(let text) = part else {
                sentence.parts.append(part)
                continue
            }
            var rest = text[...]
            while let end = Self.end(in: rest) {
                sentence.parts.append(.text(String(rest[..<end])))
                sentences.append(sentence)
                sentence = TextSentence()
                rest = rest[end...].drop { $0 == " " }
            }
            if !rest.isEmpty { sentence.parts.append(.text(String(rest))) }
        }
        if !sentence.parts.isEmpty { sentences.append(sentence) }
        return sentences
    }

    /// The index after the first end of a sentence.
    private static func end(in text: Substring) -> Substring.Index? {
        var index = text.startIndex
        while let mark = text[index...].firstIndex(where: { ".!?".contains($0) }) {
            var end = text.index(after: mark)
            while end < text.endIndex, "\"”“’)»«".contains(text[end]) { end = text.index(after: end) }
            let isFollowed = end == text.endIndex || text[end] == " "
            if isFollowed, text[mark] != "." || !isAbbreviation(text[..<mark]) { return end }
            index = end
        }
        return nil
    }

    private static let abbreviations: Set<String> = [
        "dr", "nr", "st", "str", "tel", "prof", "ca", "bzw", "inkl", "zzgl", "mr", "mrs", "ms", "no", "jr",
    ]

    /// Whether a dot after this text belongs to its last word.
    private static func isAbbreviation(_ text: Substring) -> Bool {
        let word = text.reversed().prefix { $0.isLetter || $0.isNumber }
        guard let last = word.first else { return false }
        return last.isNumber || word.count == 1 || abbreviations.contains(String(word.reversed()).lowercased())
    }
}
