/// The keys of a choice: `3`, `0815`, `9xxx`, `*`. An `x` stands for any digit.
package struct KeyPattern: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    /// The reason a text is not a key pattern.
    package enum ParseError: Error, Hashable, Sendable {
        case empty
        case impossibleCharacter(Character)
        /// More than 32 keys.
        case tooLong(Int)
    }

    /// - Throws: `ParseError`.
    package init(_ text: String) throws(ParseError) {
        guard !text.isEmpty else { throw .empty }
        for character in text where !(character.isASCII && "0"..."9" ~= character || "*#x".contains(character)) {
            throw .impossibleCharacter(character)
        }
        guard text.count <= 32 else { throw .tooLong(text.count) }
        self.text = text
    }

    package var count: Int { text.utf8.count }
    /// The number of keys that can be any digit.
    package var wildcards: Int { text.utf8.count { $0 == UInt8(ascii: "x") } }

    package func matches(_ keys: String) -> Bool {
        keys.utf8.count == count
            && zip(text.utf8, keys.utf8).allSatisfy { pattern, key in
                pattern == key || pattern == UInt8(ascii: "x") && (0x30...0x39).contains(key)
            }
    }

    /// Whether some keys match both patterns.
    package func overlaps(_ other: KeyPattern) -> Bool {
        count == other.count
            && zip(text.utf8, other.text.utf8).allSatisfy { one, two in
                one == two || one == UInt8(ascii: "x") && (0x30...0x39).contains(two)
                    || two == UInt8(ascii: "x") && (0x30...0x39).contains(one)
            }
    }

    package var description: String { text }

    /// Fewer wildcards first.
    package static func < (left: KeyPattern, right: KeyPattern) -> Bool {
        (left.wildcards, left.text) < (right.wildcards, right.text)
    }
}
