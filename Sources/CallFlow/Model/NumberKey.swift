import Telephony

/// A number or a prefix as an integer, by which tables are sorted and searched: the digits, and in the last bit whether it is a prefix.
///
/// The digits of international numbers have no zero in front, and fifteen of them fit.
package struct NumberKey: Hashable, Sendable, Comparable {
    package let bits: UInt64

    init(value: UInt64, isPrefix: Bool = false) { bits = value << 1 | (isPrefix ? 1 : 0) }

    package init(_ pattern: NumberPattern) {
        self.init(value: Self.value(of: pattern.digits.utf8), isPrefix: pattern.isPrefix)
    }

    /// A number's first digits as a prefix, or all of them as the number.
    init(_ number: PhoneNumber, prefix length: Int? = nil) {
        let digits = number.digits.utf8
        self.init(value: Self.value(of: digits.prefix(length ?? digits.count)), isPrefix: length != nil)
    }

    private static func value(of digits: some Sequence<UInt8>) -> UInt64 {
        digits.reduce(0) { $0 * 10 + UInt64($1 & 0x0F) }
    }

    package var value: UInt64 { bits >> 1 }
    package var isPrefix: Bool { bits & 1 == 1 }

    /// Does not allocate: fifteen digits are kept within the text's value.
    package var pattern: NumberPattern { NumberPattern(digits: String(value), isPrefix: isPrefix) }

    package static func < (left: NumberKey, right: NumberKey) -> Bool { left.bits < right.bits }

    /// Whether the digits have others in them: those of a search.
    ///
    /// - Parameter part: of at most fifteen digits.
    package func contains(_ part: Digits) -> Bool {
        var rest = value
        while rest >= part.smallest {
            if rest % part.modulus == part.value { return true }
            rest /= 10
        }
        return false
    }

    /// Digits within a number, which may begin with zeros.
    package struct Digits: Hashable, Sendable {
        fileprivate let value: UInt64
        /// Ten to the power of how many they are.
        fileprivate let modulus: UInt64
        /// The smallest number that can have them in it.
        fileprivate let smallest: UInt64

        /// `nil` if there is none, or more than a number has.
        package init?(_ text: some StringProtocol) {
            let digits = text.utf8
            guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            value = NumberKey.value(of: digits)
            modulus = (0..<digits.count).reduce(1) { power, _ in power * 10 }
            // Numbers do not begin with zero.
            smallest = digits.first == 0x30 ? modulus : modulus / 10
        }
    }
}
