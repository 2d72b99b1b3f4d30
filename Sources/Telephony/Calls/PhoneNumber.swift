/// A telephone number in the international form of ITU-T E.164: country code, area code, subscriber number.
public struct PhoneNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 5 to 15 digits, beginning with the country code, without the plus.
    public let digits: String

    /// Reasons why a text is not a telephone number.
    public enum ParseError: Error, Hashable, Sendable {
        case empty
        case impossibleCharacter(Character)
        /// Begins with a single 0, so the country is unknown.
        case national(String)
        /// Fewer than 5 digits.
        case tooShort(Int)
        /// More than 15 digits (E.164 section 6).
        case tooLong(Int)
    }

    /// Parses any international notation: `+49 211 1234567`, `0049 (211) 123-4567`, `+49 (0)211 1234567`,
    /// `(+49) 211 1234567`, `492111234567`.
    ///
    /// - Throws: `ParseError`.
    public init(_ text: String) throws(ParseError) {
        self.digits = try Self.digits(of: text, shortest: 5)
    }

    /// Returns the digits of a number, or of the beginning of one, in international form.
    package static func digits(of text: String, shortest: Int) throws(ParseError) -> String {
        // The notation of the provider, and so by far the most frequent: nothing to remove.
        let plain = text.utf8
        if (shortest...15).contains(plain.count), plain.first != UInt8(ascii: "0"),
            plain.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        {
            return text
        }
        // "(0)" is the trunk prefix, which is not dialled from abroad.
        var rest = Substring(text)
        // Searched only if there is a parenthesis: numbers from the provider have none, and the search is slow.
        if text.utf8.contains(UInt8(ascii: "(")), let trunk = text.firstRange(of: "(0)"),
            text[..<trunk.lowerBound].contains(where: \.isNumber)
        {
            rest = text[..<trunk.lowerBound] + text[trunk.upperBound...]
        }
        while let first = rest.first, first.isWhitespace || first == "(" { rest.removeFirst() }
        let hasPlus = rest.first == "+"
        if hasPlus { rest.removeFirst() }
        var digits = ""
        for character in rest {
            switch character {
            case "0"..."9" where character.isASCII: digits.append(character)
            case " ", "\u{A0}", "\u{202F}", "-", "\u{2011}", "/", ".", "(", ")": break
            default: throw .impossibleCharacter(character)
            }
        }
        guard !digits.isEmpty else { throw .empty }
        if !hasPlus {
            if digits.hasPrefix("00") {
                digits.removeFirst(2)
            } else if digits.hasPrefix("0") {
                throw .national(digits)
            }
        }
        guard digits.first != "0" else { throw .national(digits) }
        guard digits.count >= shortest else { throw .tooShort(digits.count) }
        guard digits.count <= 15 else { throw .tooLong(digits.count) }
        return digits
    }

    /// `+492111234567`
    public var description: String { "+" + digits }

    /// Compares digits from the left, so that numbers of one country and area are adjacent.
    public static func < (left: PhoneNumber, right: PhoneNumber) -> Bool { left.digits < right.digits }
}
