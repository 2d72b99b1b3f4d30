/// A telephone number in E.164 form: country code, area, subscriber.
public struct PhoneNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 5 to 15 digits, country code first, without the plus.
    public let digits: String

    /// Why a text is no telephone number.
    public enum Invalid: Error, Hashable, Sendable {
        case empty
        case impossibleCharacter(Character)
        /// It begins with a single 0, so its country is unknown.
        case national(String)
        /// Fewer than 5 digits.
        case tooShort(Int)
        /// More than 15 digits (E.164 section 6).
        case tooLong(Int)
    }

    /// Reads any international notation: `+49 211 1234567`, `0049 (211) 123-4567`, `+49 (0)211 1234567`,
    /// `(+49) 211 1234567`, `492111234567`.
    ///
    /// - Throws: `Invalid`.
    public init(_ text: String) throws(Invalid) {
        self.digits = try Self.digits(of: text, shortest: 5)
    }

    /// The digits of a number, or of the beginning of one, in international form.
    package static func digits(of text: String, shortest: Int) throws(Invalid) -> String {
        // As it is on the wire, and so nearly always: nothing to take away.
        let plain = text.utf8
        if (shortest...15).contains(plain.count), plain.first != UInt8(ascii: "0"),
            plain.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        {
            return text
        }
        // "(0)" is the trunk prefix that is not dialled from abroad.
        var rest = Substring(text)
        // Looked for only where there is a parenthesis at all: what the network says has none, and the search is slow.
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

    /// By digits from the left, so that numbers of one country and area are together.
    public static func < (left: PhoneNumber, right: PhoneNumber) -> Bool { left.digits < right.digits }
}
