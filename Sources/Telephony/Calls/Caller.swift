/// The caller, as the network reports it.
public enum Caller: Hashable, Sendable, CustomStringConvertible {
    case number(PhoneNumber)
    case anonymous
    /// Anything else: an empty text, an extension of the account such as `12`, a SIP id such as `123456e0`, or `00000`.
    case unknown(String)

    /// Reads the network's text; every text is accepted.
    ///
    /// Anonymous in any spelling is `anonymous`: `Anonymous`, `anonymous@anonymous.invalid` (RFC 3323 section 4.1.1.3),
    /// `sip:anonymous@example.com`.
    public init(_ text: String) {
        if ExtensionNumber(text) != nil {
            self = .unknown(text)
        } else if let number = try? PhoneNumber(text) {
            self = .number(number)
        } else if Self.isAnonymous(text) {
            self = .anonymous
        } else {
            self = .unknown(text)
        }
    }

    /// The extension that calls; `nil` for all other callers.
    public var internalExtension: ExtensionNumber? {
        if case .unknown(let text) = self { ExtensionNumber(text) } else { nil }
    }

    /// `+492111234567`, `anonymous`, or the network's text.
    public var description: String {
        switch self {
        case .number(let number): number.description
        case .anonymous: "anonymous"
        case .unknown(let text): text
        }
    }

    /// Whether a text is the word `anonymous`, or a SIP address with it as its user.
    private static func isAnonymous(_ text: String) -> Bool {
        if text == "anonymous" { return true }
        // The addresses of the protocol are ASCII, and longer ones are not of this kind.
        guard text.utf8.count <= 200 else { return false }
        var user = text.lowercased()[...]
        if let bracket = user.lastIndex(of: "<"), user.hasSuffix(">") {
            user = user[bracket...].dropFirst().dropLast()
        }
        user = user.drop { $0 == " " || $0 == "\"" }
        for scheme in ["sip:", "sips:"] where user.hasPrefix(scheme) { user = user.dropFirst(scheme.count) }
        user = user.prefix { $0 != "@" && $0 != ";" }
        while let last = user.last, last == " " || last == "\"" { user.removeLast() }
        return user == "anonymous"
    }
}
