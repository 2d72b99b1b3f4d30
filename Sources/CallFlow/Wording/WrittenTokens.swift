/// A piece of a written text: a run of digits, of letters, of spaces, or a single other character.
struct WrittenToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case digits, letters, space, mark
    }

    let kind: Kind
    let text: Substring

    /// The pieces of a text in order; nothing is left out.
    static func tokens(of text: String) -> [WrittenToken] {
        func kind(_ character: Character) -> Kind {
            if character.isASCII, character.isNumber { return .digits }
            return character.isLetter ? .letters : character.isWhitespace ? .space : .mark
        }
        var tokens: [WrittenToken] = []
        var rest = text[...]
        while let first = rest.first {
            let kind = kind(first)
            let end =
                kind == .mark
                ? rest.index(after: rest.startIndex)
                : rest.firstIndex { $0 != first && !isSame($0, kind) } ?? rest.endIndex
            tokens.append(WrittenToken(kind: kind, text: rest[..<end]))
            rest = rest[end...]
        }
        func isSame(_ character: Character, _ wanted: Kind) -> Bool { kind(character) == wanted }
        return tokens
    }

    /// The number of up to nine digits; nil for more, and for other tokens.
    var number: Int? { kind == .digits ? text.plainNumber : nil }
    var lowercased: String { text.lowercased() }
    func isMark(_ marks: String) -> Bool { kind == .mark && marks.contains(text) }
}
