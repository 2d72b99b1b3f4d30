import Crypto
import FoundationEssentials

/// A user name and password for HTTP Basic authentication (RFC 7617).
package struct BasicCredentials: Sendable {
    package let user: String
    private let password: String

    /// - Parameter user: must not contain a colon, which would end it.
    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// Returns whether an `Authorization` field carries these. Compares hashes, so the time taken does not reveal how many
    /// bytes were right.
    package func authorize(_ header: String?) -> Bool {
        guard let header, let space = header.firstIndex(of: " "), header[..<space].lowercased() == "basic",
            let given = Data(base64Encoded: String(header[space...].drop { $0 == " " }))
        else { return false }
        return SHA256.hash(data: given) == SHA256.hash(data: Data("\(user):\(password)".utf8))
    }

    /// The part of a URL before the `@`, percent-encoded (RFC 3986 section 3.2.1).
    package var userInformation: String { user.percentEncoded + ":" + password.percentEncoded }
}
