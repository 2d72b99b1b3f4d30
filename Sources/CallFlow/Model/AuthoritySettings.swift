/// The certificate authority that issues and renews the server's certificate (RFC 8555). The setting `server: tls: acme`.
package struct AuthoritySettings: Hashable, Sendable {
    /// Whom the authority writes to when something is wrong with the account.
    package var email: String
    /// The URL that the authority's other URLs are read from.
    package var directory: String
    /// Where the authority's look at this server arrives: port 80 of the public host.
    package var listen: Endpoint
    /// A PEM file of certificates that vouch for the authority's own server beside the system's.
    package var trusted: String?

    package static let letsEncrypt = "https://acme-v02.api.letsencrypt.org/directory"
    /// Issues untrusted certificates, with generous limits: for trying out.
    package static let staging = "https://acme-staging-v02.api.letsencrypt.org/directory"

    package init(
        email: String, directory: String = letsEncrypt, listen: Endpoint = Endpoint(host: "0.0.0.0", port: 80),
        trusted: String? = nil
    ) {
        self.email = email
        self.directory = directory
        self.listen = listen
        self.trusted = trusted
    }
}
