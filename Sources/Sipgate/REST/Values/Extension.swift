/// An extension, as the provider calls everything in an account whose id is a letter and a number, for example the
/// telephone `e0`, the phone line `p3` or the user `w1`.
public struct Extension: Hashable, Sendable, CustomStringConvertible {
    /// The kind of extension.
    public let kind: Kind
    /// The letter and a number without leading zeros.
    public let text: String

    /// The kinds, by their letter.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case application = "a"
        case conferenceRoom = "c"
        /// A telephone that registers by SIP: a desk phone or a softphone.
        case register = "e"
        case fax = "f"
        case group = "g"
        case ivr = "h"
        case sim = "i"
        /// A phone line of a person.
        case phoneline = "p"
        case queue = "q"
        case callthrough = "r"
        case sms = "s"
        case trunking = "t"
        case voicemail = "v"
        /// A user who can sign in.
        case user = "w"
        /// An external telephone that calls are forwarded to.
        case external = "x"
        case mobile = "y"
    }

    /// Reasons a text is not an extension, or not one of the kinds expected.
    public enum ParseError: Error, Hashable, Sendable {
        /// Not a letter of `Kind` and a number without leading zeros.
        case form(String)
        /// An extension of another kind than those expected.
        case kind(String, expected: [Kind])
    }

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        let number = text.utf8.dropFirst()
        guard let kind = text.first.flatMap({ Kind(rawValue: String($0)) }), (1...18).contains(number.count),
            number.allSatisfy(\.isDigit), number.count == 1 || number.first != UInt8(ascii: "0")
        else { throw .invalid(.extension(.form(text))) }
        self.kind = kind
        self.text = text
    }

    init(_ text: String, of kinds: Kind...) throws(SipgateError) {
        try self.init(text)
        guard kinds.contains(kind) else { throw .invalid(.extension(.kind(text, expected: kinds))) }
    }

    /// `e0`
    public var description: String { text }
}

/// A user of the account who can sign in: `w0`.
public struct WebUser: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `user`.
    public let value: Extension

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) { value = try Extension(text, of: .user) }

    /// `w0`
    public var description: String { value.text }
}

/// An SMS line: `s0`.
public struct SMSLine: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `sms`.
    public let value: Extension

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) { value = try Extension(text, of: .sms) }

    /// `s0`
    public var description: String { value.text }
}

/// A fax line: `f0`.
public struct FaxLine: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `fax`.
    public let value: Extension

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) { value = try Extension(text, of: .fax) }

    /// `f0`
    public var description: String { value.text }
}

/// A phone line: `p0`.
public struct Phoneline: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `phoneline`.
    public let value: Extension

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) { value = try Extension(text, of: .phoneline) }

    /// `p0`
    public var description: String { value.text }
}

/// An extension that calls can be started from: a telephone (`e0`), a phone line (`p0`), an external (`x0`) or a mobile
/// (`y0`) telephone.
public struct CallingExtension: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `register`, `phoneline`, `external` or `mobile`.
    public let value: Extension

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        value = try Extension(text, of: .register, .phoneline, .external, .mobile)
    }

    /// `e0`
    public var description: String { value.text }
}

/// A voicemail box: `v0`.
public struct VoicemailBox: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `voicemail`.
    public let value: Extension

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) { value = try Extension(text, of: .voicemail) }

    /// `v0`
    public var description: String { value.text }
}

/// An extension whose calls can be sent to a webhook: a phone line (`p0`) or a group (`g0`).
public struct WebhookSource: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `phoneline` or `group`.
    public let value: Extension

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) { value = try Extension(text, of: .phoneline, .group) }

    /// `p0`
    public var description: String { value.text }
}
