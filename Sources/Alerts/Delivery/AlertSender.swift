package import CallFlow
import Sipgate
package import Telephony

/// Sends messages to people: by HTTP, SMTP, or the command `sendmail`.
///
/// Promises that one message takes 20 seconds at most, that redirects are not followed, that answers are not read beyond their
/// head, and that secrets go nowhere but to the receiver, and passwords not without encryption, except on this machine. Does
/// not retry: that is the ledger's decision.
package struct AlertSender: Sendable {
    /// Reads an environment variable.
    private let variable: @Sendable (String) -> String?
    /// A PEM file of certificates that mail servers are trusted by beside the system's; for tests.
    private let authorities: String?

    /// Seconds that one message may take.
    private let limit: Int

    package init(
        authorities: String? = nil, limit: Int = 20, variable: @escaping @Sendable (String) -> String?
    ) {
        (self.authorities, self.limit, self.variable) = (authorities, limit, variable)
    }

    package func send(
        _ message: AlertMessage, by way: AlertWay, _ language: AlertLanguage, server: PublicURL, zone: Zone
    ) async throws(DeliveryError) {
        let text = AlertText(message, language, server: server, zone: zone)
        let authorities = authorities
        switch way {
        case .webhook(let receiver):
            let post = try post(receiver)
            let body = AlertJSON(message, text, server: server).bytes
            try await limited { try await post.send(body, type: "application/json", []) }
        case .ntfy(let receiver):
            let post = try post(receiver)
            let isBad = message.event == .begin
            let fields = [
                ("Title", EncodedWord.field(text.title)), ("Priority", isBad ? "high" : "default"),
                ("Tags", isBad ? "rotating_light" : "white_check_mark"),
            ]
            try await limited {
                try await post.send(Array(text.text.utf8), type: "text/plain; charset=utf-8", fields)
            }
        case .mail(let mail):
            let letter = MailMessage(text, from: mail.from, to: mail.to, at: message.at, id: messageID(message, mail))
            let password = try mail.passwordVariable.map { name throws(DeliveryError) in try value(name) }
            try await limited {
                if let server = mail.server {
                    try await SMTPClient(mail, server, password: password, authorities: authorities).send(letter)
                } else {
                    try await Sendmail(mail).send(letter)
                }
            }
        }
    }

    /// The environment variables that a way needs and that are not set.
    package func missingVariables(of way: AlertWay) -> [String] {
        let names: [String?]
        switch way {
        case .webhook(let receiver), .ntfy(let receiver):
            let url: String? = if case .variable(let name) = receiver.address { name } else { nil }
            names = [url, receiver.tokenVariable]
        case .mail(let mail): names = [mail.passwordVariable]
        }
        return names.compactMap(\.self).filter { variable($0)?.isEmpty ?? true }
    }

    private func value(_ name: String) throws(DeliveryError) -> String {
        guard let value = variable(name), !value.isEmpty else { throw .missingVariable(name) }
        return value
    }

    private func post(_ receiver: AlertWay.Receiver) throws(DeliveryError) -> HTTPPost {
        let url: String
        switch receiver.address {
        case .url(let written): url = written
        case .variable(let name):
            url = try value(name)
            guard url.hasPrefix("https://") || url.hasPrefix("http://") else { throw .badURL(variable: name) }
        }
        let token = try receiver.tokenVariable.map { name throws(DeliveryError) in try value(name) }
        return HTTPPost(url: url, token: token)
    }

    /// The same for every attempt, so that a mail system can drop a second copy.
    private func messageID(_ message: AlertMessage, _ mail: AlertWay.Mail) -> String {
        var hash = FNV1a<UInt64>()
        for byte in "\(message.incident?.id ?? "") \(message.event.rawValue) \(message.at.milliseconds)".utf8 {
            hash.add(byte)
        }
        let host = mail.from.split(separator: "@").last ?? "localhost"
        return "\(String(hash.value, radix: 16)).\(message.at.milliseconds)@\(host)"
    }

    private func limited(
        _ work: @escaping @Sendable () async throws -> Void
    ) async throws(DeliveryError) {
        let tooSlow = DeliveryError.tooSlow(seconds: limit)
        try await within(.seconds(limit), otherwise: tooSlow) {
            do {
                return .success(try await work())
            } catch {
                return .failure(error as? DeliveryError ?? tooSlow)
            }
        }
    }
}
