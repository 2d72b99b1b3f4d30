/// A sequence of telephone keys.
public struct DTMFKeys: Hashable, Sendable, CustomStringConvertible {
    /// At least one of `0`–`9`, `A`–`D`, `*`, `#`.
    public let text: String

    /// Reasons a text is not such a sequence.
    public enum ParseError: Error, Hashable, Sendable {
        case empty
        case notAKey(Character)
    }

    /// Lower-case letters are accepted and converted to upper case.
    ///
    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        guard !text.isEmpty else { throw .invalid(.keys(.empty)) }
        let keys = text.uppercased()
        for key in keys where !"0123456789ABCD*#".contains(key) { throw .invalid(.keys(.notAKey(key))) }
        self.text = keys
    }

    /// The keys.
    public var description: String { text }
}
