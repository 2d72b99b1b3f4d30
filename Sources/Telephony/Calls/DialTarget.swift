/// The number of a telephone inside the account, such as `12`: two to five digits, the first not 0.
public struct ExtensionNumber: Hashable, Sendable, CustomStringConvertible {
    /// As dialled.
    public let digits: String

    /// Returns `nil` if a text is not an extension.
    public init?(_ text: String) {
        guard (2...5).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "0"),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        digits = text
    }

    /// `12`
    public var description: String { digits }
}

/// What a call can be transferred to: a telephone number, or an extension of the account.
public enum DialTarget: Hashable, Sendable, CustomStringConvertible {
    case number(PhoneNumber)
    case `extension`(ExtensionNumber)

    /// Reads two to five digits as an extension, and anything else as a telephone number.
    ///
    /// - Throws: `PhoneNumber.ParseError`.
    public init(_ text: String) throws(PhoneNumber.ParseError) {
        if let `extension` = ExtensionNumber(text) {
            self = .extension(`extension`)
        } else {
            self = .number(try PhoneNumber(text))
        }
    }

    /// The digits as the provider dials them: a number with its country code and without the plus, an extension as it is.
    public var digits: String {
        switch self {
        case .number(let number): number.digits
        case .extension(let number): number.digits
        }
    }

    /// `+492111234567`, `12`
    public var description: String {
        switch self {
        case .number(let number): number.description
        case .extension(let number): number.description
        }
    }
}
