package import Telephony

/// A question answered on the keypad.
package struct Menu: Hashable, Sendable {
    package let name: String
    package let prompt: Prompt
    /// Said instead when the menu asks again.
    package let again: Prompt?
    /// Milliseconds of silence after the prompt, or after a key.
    package let timeout: Int
    /// Most specific first: of two that match the same keys, the one without wildcards.
    package let choices: [Choice]
    /// What any other input does, instead of `wrongKey`.
    package let otherwise: StepList?
    package let silence: Retry
    package let wrongKey: Retry

    package struct Choice: Hashable, Sendable {
        package let keys: KeyPattern
        package let steps: StepList

        package init(keys: KeyPattern, steps: StepList) {
            self.keys = keys
            self.steps = steps
        }
    }

    /// What happens when no choice was made.
    package struct Retry: Hashable, Sendable {
        /// Said before the menu asks again.
        package let say: Prompt?
        /// How often the prompt is heard in all, at least 1.
        package let tries: Int
        package let then: StepList

        package init(say: Prompt?, tries: Int, then: StepList) {
            self.say = say
            self.tries = tries
            self.then = then
        }
    }

    package init(
        name: String, prompt: Prompt, again: Prompt?, timeout: Int, choices: [Choice], otherwise: StepList?,
        silence: Retry, wrongKey: Retry
    ) {
        self.name = name
        self.prompt = prompt
        self.again = again
        self.timeout = timeout
        self.choices = choices.sorted { $0.keys < $1.keys }
        self.otherwise = otherwise
        self.silence = silence
        self.wrongKey = wrongKey
    }

    /// How many keys the longest choice has.
    package var maxKeys: Int { choices.map(\.keys.count).max() ?? 1 }

    /// The choice that `keys` make, if any.
    package func choice(for keys: String) -> Choice? { choices.first { $0.keys.matches(keys) } }
}

/// Keys as a choice names them: `3`, `0815`, `9xxx`, `*`. An `x` is any digit.
package struct KeyPattern: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    package enum Invalid: Error, Hashable, Sendable {
        case empty
        case impossibleCharacter(Character)
        /// More than 32 keys.
        case tooLong(Int)
    }

    /// - Throws: `Invalid`.
    package init(_ text: String) throws(Invalid) {
        guard !text.isEmpty else { throw .empty }
        for character in text where !(character.isASCII && "0"..."9" ~= character || "*#x".contains(character)) {
            throw .impossibleCharacter(character)
        }
        guard text.count <= 32 else { throw .tooLong(text.count) }
        self.text = text
    }

    package var count: Int { text.utf8.count }
    /// How many of the keys may be any digit.
    package var wildcards: Int { text.utf8.count { $0 == UInt8(ascii: "x") } }

    package func matches(_ keys: String) -> Bool {
        keys.utf8.count == count
            && zip(text.utf8, keys.utf8).allSatisfy { pattern, key in
                pattern == key || pattern == UInt8(ascii: "x") && (0x30...0x39).contains(key)
            }
    }

    /// Whether some keys match both.
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
