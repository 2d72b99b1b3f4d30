/// A personal access token, created in the provider's web console under "Personal Access Tokens" with the scopes that
/// the program needs.
public struct PersonalAccessToken: Hashable, Sendable {
    /// For example `token-FQ1V12`; not secret.
    public let id: ID
    /// The token itself, a UUID of version 4.
    public let token: Token

    /// The id of a token.
    public struct ID: Hashable, Sendable, CustomStringConvertible {
        /// `token-` and six letters or digits.
        public let text: String

        /// Reasons a text is not a token ID.
        public enum ParseError: Error, Hashable, Sendable {
            /// Not `token-` and six letters or digits.
            case form(String)
            /// The text is a token: the two were swapped. It is secret and therefore not contained.
            case isToken
        }

        /// - Throws: `SipgateError.invalid`.
        public init(_ text: String) throws(SipgateError) {
            let tail = text.utf8.dropFirst(6)
            guard text.hasPrefix("token-"), tail.count == 6, tail.allSatisfy(\.isLetterOrDigit) else {
                // Any text of the length of a token might be one, even with a typing error.
                throw .invalid(.tokenID(text.utf8.count >= 32 ? .isToken : .form(text)))
            }
            self.text = text
        }

        /// `token-FQ1V12`
        public var description: String { text }
    }

    /// The secret part.
    public struct Token: Hashable, Sendable {
        /// Never printed.
        public let secret: Secret

        /// Reasons a text is not a token. No case contains the text.
        public enum ParseError: Error, Hashable, Sendable {
            case empty
            /// The text is a token ID (`token-…`): the two were swapped.
            case isID
            /// Not 8-4-4-4-12 hexadecimal digits.
            case notUUID
            /// A UUID, but not of version 4, variant 1 (RFC 9562).
            case notVersion4
        }

        /// - Throws: `SipgateError.invalid`.
        public init(_ text: String) throws(SipgateError) {
            do throws(ParseError) { try self.init(checked: text) } catch { throw .invalid(.token(error)) }
        }

        private init(checked text: String) throws(ParseError) {
            guard !text.isEmpty else { throw .empty }
            if (try? ID(text)) != nil { throw .isID }
            let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            guard groups.map(\.count) == [8, 4, 4, 4, 12], groups.joined().allSatisfy(\.isHexadecimal) else {
                throw .notUUID
            }
            guard groups[2].first == UInt8(ascii: "4"), let variant = groups[3].first, "89abAB".utf8.contains(variant)
            else { throw .notVersion4 }
            secret = Secret(text)
        }
    }

    /// Creates a token from its two parts.
    public init(id: ID, token: Token) {
        self.id = id
        self.token = token
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    var isLetterOrDigit: Bool { isDigit || isLetter }
    var isHexadecimal: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
}
