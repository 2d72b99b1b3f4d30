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
    /// A trunk prefix 0 after the country code is dropped, however it is written: `+49 (0)211` and `+49 (0211)` are
    /// `+49 211`. Where a 0 is part of the number, as in Italy, it is kept.
    ///
    /// Where the module Sipgate is imported, its own initializer is preferred, which throws the error that the API's calls throw.
    ///
    /// - Throws: `ParseError`.
    @_disfavoredOverload
    public init(_ text: String) throws(ParseError) {
        try self.init(parsing: text)
    }

    /// The same, under a name that no other module has.
    package init(parsing text: String) throws(ParseError) {
        self.digits = try Self.digits(of: text, shortest: 5)
    }

    /// Returns the digits of a number, or of the beginning of one, in international form.
    package static func digits(of text: String, shortest: Int) throws(ParseError) -> String {
        // The notation of the provider, and so by far the most frequent: nothing to remove.
        let plain = text.utf8
        if (shortest...15).contains(plain.count), plain.first != UInt8(ascii: "0"),
            plain.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        {
            // A country code has one to three digits, so a trunk prefix is one of the next three.
            if !plain.dropFirst().prefix(3).contains(UInt8(ascii: "0")) { return text }
            return try checked(TrunkPrefix.removed(from: text), shortest: shortest)
        }
        var rest = Substring(text)
        while let first = rest.first, first.isWhitespace || first == "(" { rest.removeFirst() }
        let hasPlus = rest.first == "+"
        if hasPlus { rest.removeFirst() }
        var digits = ""
        // Where the first "(0)" is among the digits. Also in a country without a trunk prefix it is not dialled from abroad.
        var trunk: Int?
        for index in rest.indices {
            let character = rest[index]
            switch character {
            case "(" where trunk == nil && !digits.isEmpty && rest[index...].hasPrefix("(0)"): trunk = digits.count
            case "0"..."9" where character.isASCII: digits.append(character)
            case " ", "\u{A0}", "\u{202F}", "-", "\u{2011}", "/", ".", "(", ")": break
            default: throw .impossibleCharacter(character)
            }
        }
        guard !digits.isEmpty else { throw .empty }
        // At least one digit of the country code is before a "(0)", so neither `0(0)211` nor `00(0)211` has one.
        if !hasPlus, digits.hasPrefix("00"), trunk.map({ $0 > 2 }) ?? true {
            digits.removeFirst(2)
            trunk = trunk.map { $0 - 2 }
        }
        let code = countryCode(of: digits)
        if let trunk, !TrunkPrefix.partOfNumber.contains(code) {
            digits.remove(at: digits.index(digits.startIndex, offsetBy: trunk))
        }
        guard digits.first != "0" else { throw .national(digits) }
        return try checked(TrunkPrefix.removed(from: digits), shortest: shortest)
    }

    private static func checked(_ digits: String, shortest: Int) throws(ParseError) -> String {
        guard digits.count >= shortest else { throw .tooShort(digits.count) }
        guard digits.count <= 15 else { throw .tooLong(digits.count) }
        return digits
    }

    /// `+492111234567`
    public var description: String { "+" + digits }

    /// Compares digits from the left, so that numbers of one country and area are adjacent.
    public static func < (left: PhoneNumber, right: PhoneNumber) -> Bool { left.digits < right.digits }
}
