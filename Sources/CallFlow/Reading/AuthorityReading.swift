import Telephony

extension ConfigurationReader {
    /// Reads `tls: acme:`.
    func authority(_ node: YAMLNode, at span: SourceSpan, publicURL: PublicURL?) -> AuthoritySettings? {
        guard let fields = fields(node, of: "`acme`", at: span, known: LanguageMapping.acme.names) else { return nil }
        // An authority vouches for names, and looks from outside.
        if let publicURL,
            publicURL.scheme != "https" || publicURL.isLoopback || !publicURL.host.contains(where: \.isLetter)
                || publicURL.host.hasPrefix("[")
        {
            problems.add(
                .badValue("`acme`", expected: "used with an https `public-url` that names a host, not an address"),
                at: span)
            return nil
        }
        guard
            let email = required("email", in: fields, example: "email: you@example.com").flatMap({ self.email($0) })
        else { return nil }
        var settings = AuthoritySettings(email: email)
        if let directory = fields["directory"] {
            guard let url = self.directory(directory) else { return nil }
            settings.directory = url
        }
        if let listen = fields["listen"] {
            guard let endpoint = endpoint(listen, of: "`listen`", defaultHost: settings.listen.host) else { return nil }
            settings.listen = endpoint
        }
        settings.trusted = fields["ca"].flatMap { path($0, of: "`ca`") }
        return settings
    }

    private func email(_ node: YAMLNode) -> String? {
        guard let text = text(node, of: "`email`") else { return nil }
        let parts = text.value.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), text.value.allSatisfy({ $0.isASCII && $0 > " " }) {
            return text.value
        }
        problems.add(.badValue("`email`", expected: "an email address"), at: text.span)
        return nil
    }

    private func directory(_ node: YAMLNode) -> String? {
        guard let text = text(node, of: "`directory`") else { return nil }
        switch text.value {
        case "letsencrypt": return AuthoritySettings.letsEncrypt
        case "staging": return AuthoritySettings.staging
        default:
            if (try? PublicURL(text.value))?.scheme == "https" { return text.value }
            problems.add(
                .badValue(
                    "`directory`", expected: "`letsencrypt`, `staging`, or the https URL of an authority's directory"),
                at: text.span)
            return nil
        }
    }
}
