/// What is reported to people, how, and when not. The section `alerts`.
package struct AlertSettings: Hashable, Sendable {
    /// The ways that messages take, one of a kind at most; without any, nothing is sent.
    package var ways: [AlertWay]
    package var rules: AlertRules
    /// Local times at which messages wait; an end beyond midnight is on the next day.
    package var quiet: DayHours
    /// When the weekly summary is sent by mail; nil: never.
    package var summary: WeeklyTime?
    package var language: AlertLanguage

    package init(
        ways: [AlertWay] = [], rules: AlertRules = AlertRules(), quiet: DayHours = .closed,
        summary: WeeklyTime? = nil, language: AlertLanguage = .english
    ) {
        (self.ways, self.rules, self.quiet) = (ways, rules, quiet)
        (self.summary, self.language) = (summary, language)
    }

    /// The way of a kind.
    package subscript(kind: AlertWay.Kind) -> AlertWay? {
        get { ways.first { $0.kind == kind } }
        set {
            let others = ways.filter { $0.kind != kind } + [newValue].compactMap(\.self)
            // In the order in which the configuration is read.
            ways = AlertWay.Kind.allCases.compactMap { kind in others.first { $0.kind == kind } }
        }
    }

    /// A day of the week with a time.
    package struct WeeklyTime: Hashable, Sendable {
        package var day: Weekday
        /// After midnight.
        package var minute: Int

        package init(day: Weekday, minute: Int) {
            (self.day, self.minute) = (day, minute)
        }
    }
}

/// The language that messages are written in.
package enum AlertLanguage: String, Hashable, Sendable, CaseIterable {
    case english = "en"
    case german = "de"
}

/// A way to people. Secrets are not values but the names of environment variables that hold them.
package enum AlertWay: Hashable, Sendable {
    /// Posts JSON, as docs/schemas/alert.schema.json describes it.
    case webhook(Receiver)
    /// Posts text as ntfy.sh and its own servers take it.
    case ntfy(Receiver)
    case mail(Mail)

    package enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
        case webhook, ntfy, mail
    }

    package var kind: Kind {
        switch self {
        case .webhook: .webhook
        case .ntfy: .ntfy
        case .mail: .mail
        }
    }

    /// Where messages are posted over HTTP.
    package struct Receiver: Hashable, Sendable {
        package enum Address: Hashable, Sendable {
            /// An absolute http or https URL.
            case url(String)
            /// The environment variable that holds it: many URLs are secrets by themselves.
            case variable(String)
        }

        package var address: Address
        /// The environment variable with a token, sent as `Authorization: Bearer`.
        package var tokenVariable: String?

        package init(_ address: Address, tokenVariable: String? = nil) {
            (self.address, self.tokenVariable) = (address, tokenVariable)
        }

        /// Whether a text is an absolute http or https URL without a user and a password, which belong into the environment.
        package static func isURL(_ text: String) -> Bool {
            let lower = text.lowercased()
            guard let scheme = ["https://", "http://"].first(where: { lower.hasPrefix($0) }) else { return false }
            let host = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
            return !host.isEmpty && !host.contains("@") && text.unicodeScalars.allSatisfy { $0.isASCII && $0 > " " }
        }
    }

    /// Where mail goes, and the server that takes it.
    package struct Mail: Hashable, Sendable {
        package enum Encryption: String, Hashable, Sendable, CaseIterable {
            /// STARTTLS, and no mail without it.
            case startTLS = "starttls"
            /// TLS from the first byte (port 465).
            case implicit = "tls"
            case off
        }

        /// At least one address.
        package var to: [String]
        package var from: String
        /// Nil: the machine's own command `sendmail` takes the mail.
        package var server: Endpoint?
        package var encryption: Encryption
        /// Nil: without a login.
        package var user: String?
        package var passwordVariable: String?

        package init(
            to: [String], from: String, server: Endpoint? = nil, encryption: Encryption = .startTLS,
            user: String? = nil, passwordVariable: String? = nil
        ) {
            (self.to, self.from, self.server, self.encryption) = (to, from, server, encryption)
            (self.user, self.passwordVariable) = (user, passwordVariable)
        }

        /// Where programs submit mail (RFC 6409).
        package static let usualPort = 587

        /// The encryption of a server that no other is given for.
        package static func usualEncryption(at server: Endpoint?) -> Encryption {
            guard let server else { return .startTLS }
            if server.port == 465 { return .implicit }
            return ["localhost", "127.0.0.1", "::1"].contains(server.host) ? .off : .startTLS
        }

        /// Reads a host with or without a port: `smtp.example.com:587`; nil if the text is none.
        package static func server(_ text: String) -> Endpoint? {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), !parts[0].isEmpty,
                parts[0].unicodeScalars.allSatisfy({ $0.isASCII && $0 > " " && $0 != "/" && $0 != "@" }),
                let port = parts.count == 1 ? usualPort : parts[1].plainNumber, (1...65_535).contains(port)
            else { return nil }
            return Endpoint(host: String(parts[0]), port: port)
        }
    }
}

/// From when on something is reported; a rule that is nil or false reports nothing.
package struct AlertRules: Hashable, Sendable {
    /// Answers that named an announcement that was never fetched whole.
    package var notFetched: Int? = 3
    /// Open hours without a call, where there usually are some.
    package var noCalls: Int? = 4
    /// Seconds for which the server is not ready.
    package var notReady: Int? = 60
    /// Days that a certificate is still valid for.
    package var certificate: Int? = 14
    /// Recordings that are not published.
    package var recordings = true
    /// Events with a missing or wrong signature within an hour.
    package var signatures: Int? = 3
    /// The call log cannot be written, or lost entries.
    package var callLog = true
    /// Days until the last special day of a schedule or the last turn of a rota.
    package var runningOut: Int? = 14

    package init() {}
}
