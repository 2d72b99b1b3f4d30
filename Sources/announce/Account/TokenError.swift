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
    /// Standard input has neither `ID:TOKEN` nor two lines.
    case input
    case folder(StateFolder.OpenError)
    case file(StateFileError)
}

extension TokenError: ReportableError {
    var sentence: String {
        switch self {
        case .notLoggedIn:
            "Not logged in. Run `announce account login`, or set \(TokenVariables.id) and \(TokenVariables.secret)."
        case .half(let missing): "The environment variable \(missing) is not set; a token has two parts. Set both."
        case .id(.form(let text)):
            "\(text.printable) is not a token ID: expected `token-` and six letters or digits."
        case .id(.isToken): "The token ID looks like the token itself. Give the ID first, then the token."
        case .token(.empty): "The token is empty."
        case .token(.isID): "The token is a token ID. Give the ID first, then the token."
        case .token(.notUUID), .token(.notVersion4):
            "Not a token: expected a form like 01234567-89ab-4cde-8f01-23456789abcd. Copy it again."
        case .input:
            "Standard input does not contain a token: expected ID:TOKEN, or the ID and the token in two lines."
        case .folder(let error): error.sentence
        case .file(let error): error.sentence
        }
    }
}
