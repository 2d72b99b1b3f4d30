import CallFlow
import Telephony

/// What someone looks for: a part of a name, or of a telephone number in any notation (`0211 400 1100`, `+49 211-400`).
struct SearchedText {
    private let words: String
    /// The same for names of which there may be many; nil for a text that says nothing.
    let part: NamePart?
    /// The digits without trunk prefix, if it is written as a number.
    let digits: String?

    init(_ text: String) {
        words = text.trimmed.lowercased()
        part = NamePart(text)
        let isNumber =
            !words.isEmpty && words.allSatisfy { $0.isASCII && ($0.isNumber || " -/.()+*\u{A0}".contains($0)) }
        var plain = String(words.replacing("(0)", with: "").filter(\.isNumber))
        if plain.hasPrefix("00") {
            plain = String(plain.dropFirst(2))
        } else if plain.hasPrefix("0") {
            plain.removeFirst()
        }
        digits = isNumber && !plain.isEmpty ? plain : nil
    }

    var isEmpty: Bool { words.isEmpty }
    var isNumber: Bool { digits != nil }

    /// Whether a name has the text in it. A text that is a telephone number is looked for in names too.
    func isIn(_ name: String) -> Bool { part?.isIn(name) ?? false }

    /// Whether a number, as the configuration writes it, has the digits in it.
    func isIn(number: String) -> Bool { digits.map { number.contains($0) } ?? false }
}
