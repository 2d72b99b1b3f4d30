package import Sipgate
package import Telephony

/// The addresses that answers contain, all below the public one.
package struct WebhookURLs: Sendable {
    /// Where the provider posts events: what is to be entered there, and what `onAnswer` and `onHangup` name.
    package let events: AbsoluteURL
    private let media: AbsoluteURL

    /// `credentials` go into the addresses of events, for the provider to send them when it is asked to; never into those
    /// of sounds, which somebody else fetches.
    package init(_ url: PublicURL, credentials: BasicCredentials? = nil) {
        let base = AbsoluteURL(url)
        media = base.appending("media")
        let withCredentials = credentials.flatMap { credentials in
            let port = url.port.map { ":\($0)" } ?? ""
            return try? AbsoluteURL("\(url.scheme)://\(credentials.userInformation)@\(url.host)\(port)\(url.path)")
        }
        events = (withCredentials ?? base).appending("sipgate")
    }

    /// Where the keys of a call go that is at a position.
    func keys(token: String) -> AbsoluteURL { events.appending(token) }

    /// Where a published file is fetched.
    func media(named name: String) -> AbsoluteURL { media.appending(name) }
}
