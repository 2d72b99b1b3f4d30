package import HTTPListener
package import Sipgate
package import Telephony

/// The URLs that answers contain, all below the public one.
package struct WebhookURLs: Sendable {
    /// Where the provider posts events: to be entered at the provider, and used for `onAnswer` and `onHangup`.
    package let events: AbsoluteURL
    private let media: AbsoluteURL

    /// - Parameter credentials: written into the URLs of events, so that the provider sends them; never into those of sounds,
    ///   which the telephone network fetches.
    package init(_ url: PublicURL, credentials: BasicCredentials? = nil) {
        let base = AbsoluteURL(url)
        media = base.appending("media")
        let withCredentials = credentials.flatMap { credentials in
            let port = url.port.map { ":\($0)" } ?? ""
            return try? AbsoluteURL("\(url.scheme)://\(credentials.userInformation)@\(url.host)\(port)\(url.path)")
        }
        events = (withCredentials ?? base).appending("sipgate")
    }

    /// Where the keys of a call at a position are posted.
    func keys(token: String) -> AbsoluteURL { events.appending(token) }

    /// Where a published file is fetched.
    func media(named name: String) -> AbsoluteURL { media.appending(name) }
}
