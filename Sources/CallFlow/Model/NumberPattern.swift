package import Telephony

/// A telephone number, or, with a `*` at the end, all numbers that begin with it.
package struct NumberPattern: Hashable, Sendable, CustomStringConvertible {
    /// In international form, without the plus.
    package let digits: String
    package let isPrefix: Bool

    /// Reads a number in any international notation, with a `*` at the end for a prefix.
    ///
    /// - Throws: The reason it is not a number.
    package init(_ text: String) throws(PhoneNumber.ParseError) {
        isPrefix = text.last == "*"
        digits = try isPrefix ? PhoneNumber.digits(of: String(text.dropLast()), shortest: 1) : PhoneNumber(text).digits
    }

    /// - Parameter digits: in international form, without the plus.
    init(digits: String, isPrefix: Bool) { (self.digits, self.isPrefix) = (digits, isPrefix) }

    package func matches(_ number: PhoneNumber) -> Bool {
        isPrefix ? number.digits.hasPrefix(digits) : number.digits == digits
    }

    /// The country code that the digits begin with.
    package var countryCode: String { PhoneNumber.countryCode(of: digits) }

    /// `+49157*`
    package var description: String { "+" + digits + (isPrefix ? "*" : "") }
}
