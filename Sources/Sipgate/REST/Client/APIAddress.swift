import Telephony

/// Where the API is: `https`, or `http` on this machine only, since every request carries the credentials.
public struct APIAddress: Hashable, Sendable, CustomStringConvertible {
    /// Without a slash at the end.
    let url: PublicURL

    /// Why a text is no such address.
    public enum Invalid: Error, Hashable, Sendable {
        /// No absolute `http` or `https` address, or one with a user, a query or a fragment.
        case notAnAddress(String)
        /// `http` to another machine: the credentials would travel in the clear. The host is given.
        case unencrypted(host: String)
    }

    /// - Throws: `Invalid`.
    public init(_ text: String) throws(Invalid) {
        guard let url = try? PublicURL(text) else { throw .notAnAddress(text) }
        guard url.scheme == "https" || url.isLoopback else { throw .unencrypted(host: url.host) }
        self.url = url
    }

    /// `https://api.sipgate.com/v2`
    public static let sipgate: APIAddress = {
        do {
            return try APIAddress("https://api.sipgate.com/v2")
        } catch {
            preconditionFailure("the built-in address is not readable: \(error)")
        }
    }()

    /// The address.
    public var description: String { url.description }
}
