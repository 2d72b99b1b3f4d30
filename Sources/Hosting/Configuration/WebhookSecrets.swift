package import CallFlow
import Glibc
package import Sipgate
package import SystemPackage

/// The secrets of the webhook that the configuration names but does not contain: passwords and keys.
package struct WebhookSecrets: Sendable {
    /// Nil if events need not be signed.
    package let signature: WebhookSignature?
    /// The password of HTTP Basic authentication; nil if it is off.
    package let password: String?
    /// The key that signs positions in calls; nil for the one in the state folder.
    package let positionKey: [UInt8]?

    /// Bytes that a position key must have at least.
    static let shortestPositionKey = 32

    /// Reads the environment and the key files.
    package init(_ configuration: Configuration) throws(WebhookSecretError) {
        let webhook = configuration.webhook
        password =
            if let basic = webhook.basicAuthentication {
                try Self.variable(basic.passwordVariable, setting: "webhook: basic-auth: password-env")
            } else { nil }
        if let name = configuration.server.positionKeyVariable {
            let key = Array(try Self.variable(name, setting: "server: position-key-env").utf8)
            guard key.count >= Self.shortestPositionKey else { throw .shortKey(name, bytes: key.count) }
            positionKey = key
        } else {
            positionKey = nil
        }
        guard webhook.requiresSignature else {
            signature = nil
            return
        }
        guard !webhook.keys.isEmpty else {
            signature = .provider
            return
        }
        var keys: [WebhookKey] = []
        for path in webhook.keys { keys.append(try Self.key(at: FilePath(path))) }
        signature = WebhookSignature(keys: keys)
    }

    static func variable(_ name: String, setting: String) throws(WebhookSecretError) -> String {
        guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else {
            throw .variable(name, setting: setting)
        }
        return value
    }

    private static func key(at path: FilePath) throws(WebhookSecretError) -> WebhookKey {
        let text: String
        do throws(ConfigurationText.ReadError) {
            text = try ConfigurationText(at: path).text
        } catch {
            throw switch error {
            case .missing: .unreadableKey(path, .noSuchFileOrDirectory)
            case .folder: .unreadableKey(path, .isDirectory)
            case .system(let error, _): .unreadableKey(path, error)
            case .tooLarge, .notUTF8: .badKey(path, .notPEM)
            }
        }
        do throws(WebhookKey.ParseError) {
            return try WebhookKey(pem: text)
        } catch {
            throw .badKey(path, error)
        }
    }
}

/// Reasons a secret that the configuration names cannot be used.
package enum WebhookSecretError: Error, Sendable {
    case variable(String, setting: String)
    case shortKey(String, bytes: Int)
    /// The variable does not hold an id and a secret, separated by a colon.
    case noKeys(String)
    case unreadableKey(FilePath, Errno)
    case badKey(FilePath, WebhookKey.ParseError)
}
