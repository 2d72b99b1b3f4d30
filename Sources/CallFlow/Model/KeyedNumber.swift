package import Telephony

/// A number whose end the caller presses: `+49 208 455{keys}` is dialled with the keys of the choice in place of `{keys}`.
package struct KeyedNumber: Hashable, Sendable, CustomStringConvertible {
    /// What stands for the keys pressed.
    package static let placeholder = "{keys}"

    /// The digits before the keys, in international form without the plus; empty where the keys are an extension.
    package let prefix: String

    /// The reason a text is not a number with keys at its end.
    package enum ParseError: Error, Hashable, Sendable {
        /// `{keys}` is not at the end, or is there twice.
        case keysNotLast
        case prefix(PhoneNumber.ParseError)
    }

    /// Reads a text that contains `{keys}`.
    ///
    /// - Throws: `ParseError`.
    package init(_ text: String) throws(ParseError) {
        let parts = text.split(separator: Self.placeholder, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].trimmed.isEmpty else { throw .keysNotLast }
        guard !parts[0].trimmed.isEmpty else {
            prefix = ""
            return
        }
        do throws(PhoneNumber.ParseError) {
            prefix = try PhoneNumber.digits(of: String(parts[0]), shortest: 1)
        } catch {
            throw .prefix(error)
        }
    }

    /// What is dialled after some keys.
    ///
    /// - Throws: The reason it is not a number.
    package func target(after keys: String) throws(PhoneNumber.ParseError) -> DialTarget {
        if prefix.isEmpty {
            guard let target = ExtensionNumber(keys) else {
                throw keys.hasPrefix("0")
                    ? .national(keys) : keys.count < 2 ? .tooShort(keys.count) : .tooLong(keys.count)
            }
            return .extension(target)
        }
        return .number(try PhoneNumber("+" + prefix + keys))
    }

    /// `+49208455{keys}`
    package var description: String { (prefix.isEmpty ? "" : "+" + prefix) + Self.placeholder }
}
