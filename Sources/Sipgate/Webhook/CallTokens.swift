import Crypto
import FoundationEssentials

/// What a server wants to remember of a call until its next event, as a token in the URL of that event: bytes, and an
/// HMAC-SHA256 over them and the call's id.
///
/// The provider keeps nothing for us between two events, and one of them names neither caller nor number. What is needed next
/// therefore travels in the URL, and returns after a restart, or at another instance with the same secret.
///
/// Protected against: changing a token, inventing one, or moving one into another call or to another purpose. Not protected
/// against: reading it, since it is signed and not encrypted, and sending it again within the same call. It does not expire.
///
/// A token is the bytes and the 32 bytes of the code in base64url without padding (RFC 4648 section 5), and has exactly one
/// spelling.
package struct CallTokens: Sendable {
    /// The HMAC with the key absorbed, which costs as much as everything that follows.
    private let keyed: HMAC<SHA256>
    private let purpose: [UInt8]

    private static let codeLength = 32
    /// Characters of a token.
    private static let longest = 48 * 1024

    /// - Parameters:
    ///   - secret: at least 32 random bytes, shared by all instances of a server and kept over restarts. Not checked.
    ///   - purpose: separates the tokens of different uses of one secret.
    package init(secret: [UInt8], purpose: String) {
        keyed = HMAC(key: SymmetricKey(data: secret))
        self.purpose = Array(purpose.utf8)
    }

    /// The token of some bytes, at least one, in one call.
    package func token(for bytes: [UInt8], callID: String) -> String {
        (bytes + code(bytes, callID)).base64URL
    }

    /// The bytes of a token; nil for anything that `token(for:callID:)` did not make with this secret, for this call and purpose.
    package func bytes(of token: String, callID: String) -> ArraySlice<UInt8>? {
        guard let bytes = Self.bytes(of: token), bytes.count > Self.codeLength else { return nil }
        let content = bytes.dropLast(Self.codeLength)
        // MACs are compared in constant time.
        return code(Array(content), callID) == bytes.suffix(Self.codeLength) ? content : nil
    }

    private func code(_ content: [UInt8], _ callID: String) -> HMAC<SHA256>.MAC {
        var code = keyed
        code.update(data: message(content, callID))
        return code.finalize()
    }

    /// Content and call, each preceded by its length, so that no byte can be moved from one to the other.
    private func message(_ content: some Collection<UInt8>, _ callID: String) -> [UInt8] {
        var message = purpose
        message.reserveCapacity(message.count + 16 + content.count + callID.utf8.count)
        for count in [content.count, callID.utf8.count] {
            withUnsafeBytes(of: UInt64(count).bigEndian) { message += $0 }
        }
        message += content
        message += callID.utf8
        return message
    }

    /// Nil for a spelling other than the one of `base64URL`.
    private static func bytes(of token: String) -> [UInt8]? {
        guard token.utf8.count <= longest else { return nil }
        var base64: [UInt8] = []
        base64.reserveCapacity(token.utf8.count + 3)
        for byte in token.utf8 {
            switch byte {
            case UInt8(ascii: "-"): base64.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): base64.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: base64.append(byte)
            }
        }
        while base64.count % 4 != 0 { base64.append(UInt8(ascii: "=")) }
        guard let data = Data(base64Encoded: Data(base64)) else { return nil }
        let bytes = Array(data)
        // Base64 decoders ignore excess bits after the last byte, so several spellings would decode to the same bytes.
        return bytes.base64URL == token ? bytes : nil
    }
}
