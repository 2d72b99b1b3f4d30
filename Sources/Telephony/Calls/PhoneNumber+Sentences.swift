public import FoundationEssentials

extension PhoneNumber.ParseError: LocalizedError, CustomStringConvertible {
    /// The reason a text is not a phone number, as part of a sentence.
    package var words: String {
        switch self {
        case .empty: "it has no digits"
        case .impossibleCharacter(let character): "\(quoted(String(character))) cannot be part of one"
        case .national: "its country code is missing"
        case .tooShort(let count): "too short (\(count) \(count == 1 ? "digit" : "digits"))"
        case .tooLong(let count): "too long (\(count) digits, at most 15)"
        }
    }

    /// The reason as a sentence, for example "Not a phone number: too short (3 digits)."
    public var description: String { "Not a phone number: \(words)." }

    /// The same sentence.
    public var errorDescription: String? { description }
}
