package import Telephony

/// Where recordings are and how they are converted. The section `recordings`.
package struct RecordingSettings: Hashable, Sendable {
    /// An absolute path.
    package var folder: String
    package var level: SpeechLevel
    /// Whether silence is trimmed at both ends.
    package var trim: Bool
    /// Whether steady noise and hum are taken out of speech.
    package var clean: Bool
    /// The program that does it instead of what is built in, and its arguments.
    package var cleaner: [String]?
    /// Whether speech is made easier to understand in noise.
    package var polish: Bool
    /// Recordings with more sound are not published.
    package var longest: WrittenLength
    /// Where all instances keep their announcements in common; nil: each has its own.
    package var depot: DepotSettings?
    /// Where calls fetch announcements, instead of this server: of a CDN. Nil: from here.
    package var url: PublicURL?

    package init(
        folder: String, level: SpeechLevel = .keep, trim: Bool = false, polish: Bool = false, clean: Bool = false,
        longest: WrittenLength = .standardLongest, depot: DepotSettings? = nil
    ) {
        self.polish = polish
        self.clean = clean
        self.depot = depot
        self.longest = longest
        self.folder = folder
        self.level = level
        self.trim = trim
    }
}

/// The target level of speech.
package enum SpeechLevel: Hashable, Sendable {
    /// As recorded.
    case keep
    /// Loudness in dB below full scale, as ITU-R BS.1770 measures it.
    case lufs(Double)
    /// Level in dB relative to 1 mW at the zero transmission level point; full scale is +3.14 (ITU-T G.711, A-law).
    case dBm0(Double)
}

/// Whose webhook events are answered. The section `webhook`.
package struct WebhookSettings: Hashable, Sendable {
    /// Whether events without a valid signature are refused.
    package var requiresSignature: Bool
    /// Paths of public keys (PEM); if empty, the provider's published key is used.
    package var keys: [String]
    package var basicAuthentication: BasicAuthentication?

    package struct BasicAuthentication: Hashable, Sendable {
        package var user: String
        /// The environment variable with the password.
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

/// Where the server listens, and where its secrets are. The section `server`.
package struct ServerSettings: Hashable, Sendable {
    package var listen: Endpoint
    package var admin: Endpoint
    package var tls: TLSFiles?
    /// Nil unless an authority issues the certificate.
    package var authority: AuthoritySettings?
    /// Whether the admin listener uses TLS too, with the same certificate.
    package var adminUsesTLS: Bool
    /// The environment variable with the key that signs positions; several instances must share it.
    package var positionKeyVariable: String?
    /// Whether the last digits of telephone numbers are hidden in the server's log.
    package var masksNumbers: Bool
    /// Nil: the public URL leads here without one.
    package var tunnel: Tunnel?
    /// Whose connections the listeners do not count: proxies and balancers, which stand for many clients.
    package var proxies: [NetworkRange] = []

    /// Whether the public listener speaks TLS.
    package var usesTLS: Bool { tls != nil || authority != nil }

    package struct TLSFiles: Hashable, Sendable {
        /// Paths of PEM files.
        package var certificate: String
        package var key: String

        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    package init(
        listen: Endpoint = Endpoint(host: "127.0.0.1", port: 8080),
        admin: Endpoint = Endpoint(host: "127.0.0.1", port: 8081),
        tls: TLSFiles? = nil, adminUsesTLS: Bool = false, positionKeyVariable: String? = nil,
        masksNumbers: Bool = false, tunnel: Tunnel? = nil, authority: AuthoritySettings? = nil
    ) {
        self.listen = listen
        self.admin = admin
        self.tls = tls
        self.adminUsesTLS = adminUsesTLS
        self.positionKeyVariable = positionKeyVariable
        self.masksNumbers = masksNumbers
        self.tunnel = tunnel
        self.authority = authority
    }
}

/// What the call log stores, and for how long. The section `log`.
package struct LogSettings: Hashable, Sendable {
    /// Whether calls are logged at all.
    package var isKept: Bool
    /// `nil`: forever.
    package var keepHours: Int?
    /// Bytes from which on the oldest calls are deleted; `nil`: any size. Not in a database.
    package var mostBytes: Int?
    /// Where the log is, instead of a file.
    package var database: DatabaseURL?
    /// How long requests are kept in full, in a database; `nil`: as long as their calls.
    package var keepRequestsHours: Int?
    /// Whether the last digits of telephone numbers are hidden.
    package var masksNumbers: Bool
    /// Whether the keys that callers press are stored, not only their number.
    package var keepsDigits: Bool

    package init(
        keepHours: Int? = 90 * 24, mostBytes: Int? = 1_000_000_000, masksNumbers: Bool = false,
        keepsDigits: Bool = true,
        isKept: Bool = true
    ) {
        self.isKept = isKept
        self.keepHours = keepHours
        self.mostBytes = mostBytes
        self.masksNumbers = masksNumbers
        self.keepsDigits = keepsDigits
    }
}

/// An address and a port to listen on; port 0 stands for any free port.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
