import Hosting
import LocalFiles
import Sipgate

/// Reasons there is no usable access token.
enum TokenError: Error {
    case notLoggedIn
    /// Only one of the two environment variables is set.
    case half(missing: String)
    /// One of the two parts is not what it should be.
    case invalid(SipgateError)
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
        case .invalid(let error): error.sentence
        case .input:
            "Standard input does not contain a token: expected ID:TOKEN, or the ID and the token in two lines."
        case .folder(let error): error.sentence
        case .file(let error): error.sentence
        }
    }
}
