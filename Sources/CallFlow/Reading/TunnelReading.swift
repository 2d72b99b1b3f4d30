import Telephony

extension ConfigurationReader {
    private static let expected =
        "`user@host` for ssh, or a command such as `cloudflared tunnel --url http://localhost:{port}`"

    /// Reads `tunnel:`: a destination of ssh, a command, or a mapping that also states the public address.
    ///
    /// - Parameter listenerUsesTLS: Whether `tls` is set; the tunnel's host ends TLS itself and forwards plain HTTP.
    func tunnel(_ node: YAMLNode, at span: SourceSpan, listenerUsesTLS: Bool) -> Tunnel? {
        guard !listenerUsesTLS else {
            problems.add(
                .badValue("`tunnel`", expected: "left out where `tls` is set: a tunnel forwards plain HTTP"), at: span)
            return nil
        }
        guard case .mapping = node.content else { return program(node, of: "`tunnel`") }
        guard let fields = fields(node, of: "`tunnel`", at: span, known: LanguageMapping.tunnel.names) else {
            return nil
        }
        var tunnel: Tunnel?
        switch (fields["ssh"], fields["command"]) {
        case (let ssh?, nil): tunnel = program(ssh, of: "`ssh`", isSSH: true)
        case (nil, let command?): tunnel = program(command, of: "`command`")
        case (_?, let command?):
            problems.add(.badValue("`tunnel`", expected: "`ssh` or `command`, not both"), at: command.span)
        case (nil, nil):
            if !fields.has("ssh"), !fields.has("command") {
                problems.add(.missingKey("ssh", of: "`tunnel`"), at: span, suggestion: "ssh: nokey@localhost.run")
            }
        }
        if let url = fields["url"] {
            guard let url = secureURL(url) else { return nil }
            tunnel?.url = url
        }
        return tunnel
    }

    /// Reads a destination or a command: a text, or the command's words as a list.
    private func program(_ node: YAMLNode, of owner: String, isSSH: Bool = false) -> Tunnel? {
        if case .list = node.content, !isSSH {
            let words = texts(node, of: owner).map(\.value)
            return words.isEmpty ? nil : Tunnel(.command(words))
        }
        guard let text = text(node, of: owner) else { return nil }
        if let tunnel = Tunnel(text.value), !isSSH || tunnel.isSSH { return tunnel }
        problems.add(
            .badValue(owner, expected: isSSH ? "a destination of ssh, such as `user@host`" : Self.expected),
            at: text.span)
        return nil
    }

    private func secureURL(_ node: YAMLNode) -> PublicURL? {
        guard let text = text(node, of: "`url`") else { return nil }
        if let url = try? PublicURL(text.value), url.scheme == "https" { return url }
        problems.add(.badValue("`url`", expected: "the tunnel's https address"), at: text.span)
        return nil
    }
}
