package import CallFlow
import Crypto
import FoundationEssentials

/// Signs positions: where a call is, as one path segment of the URL that the provider posts keys to. An HMAC-SHA256 over
/// position and call keeps others from moving a call, or moving into another call.
///
/// A token is the position's bytes and the 32 bytes of the code in base64url without padding (RFC 4648 section 5), and has
/// exactly one spelling. It is signed, not encrypted: it reveals the numbers of the call. It does not expire; `CallPlan`
/// decides whether the configuration still leads to the position.
package struct PositionTokens: Sendable {
    /// The HMAC with the key absorbed, which costs as much as everything that follows.
    private let keyed: HMAC<SHA256>

    private static let codeLength = 32
    /// Characters of a token; the longest positions have a few hundred bytes for each of their menus.
    private static let longest = 48 * 1024

    /// - Parameter secret: at least 32 random bytes, shared by all instances of a server and kept over restarts.
    /// - Throws: `PositionKeyError`.
    package init(secret: [UInt8]) throws(PositionKeyError) {
        guard secret.count >= 32 else { throw .tooShort(secret.count) }
        keyed = HMAC(key: SymmetricKey(data: secret))
    }

    /// The token of a position in one call.
    package func token(for position: Position, callID: String) -> String {
        let bytes = position.bytes
        return Self.text(of: bytes + code(bytes, callID))
    }

    /// The position of a token; nil for anything that `token(for:callID:)` did not make with this secret, for this call.
    package func position(of token: String, callID: String) -> Position? {
        guard let bytes = Self.bytes(of: token), bytes.count > Self.codeLength else { return nil }
        let position = bytes.dropLast(Self.codeLength)
        // MACs are compared in constant time.
        guard code(Array(position), callID) == bytes.suffix(Self.codeLength) else { return nil }
        return Position(bytes: position)
    }

    private func code(_ position: [UInt8], _ callID: String) -> HMAC<SHA256>.MAC {
        var code = keyed
        code.update(data: Self.message(position, callID))
        return code.finalize()
    }

    /// Position and call, each preceded by its length, so that no byte can be moved from one to the other.
    private static func message(_ position: some Collection<UInt8>, _ callID: String) -> [UInt8] {
        var message = Array("announce position".utf8)
        message.reserveCapacity(message.count + 16 + position.count + callID.utf8.count)
        for count in [position.count, callID.utf8.count] {
            withUnsafeBytes(of: UInt64(count).bigEndian) { message += $0 }
        }
        message += position
        message += callID.utf8
        return message
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func text(of bytes: [UInt8]) -> String {
        let (count, alphabet) = ((bytes.count * 4 + 2) / 3, alphabet)
        return String(unsafeUninitializedCapacity: count) { text in
            var (held, bits, index) = (UInt32(0), 0, 0)
            for byte in bytes {
                held = held << 8 | UInt32(byte)
                bits += 8
                while bits >= 6 {
                    bits -= 6
                    text[index] = alphabet[Int(held >> UInt32(bits) & 63)]
                    index += 1
                }
            }
            if bits > 0 { text[index] = alphabet[Int(held << UInt32(6 - bits) & 63)] }
            return count
        }
    }

    /// Nil for a spelling other than the one of `text(of:)`.
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
        return text(of: bytes) == token ? bytes : nil
    }
}

/// Why a secret cannot sign positions.
package enum PositionKeyError: Error, Hashable, Sendable {
    /// Fewer than 32 bytes.
    case tooShort(Int)
}
