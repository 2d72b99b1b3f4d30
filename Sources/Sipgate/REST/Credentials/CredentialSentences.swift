public import FoundationEssentials
import Telephony

extension PersonalAccessToken.ID.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the text, as a sentence.
    public var description: String {
        switch self {
        case .form(let text): "\(quoted(text)) is not a token ID: expected `token-` and six letters or digits."
        case .isToken: "The token ID looks like the token itself. Give the ID first, then the token."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension PersonalAccessToken.Token.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the token, as a sentence that does not contain it.
    public var description: String {
        switch self {
        case .empty: "The token is empty."
        case .isID: "The token is a token ID. Give the ID first, then the token."
        case .notUUID, .notVersion4:
            "Not a token: expected a form like 01234567-89ab-4cde-8f01-23456789abcd. Copy it again."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension OAuthToken.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the token, as a sentence that does not contain it.
    public var description: String {
        switch self {
        case .empty: "The OAuth token is empty."
        case .impossibleCharacter:
            "The OAuth token contains a character that no token has, perhaps a space or a line break. Copy it again."
        case .notJWT:
            "Not an OAuth access token: expected a JSON Web Token, three parts separated by full stops. Copy it again."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension Credentials.InvalidUser: LocalizedError, CustomStringConvertible {
    /// What is wrong with user name and password, as a sentence.
    public var description: String {
        switch self {
        case .empty: "The user name is empty."
        case .colon(let user): "The user name \(quoted(user)) contains a colon, which HTTP cannot transmit in it."
        case .noPassword: "The password is empty."
        case .controlCharacter:
            "The user name or the password contains a control character, perhaps a line break at the end."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension APIAddress.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the address, as a sentence.
    public var description: String {
        switch self {
        case .notAnAddress: "The address of the API must be an https URL without user, query and fragment."
        case .unencrypted(let host):
            "The address of the API leads to \(host) without TLS, which would send the token unencrypted. Use https."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}
