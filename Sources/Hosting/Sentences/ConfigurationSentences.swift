// Sentences that are logged while a project runs. The command line prints the same ones.

package import CallFlow
import LocalFiles
import Sipgate
import SystemPackage

extension ConfigurationText.ReadError {
    /// What is wrong, where, and what to do.
    package var sentence: String {
        switch self {
        case .missing(ConfigurationText.standardPath):
            "There is no announce.yaml here. `announce init` writes one to begin with; --config names another file."
        case .missing(let path):
            "There is no \(path.readable). `announce init` writes an announce.yaml to begin with."
        case .folder(let path):
            "\(path.readable) is a folder. Name the file in it: --config \(path.appending("announce.yaml").readable)"
        case .tooLarge(let path):
            "\(path.readable) is larger than \(ConfigurationText.largest >> 20) MiB, so it is hardly a configuration."
        case .notUTF8(let path, let line):
            "\(path.readable): line \(line) is not UTF-8 text. Save the file as UTF-8."
        case .system(let error, let path):
            "\(path.readable) cannot be read: \(error.reason)."
        }
    }
}

extension WebhookSecretError {
    /// What is wrong, where, and what to do.
    package var sentence: String {
        switch self {
        case .variable(let name, let setting):
            "The environment variable \(name), which `\(setting)` names, is not set."
        case .shortKey(let name, let bytes):
            "The environment variable \(name) holds \(bytes) bytes, too few for a secret: `openssl rand -hex 32` makes one."
        case .unreadableKey(let path, let error):
            "The public key \(path.readable) cannot be read: \(error.reason)."
        case .badKey(let path, let reason):
            "\(path.readable) is no public key to verify signatures with: \(reason.words)."
        }
    }
}

extension WebhookKey.ParseError {
    fileprivate var words: String {
        switch self {
        case .notPEM: "there is no -----BEGIN PUBLIC KEY----- in it"
        case .label(let label): "it holds a \(label)"
        case .several: "it holds more than one key; write each into a file of its own"
        case .notBase64: "it is damaged between its BEGIN and END lines"
        case .notRSA: "it is not an RSA key"
        case .tooShort(let bits): "its \(bits) bits are too few, 2048 the least"
        }
    }
}

/// The number of problems by severity: "2 errors, 1 warning".
package func problemCount(_ severities: [ConfigurationProblem.Severity]) -> String {
    [(ConfigurationProblem.Severity.error, "error"), (.warning, "warning")]
        .map { severity, word in (severities.count { $0 == severity }, word) }
        .filter { $0.0 > 0 }
        .map { $0.0 == 1 ? "1 \($0.1)" : "\($0.0) \($0.1)s" }
        .joined(separator: ", ")
}
