import Telephony

/// Where alerts are sent: `webhook:`, `ntfy:` and `mail:` of `alerts:`.
extension ConfigurationReader {
    /// Returns a URL, or a mapping with `url` or `url-env`, and `token-env`.
    func receiver(_ node: YAMLNode, of owner: String, at span: SourceSpan?) -> AlertWay.Receiver? {
        if case .text = node.content { return url(node, of: owner).map { .init(.url($0)) } }
        guard
            let fields = fields(
                node, of: owner, at: span ?? node.span, known: LanguageMapping.alertReceiver.names)
        else { return nil }
        let token = fields["token-env"].flatMap { variable($0, of: "`token-env`") }
        if let node = fields["url-env"] {
            return variable(node, of: "`url-env`").map { .init(.variable($0), tokenVariable: token) }
        }
        return required("url", in: fields, example: "url: https://example.com/alerts")
            .flatMap { url($0, of: "`url`") }.map { .init(.url($0), tokenVariable: token) }
    }

    /// Returns an absolute URL without a user and a password, which belong into the environment.
    private func url(_ node: YAMLNode, of owner: String) -> String? {
        guard let text = text(node, of: owner) else { return nil }
        if AlertWay.Receiver.isURL(text.value) { return text.value }
        problems.add(
            .badValue(owner, expected: "an https URL without a password"), at: text.span,
            suggestion: text.value.contains(".") && !text.value.contains(where: { " :@".contains($0) })
                ? "https://\(text.value)" : nil)
        return nil
    }

    /// Reads `mail:`, an address or a mapping.
    func mail(_ node: YAMLNode, at span: SourceSpan) -> AlertWay.Mail? {
        if case .text = node.content {
            return email(node, of: "`mail`").map { AlertWay.Mail(to: [$0], from: $0) }
        }
        guard let fields = fields(node, of: "`mail`", at: span, known: LanguageMapping.alertMail.names),
            let receivers = required("to", in: fields, example: "to: you@example.com")
        else { return nil }
        let to = texts(receivers, of: "`to`").compactMap {
            email(YAMLNode(content: .text($0.value, isPlain: false), span: $0.span), of: "`to`")
        }
        guard let first = to.first else { return nil }
        var mail = AlertWay.Mail(to: to, from: first)
        if let from = fields["from"].flatMap({ email($0, of: "`from`") }) { mail.from = from }
        mail.server = fields["smtp"].flatMap { smtpServer($0) }
        mail.encryption = AlertWay.Mail.usualEncryption(at: mail.server)
        if let word = fields["encryption"]
            .flatMap({ word($0, of: "`encryption`", among: AlertWay.Mail.Encryption.allCases.map(\.rawValue)) })
        {
            mail.encryption = AlertWay.Mail.Encryption(rawValue: word) ?? mail.encryption
        }
        if let user = fields["user"].flatMap({ text($0, of: "`user`") }) {
            mail.user = user.value
            mail.passwordVariable = required(
                "password-env", in: fields, example: "password-env: ANNOUNCE_SMTP_PASSWORD"
            ).flatMap { variable($0, of: "`password-env`") }
        }
        for key in ["encryption", "user", "password-env"] where fields["smtp"] == nil {
            guard let span = fields.key(key) else { continue }
            problems.add(.badValue("`\(key)`", expected: "used with `smtp`, which it is for"), at: span)
        }
        return mail
    }

    private func smtpServer(_ node: YAMLNode) -> Endpoint? {
        guard let text = text(node, of: "`smtp`") else { return nil }
        if let server = AlertWay.Mail.server(text.value) { return server }
        problems.add(
            .badValue("`smtp`", expected: "a host and a port, such as `smtp.example.com:587`"), at: text.span)
        return nil
    }
}
