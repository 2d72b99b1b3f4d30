import Telephony

/// The base URL of the API: `https`, or `http` on this machine only, because every request contains the credentials.
public struct APIAddress: Hashable, Sendable, CustomStringConvertible {
    /// Without a slash at the end.
    let url: PublicURL

    /// Reasons a text is not such a URL.
    public enum ParseError: Error, Hashable, Sendable {
        /// Not an absolute `http` or `https` URL, or one with a user, a query or a fragment.
        case notAnAddress(String)
        /// `http` to another machine, so that the credentials would be sent unencrypted.
        case unencrypted(host: String)
    }

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        guard let url = try? PublicURL(text) else { throw .invalid(.address(.notAnAddress(text))) }
        guard url.scheme == "https" || url.isLoopback else {
            throw .invalid(.address(.unencrypted(host: url.host)))
        }
        self.url = url
    }

    /// `https://api.sipgate.com/v2`
    public static let sipgate: APIAddress = {
        do {
            return try APIAddress("https://api.sipgate.com/v2")
        } catch {
            preconditionFailure("invalid literal: \(error)")
        }
    }()

    /// The address.
    public var description: String { url.description }
}
