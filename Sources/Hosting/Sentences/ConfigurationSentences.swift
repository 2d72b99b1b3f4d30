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
            if let file = ConfigurationText.fileAbove {
                "There is no announce.yaml in this directory, but there is \(file.readable). Use it with "
                    + "--config \(file.readable), or change to its directory."
            } else {
                "There is no announce.yaml here. `announce init` writes one; --config names another file."
            }
        case .missing(let path):
            "There is no \(path.readable). `announce init` writes an announce.yaml to start with."
        case .folder(let path):
            "\(path.readable) is a folder. Name the file in it: --config \(path.appending("announce.yaml").readable)"
        case .tooLarge(let path):
            "\(path.readable) is larger than \(ConfigurationText.largest >> 20) MiB, which no configuration needs."
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
            "The environment variable \(name), required by `\(setting)`, is not set."
        case .shortKey(let name, let bytes):
            "The environment variable \(name) holds only \(bytes) bytes, too few for a secret. Generate one with "
                + "`openssl rand -hex 32`."
        case .noKeys(let name):
            "The environment variable \(name) does not hold the id and the secret of an access key, separated by a colon."
        case .unreadableKey(let path, let error):
            "The public key \(path.readable) cannot be read: \(error.reason)."
        case .badKey(let path, let reason):
            "\(path.readable) is not a public key for verifying signatures: \(reason.words)."
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
