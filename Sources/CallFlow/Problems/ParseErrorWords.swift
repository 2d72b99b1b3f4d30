import Telephony

extension PhoneNumber.ParseError {
    /// The reason a text is not a telephone number, as part of a sentence.
    var words: String {
        switch self {
        case .empty: "it has no digits"
        case .impossibleCharacter(let character): "\(quoted(String(character))) cannot be part of one"
        case .national: "its country code is missing"
        case .tooShort(let count): "\(count) \(count == 1 ? "digit is" : "digits are") too few"
        case .tooLong(let count): "\(count) digits are too many, 15 the most"
        }
    }
}

extension KeyPattern.ParseError {
    /// The reason keys cannot be pressed, as part of a sentence.
    var words: String {
        switch self {
        case .empty: "there is no key"
        case .impossibleCharacter(let character):
            "\(quoted(String(character))) is no key; there are 0 to 9, `*` and `#`, and `x` for any digit"
        case .tooLong(let count): "\(count) keys are too many, 32 the most"
        }
    }
}

extension AnnouncementName.ParseError {
    /// What to write instead of a text that cannot name an announcement, as part of a sentence.
    var words: String {
        switch self {
        case .empty: "the name of a recording, not nothing"
        case .impossibleCharacter("+"): "the name of a recording; several are written as a list"
        case .impossibleCharacter: "the name of a recording, without control characters and backslashes"
        case .impossibleFolder:
            "the name of a recording, which may lie in a folder but not in a hidden one (`shop/closed`)"
        case .tooLong(let count): "the name of a recording of at most 200 bytes, not \(count)"
        }
    }
}

extension PublicURL.ParseError {
    /// What to write instead of a text that cannot be the public URL, as part of a sentence.
    var words: String {
        switch self {
        case .notHTTP: "an address that begins with `https://`"
        case .noHost: "an address with a host, as in `https://phone.example.com`"
        case .badHost(let host): "an address with a host, which \(quoted(host)) is not"
        case .badPort(let port): "an address with a port from 1 to 65535, which \(quoted(port)) is not"
        case .impossiblePart(let part): "an address without user name, query and fragment, so without \(quoted(part))"
        case .impossibleCharacter(let character):
            "an address without \(quoted(String(character))), which has to be percent-encoded there"
        }
    }
}
