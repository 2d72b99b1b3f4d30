public import FoundationEssentials

/// The name of a fax in the account's history.
public struct FaxName: Hashable, Sendable, CustomStringConvertible {
    /// One to 200 bytes.
    public let text: String

    /// Reasons a text is not such a name.
    public enum ParseError: Error, Hashable, Sendable {
        case empty
        /// A slash, a backslash or a control character.
        case impossibleCharacter(Character)
        /// More than 200 bytes.
        case tooLong(Int)
    }

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        guard !text.isEmpty else { throw .invalid(.faxName(.empty)) }
        guard text.utf8.count <= 200 else { throw .invalid(.faxName(.tooLong(text.utf8.count))) }
        for scalar in text.unicodeScalars
        where scalar == "/" || scalar == "\\" || scalar.value < 0x20 || scalar.value == 0x7F {
            throw .invalid(.faxName(.impossibleCharacter(Character(scalar))))
        }
        self.text = text
    }

    private init(known text: String) { self.text = text }

    /// `Fax_20261121_1503`, in UTC.
    public static func stamped(_ date: Date) -> FaxName {
        let digits = date.formatted(.iso8601).filter(\.isNumber)
        return FaxName(known: "Fax_\(digits.prefix(8))_\(digits.dropFirst(8).prefix(4))")
    }

    /// The name.
    public var description: String { text }
}
