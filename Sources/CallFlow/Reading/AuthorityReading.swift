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
            let email = required("email", in: fields, example: "email: you@example.com").flatMap({
                email($0, of: "`email`")
            })
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

    /// Returns an email address.
    func email(_ node: YAMLNode, of owner: String) -> String? {
        guard let text = text(node, of: owner) else { return nil }
        if text.value.isEmailAddress { return text.value }
        problems.add(.badValue(owner, expected: "an email address"), at: text.span)
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

extension String {
    /// Whether it looks like the address of a mailbox, without a name.
    package var isEmailAddress: Bool {
        let parts = split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && allSatisfy { $0.isASCII && $0 > " " && !"<>,;\"".contains($0) }
    }
}
