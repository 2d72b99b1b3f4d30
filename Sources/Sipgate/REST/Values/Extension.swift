/// What the provider calls an extension: anything in an account that has a name of a letter and a number, such as the
/// telephone `e0`, the phone line `p3` or the user `w1`.
public struct Extension: Hashable, Sendable, CustomStringConvertible {
    /// What kind of thing it is.
    public let kind: Kind
    /// The letter and a number without leading zeros.
    public let text: String

    /// The kinds, by their letter.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case application = "a"
        case conferenceRoom = "c"
        /// A telephone that registers: a desk phone or a program.
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
        /// Somebody who can sign in.
        case user = "w"
        /// A telephone elsewhere that calls are forwarded to.
        case external = "x"
        case mobile = "y"
    }

    /// Why a text is no extension, or not one that can be used here.
    public enum Invalid: Error, Hashable, Sendable {
        /// Not a letter of `Kind` and a number without leading zeros.
        case form(String)
        /// An extension, but of a kind that does not fit; the ones that do.
        case kind(String, expected: [Kind])
    }

    /// - Throws: `Invalid.form`.
    public init(_ text: String) throws(Invalid) {
        let number = text.utf8.dropFirst()
        guard let kind = text.first.flatMap({ Kind(rawValue: String($0)) }), (1...18).contains(number.count),
            number.allSatisfy(\.isDigit), number.count == 1 || number.first != UInt8(ascii: "0")
        else { throw .form(text) }
        self.kind = kind
        self.text = text
    }

    init(_ text: String, of kinds: Kind...) throws(Invalid) {
        try self.init(text)
        guard kinds.contains(kind) else { throw .kind(text, expected: kinds) }
    }

    /// `e0`
    public var description: String { text }
}

/// A user of the account who can sign in: `w0`.
public struct WebUser: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `user`.
    public let value: Extension

    /// - Throws: `Extension.Invalid`.
    public init(_ text: String) throws(Extension.Invalid) { value = try Extension(text, of: .user) }

    /// `w0`
    public var description: String { value.text }
}

/// A line that SMS are sent from: `s0`.
public struct SMSLine: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `sms`.
    public let value: Extension

    /// - Throws: `Extension.Invalid`.
    public init(_ text: String) throws(Extension.Invalid) { value = try Extension(text, of: .sms) }

    /// `s0`
    public var description: String { value.text }
}

/// A line that faxes are sent from: `f0`.
public struct FaxLine: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `fax`.
    public let value: Extension

    /// - Throws: `Extension.Invalid`.
    public init(_ text: String) throws(Extension.Invalid) { value = try Extension(text, of: .fax) }

    /// `f0`
    public var description: String { value.text }
}

/// A phone line: `p0`.
public struct Phoneline: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `phoneline`.
    public let value: Extension

    /// - Throws: `Extension.Invalid`.
    public init(_ text: String) throws(Extension.Invalid) { value = try Extension(text, of: .phoneline) }

    /// `p0`
    public var description: String { value.text }
}

/// Something that a call can begin at: a telephone (`e0`), a phone line (`p0`), an external (`x0`) or a mobile (`y0`) one.
public struct CallingExtension: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `register`, `phoneline`, `external` or `mobile`.
    public let value: Extension

    /// - Throws: `Extension.Invalid`.
    public init(_ text: String) throws(Extension.Invalid) {
        value = try Extension(text, of: .register, .phoneline, .external, .mobile)
    }

    /// `e0`
    public var description: String { value.text }
}

/// Something whose calls are pushed to a webhook: a phone line (`p0`) or a group (`g0`).
public struct WebhookSource: Hashable, Sendable, CustomStringConvertible {
    /// Of the kind `phoneline` or `group`.
    public let value: Extension

    /// - Throws: `Extension.Invalid`.
    public init(_ text: String) throws(Extension.Invalid) { value = try Extension(text, of: .phoneline, .group) }

    /// `p0`
    public var description: String { value.text }
}
