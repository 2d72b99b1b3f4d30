import CallFlow
import Glibc
import Sipgate
import SystemPackage

/// The secrets of the webhook that the configuration names but does not contain: passwords and keys.
struct WebhookSecrets: Sendable {
    /// Nil if events need not be signed.
    let signature: WebhookSignature?
    /// The password of HTTP Basic authentication; nil if it is off.
    let password: String?
    /// The key that signs positions in calls; nil for the one in the state folder.
    let positionKey: [UInt8]?

    /// Bytes that a position key must have at least.
    static let shortestPositionKey = 32

    init(_ configuration: Configuration) throws(WebhookSecretError) {
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

    private static func variable(_ name: String, setting: String) throws(WebhookSecretError) -> String {
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
            case .missing: .unreadableKey(path, errno: ENOENT)
            case .folder: .unreadableKey(path, errno: EISDIR)
            case .system(let code, _): .unreadableKey(path, errno: code)
            case .tooLarge, .notUTF8: .badKey(path, .notPEM)
            }
        }
        do throws(WebhookKey.Invalid) {
            return try WebhookKey(pem: text)
        } catch {
            throw .badKey(path, error)
        }
    }
}

/// Reasons a secret that the configuration names cannot be used.
enum WebhookSecretError: Error {
    case variable(String, setting: String)
    case shortKey(String, bytes: Int)
    case unreadableKey(FilePath, errno: CInt)
    case badKey(FilePath, WebhookKey.Invalid)
}

extension WebhookSecretError: ReportableError {
    var sentence: String {
        switch self {
        case .variable(let name, let setting):
            "The environment variable \(name), which `\(setting)` names, is not set."
        case .shortKey(let name, let bytes):
            "The environment variable \(name) holds \(bytes) bytes, too few for a secret: `openssl rand -hex 32` makes one."
        case .unreadableKey(let path, let code):
            "The public key \(path.readable) cannot be read: \(systemReason(code))."
        case .badKey(let path, let reason):
            "\(path.readable) is no public key to verify signatures with: \(reason.words)."
        }
    }
}

extension WebhookKey.Invalid {
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
