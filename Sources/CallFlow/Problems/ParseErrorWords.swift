import Telephony

extension KeyPattern.ParseError {
    /// The reason keys cannot be pressed, as part of a sentence.
    var words: String {
        switch self {
        case .empty: "it has no keys"
        case .impossibleCharacter(let character):
            "\(quoted(String(character))) is not a key; keys are 0 to 9, `*` and `#`, and `x` stands for any digit"
        case .tooLong(let count): "too long (\(count) keys, at most 32)"
        }
    }
}

extension AnnouncementName.ParseError {
    /// What to write instead of a text that cannot name an announcement, as part of a sentence.
    var words: String {
        switch self {
        case .empty: "the name of a recording, not empty"
        case .impossibleCharacter("+"): "the name of a recording; write several as a list"
        case .impossibleCharacter: "the name of a recording, without control characters and backslashes"
        case .impossibleFolder:
            "the name of a recording; its folder may be named (`shop/closed`), but not be hidden"
        case .tooLong(let count): "the name of a recording of at most 200 bytes, not \(count)"
        }
    }
}
