import HTTPListener
package import Telephony

/// Where the server under test is, and how the addresses in its answers lead there.
///
/// A server calls itself by its public URL, which need not lead to it in a test: what begins with that URL's scheme, host
/// and port is sent to `address` instead, with the same path. Announcements that are fetched from another server are asked for at this
/// one, which has them too.
package struct TestedServer: Sendable {
    /// Where requests are sent: scheme, host and port.
    package let address: PublicURL
    private let publicURL: PublicURL
    private let credentials: String?
    private let elsewhere: PublicURL?

    /// - Parameters:
    ///   - address: Its path is used for the webhook, if it has one; otherwise that of `publicURL`.
    ///   - publicURL: What the server calls itself.
    ///   - credentials: `user:password`, for a server that demands them.
    ///   - elsewhere: where its announcements are fetched, if not from it.
    package init(
        _ address: PublicURL, publicURL: PublicURL, credentials: String? = nil, elsewhere: PublicURL? = nil
    ) {
        self.credentials = credentials
        self.elsewhere = elsewhere
        // Only the origin is needed, since paths are appended.
        let port = address.port.map { ":\($0)" } ?? ""
        self.address = (try? PublicURL("\(address.scheme)://\(address.host)\(port)")) ?? address
        self.publicURL = publicURL
        webhook = Place(
            path: (address.path.isEmpty ? publicURL.path : address.path) + "/sipgate", credentials: credentials)
    }

    struct Place {
        var path: String
        /// `user:password`
        var credentials: String?
    }

    let webhook: Place

    /// Where an absolute URL leads.
    ///
    /// - Throws: `DeliveryFailure.foreign`.
    func place(of text: String) throws(DeliveryFailure) -> Place {
        if let elsewhere, text.hasPrefix(elsewhere.appending("/")) {
            let name = text.dropFirst(elsewhere.appending("/").count)
            // A bucket has the digits of the name only; any slug will do.
            return Place(path: publicURL.path + "/media/" + (name.contains("-") ? "" : "announcement-") + name)
        }
        guard let mark = text.firstRange(of: "://") else { throw .foreign(text) }
        let scheme = text[..<mark.lowerBound].lowercased()
        let rest = text[mark.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        var authority = rest[..<end]
        var user: String?
        if let at = authority.lastIndex(of: "@") {
            user = authority[..<at].percentDecoded
            authority = authority[authority.index(after: at)...]
        }
        guard let origin = try? PublicURL("\(scheme)://\(authority)"), isOwn(origin) else { throw .foreign(text) }
        var path = String(rest[end...].prefix { $0 != "#" })
        if !path.hasPrefix("/") { path = "/" + path }
        return Place(path: path, credentials: user ?? credentials)
    }

    private func isOwn(_ origin: PublicURL) -> Bool {
        [publicURL, address].contains { own in
            own.scheme == origin.scheme && own.host == origin.host && own.effectivePort == origin.effectivePort
        }
    }
}
