import Hosting
import LocalFiles
import Sipgate
import Telephony

/// Reasons there is no usable access token.
enum TokenError: Error {
    case notLoggedIn
    /// Only one of the two environment variables is set.
    case half(missing: String)
    case id(PersonalAccessToken.ID.ParseError)
    case token(PersonalAccessToken.Token.ParseError)
    case folder(StateFolder.OpenError)
    case file(StateFileError)
}

extension TokenError: ReportableError {
    var sentence: String {
        switch self {
        case .notLoggedIn:
            "Nobody is logged in. Run `announce account login`, or set \(TokenVariables.id) and \(TokenVariables.secret)."
        case .half(let missing): "The environment variable \(missing) is not set; a token has two parts."
        case .id(.form(let text)):
            "\(text.replacingControlCharacters) is no token ID: that is `token-` and six letters or digits."
        case .id(.isToken): "What was given as the token ID looks like the token itself. First the ID, then the token."
        case .token(.empty): "No token was given."
        case .token(.isID): "What was given as the token is a token ID. First the ID, then the token."
        case .token(.notUUID), .token(.notVersion4):
            "What was given as the token is none (those look like 01234567-89ab-4cde-8f01-23456789abcd). Copy it again."
        case .folder(let error): error.sentence
        case .file(let error): error.sentence
        }
    }
}
