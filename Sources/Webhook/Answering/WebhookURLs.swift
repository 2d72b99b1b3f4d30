package import CallFlow
package import HTTPListener
package import MediaLibrary
package import Sipgate
package import Telephony

/// The URLs that answers contain: below the public one, and those of announcements that are fetched elsewhere.
package struct WebhookURLs: Sendable {
    /// Where the provider posts events: to be entered at the provider, and used for `onAnswer` and `onHangup`.
    package let events: AbsoluteURL
    private let media: AbsoluteURL
    /// Where else announcements can be fetched.
    private let elsewhere: Elsewhere?

    private struct Elsewhere: Sendable {
        let url: AbsoluteURL
        /// Whether it leads to a bucket, which has its own names.
        let isBucket: Bool

        func file(_ file: PublishedFile) -> AbsoluteURL {
            url.appending(isBucket ? DepotKey(hash: file.hash).fileName : file.name)
        }
    }

    /// - Parameter credentials: as below.
    package init(_ configuration: Configuration, credentials: BasicCredentials? = nil) {
        let recordings = configuration.recordings
        let isBucket = if case .bucket? = recordings.depot { true } else { false }
        self.init(
            configuration.publicURL, credentials: credentials,
            elsewhere: recordings.url.map { Elsewhere(url: AbsoluteURL($0), isBucket: isBucket) })
    }

    /// - Parameter credentials: written into the URLs of events, so that the provider sends them; never into those of sounds,
    ///   which the telephone network fetches.
    package init(_ url: PublicURL, credentials: BasicCredentials? = nil) {
        self.init(url, credentials: credentials, elsewhere: nil)
    }

    private init(_ url: PublicURL, credentials: BasicCredentials?, elsewhere: Elsewhere?) {
        self.elsewhere = elsewhere
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

    /// Where a published file is fetched from this server.
    package func own(_ file: PublishedFile) -> AbsoluteURL { media.appending(file.name) }

    /// Where a published file is fetched from another; nil if that is not configured.
    package func elsewhere(_ file: PublishedFile) -> AbsoluteURL? { elsewhere?.file(file) }
}
