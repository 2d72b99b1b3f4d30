import Crypto
import FoundationEssentials

/// A user name and password by HTTP Basic authentication (RFC 7617).
package struct BasicCredentials: Sendable {
    package let user: String
    private let password: String

    /// - Parameter user: without a colon, which would end it.
    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// Whether an `Authorization` header holds these. The time it takes does not tell how much of them was right.
    func authorize(_ header: String?) -> Bool {
        guard let header, let space = header.firstIndex(of: " "), header[..<space].lowercased() == "basic",
            let given = Data(base64Encoded: String(header[space...].drop { $0 == " " }))
        else { return false }
        return SHA256.hash(data: given) == SHA256.hash(data: Data("\(user):\(password)".utf8))
    }

    /// As it stands before the `@` of an address, percent-encoded (RFC 3986 section 3.2.1).
    var userInformation: String { user.percentEncoded + ":" + password.percentEncoded }
}
