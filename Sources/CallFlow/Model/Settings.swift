/// Where recordings come from and what is done to them.
package struct RecordingSettings: Hashable, Sendable {
    /// A path; one that is not absolute was taken from the folder of the configuration.
    package var folder: String
    package var level: SpeechLevel
    /// Cut silence at both ends.
    package var trim: Bool

    package init(folder: String, level: SpeechLevel = .keep, trim: Bool = false) {
        self.folder = folder
        self.level = level
        self.trim = trim
    }
}

/// How loud speech is to be.
package enum SpeechLevel: Hashable, Sendable {
    case keep
    /// dB full scale, ITU-R BS.1770.
    case lufs(Double)
    /// dB over 1 mW at the zero level point; +3.14 is full scale (RFC 7874).
    case dBm0(Double)
}

/// Who may ask what to do with a call.
package struct WebhookSettings: Hashable, Sendable {
    /// Whether an event without a right signature is refused.
    package var requiresSignature: Bool
    /// Files of public keys (PEM); none stands for the provider's published one.
    package var keys: [String]
    package var basicAuthentication: BasicAuthentication?

    package struct BasicAuthentication: Hashable, Sendable {
        package var user: String
        /// The environment variable that holds the password.
        package var passwordVariable: String

        package init(user: String, passwordVariable: String) {
            self.user = user
            self.passwordVariable = passwordVariable
        }
    }

    package init(requiresSignature: Bool, keys: [String] = [], basicAuthentication: BasicAuthentication? = nil) {
        self.requiresSignature = requiresSignature
        self.keys = keys
        self.basicAuthentication = basicAuthentication
    }
}

/// Where the server listens, and its secrets' places.
package struct ServerSettings: Hashable, Sendable {
    package var listen: Endpoint
    package var admin: Endpoint
    package var tls: TLSFiles?
    /// Whether the admin listener speaks TLS too, by the same certificate.
    package var adminUsesTLS: Bool
    /// The environment variable that holds the secret several instances share.
    package var positionKeyVariable: String?
    /// Hide the last digits of telephone numbers in logs.
    package var masksNumbers: Bool

    package struct TLSFiles: Hashable, Sendable {
        package var certificate: String
        package var key: String

        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    package init(
        listen: Endpoint = Endpoint(host: "0.0.0.0", port: 8080),
        admin: Endpoint = Endpoint(host: "127.0.0.1", port: 8081),
        tls: TLSFiles? = nil, adminUsesTLS: Bool = false, positionKeyVariable: String? = nil,
        masksNumbers: Bool = false
    ) {
        self.listen = listen
        self.admin = admin
        self.tls = tls
        self.adminUsesTLS = adminUsesTLS
        self.positionKeyVariable = positionKeyVariable
        self.masksNumbers = masksNumbers
    }
}

/// What the call log keeps, and for how long.
package struct LogSettings: Hashable, Sendable {
    /// Whether anything is kept of calls.
    package var isKept: Bool
    /// Nil: for ever.
    package var keepHours: Int?
    /// Hide the last digits of telephone numbers.
    package var masksNumbers: Bool
    /// Keep the keys that callers press, not only how many they were.
    package var keepsDigits: Bool

    package init(
        keepHours: Int? = 90 * 24, masksNumbers: Bool = false, keepsDigits: Bool = true, isKept: Bool = true
    ) {
        self.isKept = isKept
        self.keepHours = keepHours
        self.masksNumbers = masksNumbers
        self.keepsDigits = keepsDigits
    }
}

/// An address and a port to listen on; port 0 is any free one.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
