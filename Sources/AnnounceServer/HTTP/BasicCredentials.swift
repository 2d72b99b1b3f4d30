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
    var userInformation: String { Self.encoded(user) + ":" + Self.encoded(password) }

    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
