import Telephony

extension ConfigurationReader {
    /// Reads `webhook:`.
    ///
    /// - Parameter isReachable: Whether other machines can reach the public URL; signatures are required by default
    ///   then.
    func webhook(_ node: YAMLNode?, isReachable: Bool) -> WebhookSettings {
        var settings = WebhookSettings(requiresSignature: isReachable)
        guard let node,
            let fields = fields(node, of: "`webhook`", at: node.span, known: LanguageMapping.webhook.names)
        else { return settings }
        if let word = fields["signature"].flatMap({ self.word($0, of: "`signature`", among: ["required", "off"]) }) {
            settings.requiresSignature = word == "required"
        }
        if let keys = fields["keys"] {
            settings.keys = texts(keys, of: "`keys`").compactMap {
                path(YAMLNode(content: .text($0.value, isPlain: false), span: $0.span), of: "`keys`")
            }
        }
        if let basic = fields["basic-auth"] {
            settings.basicAuthentication = basicAuthentication(basic, at: fields.key("basic-auth") ?? basic.span)
        }
        return settings
    }

    private func basicAuthentication(_ node: YAMLNode, at span: SourceSpan) -> WebhookSettings.BasicAuthentication? {
        guard let fields = fields(node, of: "`basic-auth`", at: span, known: LanguageMapping.basicAuthentication.names)
        else {
            return nil
        }
        let user = required("user", in: fields, example: "user: phone").flatMap { self.user($0) }
        let variable = required("password-env", in: fields, example: "password-env: ANNOUNCE_WEBHOOK_PASSWORD")
            .flatMap { self.variable($0, of: "`password-env`") }
        guard let user, let variable else { return nil }
        return .init(user: user, passwordVariable: variable)
    }

    /// Returns a user name. In HTTP a colon ends it (RFC 7617, section 2), so it cannot contain one.
    private func user(_ node: YAMLNode) -> String? {
        guard let text = text(node, of: "`user`") else { return nil }
        if !text.value.isEmpty, !text.value.unicodeScalars.contains(where: { $0 == ":" || $0.isControl }) {
            return text.value
        }
        problems.add(.badValue("`user`", expected: "a name without colons"), at: text.span)
        return nil
    }

    /// Reads `server:`.
    func server(_ node: YAMLNode?, publicURL: PublicURL?) -> ServerSettings {
        var settings = ServerSettings()
        guard let node,
            let fields = fields(node, of: "`server`", at: node.span, known: LanguageMapping.server.names)
        else { return settings }
        if let endpoint = fields["listen"].flatMap({
            self.endpoint($0, of: "`listen`", defaultHost: settings.listen.host)
        }) {
            settings.listen = endpoint
        }
        if let endpoint = fields["admin"].flatMap({ self.endpoint($0, of: "`admin`", defaultHost: settings.admin.host) }
        ) {
            settings.admin = endpoint
        }
        if settings.listen == settings.admin, settings.listen.port != 0 {
            problems.add(
                .sameEndpoint(settings.listen.description), at: (fields["admin"] ?? fields["listen"])?.span ?? node.span
            )
        }
        if let tls = fields["tls"] {
            readTLS(tls, at: fields.key("tls") ?? tls.span, publicURL: publicURL, into: &settings)
        }
        if let uses = fields["admin-tls"], let isOn = boolean(uses, of: "`admin-tls`") {
            settings.adminUsesTLS = isOn
            if isOn, fields["tls"] == nil {
                problems.add(
                    .badValue("`admin-tls`", expected: "`false` unless `tls` names a certificate"), at: uses.span)
            }
        }
        settings.positionKeyVariable = fields["position-key-env"].flatMap {
            self.variable($0, of: "`position-key-env`")
        }
        if let masks = fields["mask-numbers"].flatMap({ boolean($0, of: "`mask-numbers`") }) {
            settings.masksNumbers = masks
        }
        if let proxies = fields["proxies"] {
            settings.proxies = texts(proxies, of: "`proxies`").compactMap { text in
                if let range = try? NetworkRange(text.value) { return range }
                problems.add(
                    .badValue("`proxies`", expected: "an IP address like 192.0.2.7, or a network like 10.0.0.0/8"),
                    at: text.span)
                return nil
            }
        }
        if let tunnel = fields["tunnel"] {
            settings.tunnel = self.tunnel(
                tunnel, at: fields.key("tunnel") ?? tunnel.span, listenerUsesTLS: fields["tls"] != nil)
        }
        return settings
    }

    private func readTLS(
        _ node: YAMLNode, at span: SourceSpan, publicURL: PublicURL?, into settings: inout ServerSettings
    ) {
        guard let fields = fields(node, of: "`tls`", at: span, known: LanguageMapping.tls.names) else { return }
        if let acme = fields["acme"] {
            guard !fields.has("certificate"), !fields.has("key") else {
                return problems.add(.badValue("`tls`", expected: "`acme`, or `certificate` and `key`"), at: span)
            }
            settings.authority = authority(acme, at: fields.key("acme") ?? acme.span, publicURL: publicURL)
            return
        }
        let certificate = required("certificate", in: fields, example: "certificate: fullchain.pem")
            .flatMap { path($0, of: "`certificate`") }
        let key = required("key", in: fields, example: "key: privkey.pem").flatMap { path($0, of: "`key`") }
        guard let certificate, let key else { return }
        settings.tls = .init(certificate: certificate, key: key)
    }

    /// Returns an endpoint: `127.0.0.1:8080`, `[::1]:8080`, `example.com:8080`, or `:8080` for that port of the default
    /// host.
    func endpoint(_ node: YAMLNode, of owner: String, defaultHost: String) -> Endpoint? {
        guard let text = text(node, of: owner) else { return nil }
        let isDigit: (Character) -> Bool = { $0.isASCII && $0.isNumber }
        if let colon = text.value.lastIndex(of: ":"),
            let port = String(text.value[text.value.index(after: colon)...]).plainNumber, port <= 65535
        {
            let host = text.value[..<colon]
            if host.isEmpty { return Endpoint(host: defaultHost, port: port) }
            if host.hasPrefix("["), host.hasSuffix("]") {
                let address = host.dropFirst().dropLast()
                if address.contains(":"), address.allSatisfy({ $0.isHexDigit || ":.%".contains($0) }) {
                    return Endpoint(host: String(address), port: port)
                }
            } else if host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }) {
                return Endpoint(host: String(host), port: port)
            }
        }
        let bracketed = text.value.lastIndex(of: ":").map {
            "[\(text.value[..<$0])]\(text.value[$0...])"
        }
        let suggestion: String? =
            if !text.value.isEmpty, text.value.allSatisfy(isDigit) {
                "\(defaultHost):\(text.value)"
            } else if text.value.allSatisfy({ $0.isHexDigit || $0 == ":" }), text.value.count(where: { $0 == ":" }) > 2
            {
                bracketed
            } else {
                nil
            }
        problems.add(
            .badValue(owner, expected: "an address and a port up to 65535, such as `\(defaultHost):8080`"),
            at: text.span, suggestion: suggestion.map(yamlScalar))
        return nil
    }
}
