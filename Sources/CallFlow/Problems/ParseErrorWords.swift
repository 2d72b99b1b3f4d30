package import Telephony

extension PhoneNumber.ParseError {
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
}

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

extension PublicURL.ParseError {
    /// What to write instead of a text that cannot be the public URL, as part of a sentence.
    var words: String {
        switch self {
        case .notHTTP: "a URL that begins with `https://`"
        case .noHost: "a URL with a host, such as `https://phone.example.com`"
        case .badHost(let host): "a URL with a valid host name; \(quoted(host)) is not one"
        case .badPort(let port): "a URL with a port from 1 to 65535, not \(quoted(port))"
        case .impossiblePart(let part): "a URL without user name, query and fragment; remove \(quoted(part))"
        case .impossibleCharacter(let character):
            "a URL without \(quoted(String(character))); percent-encode it"
        }
    }
}
