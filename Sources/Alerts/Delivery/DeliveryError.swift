package import CallFlow
package import Sipgate
import SystemPackage

/// Reasons a message did not arrive.
package enum DeliveryError: Error, Hashable, Sendable {
    case connection(ConnectionFailure, host: String)
    /// The HTTP status is not 2xx.
    case status(Int)
    /// Redirects are not followed: what is posted would be lost, and a token sent elsewhere.
    case redirected(status: Int)
    /// An environment variable that the configuration names is not set.
    case missingVariable(String)
    /// The variable holds no http or https URL.
    case badURL(variable: String)
    /// The SMTP server refused a command; its reply.
    case refused(command: String, code: Int, words: String)
    /// What the server said is not SMTP.
    case notSMTP
    case noEncryption(host: String)
    /// The server offers no login that is known here.
    case noLogin(host: String)
    /// The command `sendmail` is not installed.
    case noSendmail
    case sendmail(status: Int?, words: String)
    case tooSlow(seconds: Int)
    /// No such way is configured.
    case notConfigured(AlertWay.Kind)

    /// What is wrong and what to do.
    package var sentence: String {
        switch self {
        case .connection(let failure, let host): "\(host): \(failure.words). \(failure.remedy)"
        case .status(let status): "The receiver answered with the HTTP status \(status). Check the URL and the token."
        case .redirected(let status):
            "The receiver answered with a redirect (\(status)), which is not followed. Enter the final URL."
        case .missingVariable(let name):
            "The environment variable \(name) is not set. Set it for `announce serve`, and start it again."
        case .badURL(let name): "The environment variable \(name) does not hold an https URL."
        case .refused(let command, let code, let words):
            "The mail server refused \(command): \(code) \(words.filter { !$0.isNewline }.prefix(200))"
        case .notSMTP: "What answers there is not a mail server. Check the host and the port."
        case .noEncryption(let host):
            "\(host) does not offer STARTTLS. Use port 465 with `encryption: tls`, or another server."
        case .noLogin(let host): "\(host) offers no login by password over this connection."
        case .noSendmail:
            "The command `sendmail` is not installed. Install a mail system (`apt-get install msmtp-mta`), or name an SMTP server "
                + "with `smtp`."
        case .sendmail(let status, let words):
            "sendmail failed\(status.map { " with status \($0)" } ?? "")\(words.isEmpty ? "." : ": " + words.prefix(300))"
        case .tooSlow(let seconds): "The receiver did not answer within \(seconds) seconds."
        case .notConfigured(let kind): "`alerts` in the configuration has no `\(kind.rawValue)`."
        }
    }
}
