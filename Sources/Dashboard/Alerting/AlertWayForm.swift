import CallFlow
import Sipgate
import Telephony

/// A way of alerts as texts in fields. Secrets are never in them: only the names of environment variables that hold them.
struct AlertWayForm: Hashable, Sendable {
    let kind: AlertWay.Kind
    /// A URL, or `$` and the name of a variable; of mail addresses separated by commas.
    var address = ""
    /// The name of a variable.
    var token = ""
    var from = ""
    var server = ""
    /// Empty: what is usual at that server.
    var encryption = ""
    var user = ""
    /// The name of a variable.
    var password = ""

    /// What is wrong with a field, as a sentence.
    struct Mistake: Error, Hashable {
        let field: String
        let sentence: String
    }

    /// The fields for a way as it is; empty ones if there is none.
    init(_ kind: AlertWay.Kind, _ way: AlertWay?) {
        self.kind = kind
        switch way {
        case nil: break
        case .webhook(let receiver)?, .ntfy(let receiver)?:
            switch receiver.address {
            case .url(let url): address = url
            case .variable(let name): address = "$\(name)"
            }
            token = receiver.tokenVariable ?? ""
        case .mail(let mail)?:
            address = mail.to.joined(separator: ", ")
            from = mail.from == mail.to.first ? "" : mail.from
            server = mail.server.map { "\($0)" } ?? ""
            encryption =
                mail.encryption == AlertWay.Mail.usualEncryption(at: mail.server) ? "" : mail.encryption.rawValue
            (user, password) = (mail.user ?? "", mail.passwordVariable ?? "")
        }
    }

    /// The fields as they were sent.
    init(_ kind: AlertWay.Kind, _ fields: FormFields) {
        func field(_ name: String) -> String { (fields[name] ?? "").trimmed }
        self.kind = kind
        (address, token, from, server) = (field("address"), field("token-env"), field("from"), field("smtp"))
        (encryption, user, password) = (field("encryption"), field("user"), field("password-env"))
    }

    /// Whether anything but the address is said.
    var hasMore: Bool { ![token, from, server, encryption, user, password].allSatisfy(\.isEmpty) }

    func way() throws(Mistake) -> AlertWay {
        guard !address.isEmpty else { throw Mistake(field: "address", sentence: Texts.Alerts.noAddress) }
        switch kind {
        case .webhook: return .webhook(try receiver())
        case .ntfy: return .ntfy(try receiver())
        case .mail: return .mail(try mail())
        }
    }

    private func receiver() throws(Mistake) -> AlertWay.Receiver {
        let token = token.isEmpty ? nil : try variable(token, "token-env")
        if address.hasPrefix("$") {
            return .init(.variable(try variable(String(address.dropFirst()), "address")), tokenVariable: token)
        }
        guard AlertWay.Receiver.isURL(address) else {
            throw Mistake(field: "address", sentence: Texts.Alerts.notAURL)
        }
        return .init(.url(address), tokenVariable: token)
    }

    private func variable(_ text: String, _ field: String) throws(Mistake) -> String {
        guard text.isVariableName else { throw Mistake(field: field, sentence: Texts.Alerts.notAVariable(text)) }
        return text
    }

    private func email(_ text: String, _ field: String) throws(Mistake) -> String {
        guard text.isEmailAddress else { throw Mistake(field: field, sentence: Texts.Alerts.notAnEmail(text)) }
        return text
    }

    private func mail() throws(Mistake) -> AlertWay.Mail {
        var to: [String] = []
        for text in address.split(whereSeparator: { ",; ".contains($0) }) {
            to.append(try email(String(text), "address"))
        }
        guard let first = to.first else { throw Mistake(field: "address", sentence: Texts.Alerts.noAddress) }
        var mail = AlertWay.Mail(to: to, from: from.isEmpty ? first : try email(from, "from"))
        guard !server.isEmpty else {
            guard user.isEmpty, password.isEmpty, encryption.isEmpty else {
                throw Mistake(field: "smtp", sentence: Texts.Alerts.noServer)
            }
            return mail
        }
        guard let endpoint = AlertWay.Mail.server(server) else {
            throw Mistake(field: "smtp", sentence: Texts.Alerts.notAServer(server))
        }
        mail.server = endpoint
        mail.encryption =
            AlertWay.Mail.Encryption(rawValue: encryption) ?? AlertWay.Mail.usualEncryption(at: endpoint)
        guard !user.isEmpty || !password.isEmpty else { return mail }
        guard !user.isEmpty, !password.isEmpty else {
            throw Mistake(field: user.isEmpty ? "user" : "password-env", sentence: Texts.Alerts.userAndPassword)
        }
        (mail.user, mail.passwordVariable) = (user, try variable(password, "password-env"))
        return mail
    }
}
