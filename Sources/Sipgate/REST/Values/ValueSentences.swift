public import FoundationEssentials
import Telephony

extension Extension.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the text, as a sentence.
    public var description: String {
        switch self {
        case .form(let text):
            "\(quoted(text)) is not an extension: expected a letter and a number, such as e0, p3 or w1."
        case .kind(let text, let expected):
            "\(text) is \(Extension.Kind(rawValue: String(text.prefix(1)))?.words ?? "something else"), but "
                + "\(expected.map(\.words).joined(separator: " or ")) is needed "
                + "(\(expected.map { "\($0.rawValue)0" }.joined(separator: ", ")), …)."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension Extension.Kind {
    /// The kind with its article.
    fileprivate var words: String {
        switch self {
        case .application: "an application"
        case .conferenceRoom: "a conference room"
        case .register: "a telephone"
        case .fax: "a fax line"
        case .group: "a group"
        case .ivr: "an IVR"
        case .sim: "a SIM"
        case .phoneline: "a phone line"
        case .queue: "a queue"
        case .callthrough: "a callthrough"
        case .sms: "an SMS line"
        case .trunking: "a trunk"
        case .voicemail: "a voicemail"
        case .user: "a user"
        case .external: "an external telephone"
        case .mobile: "a mobile telephone"
        }
    }
}

extension InvalidIdentifier: LocalizedError, CustomStringConvertible {
    /// What is wrong with the text, as a sentence.
    public var description: String {
        switch self {
        case .empty: "The ID is empty."
        case .dots(let text): "\(quoted(text)) is not an ID."
        case .controlCharacter(let text): "The ID \(quoted(text)) contains a control character."
        case .tooLong(let bytes): "The ID is too long (\(bytes) bytes, at most 512)."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension AbsoluteURL.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the text, as a sentence.
    public var description: String {
        switch self {
        case .notHTTP(let text): "\(quoted(text)) is not a URL that begins with https:// or http://."
        case .noHost(let text): "The URL \(quoted(text)) has no host."
        case .impossibleByte(0x20, let offset): "The URL has a space at position \(offset + 1); write it as %20."
        case .impossibleByte(let byte, let offset):
            "The URL has a character at position \(offset + 1) that must be percent-encoded (the byte "
                + "\(String(byte, radix: 16, uppercase: true)))."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}
