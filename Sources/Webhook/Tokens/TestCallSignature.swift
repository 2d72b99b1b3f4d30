import Crypto
import FoundationEssentials
import MediaLibrary
import Sipgate
package import Telephony

/// Authenticates the test call of `announce doctor` where events must be signed: a header field proves that its sender knows
/// the server's secret.
///
/// The field holds the time in seconds since 1970, a full stop, and, in hexadecimal, an HMAC-SHA256 over that time, a full
/// stop and the body. The key is derived from the position secret by HKDF (RFC 5869). A signature is valid for a minute, and
/// only for a `newCall` whose `callId` has a prefix that no provider uses. It can be replayed within that minute, which
/// does no more than have the same test call answered again.
package struct TestCallSignature: Sendable {
    package static let fieldName = "X-Announce-Trial"
    /// The prefix of a test call's `callId`.
    package static let callIDPrefix = "announce-trial-"
    /// Seconds that the sender's clock may be early or late.
    package static let freshness = 60

    private let key: SymmetricKey

    /// - Parameter secret: the position secret.
    package init(secret: [UInt8]) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: Data("announce trial call".utf8), outputByteCount: 32)
    }

    /// The field's value for a form.
    package func text(for form: [UInt8], at moment: Moment) -> String {
        let seconds = String(moment.seconds)
        let code = HMAC<SHA256>.authenticationCode(for: Self.message(seconds, form), using: key)
        return seconds + "." + code.hexadecimal
    }

    /// Returns whether a field's value was made with this secret, for this form, within the last minute.
    func verifies(_ text: String, form: [UInt8], at moment: Moment) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let seconds = Int64(parts[0]), String(seconds) == parts[0],
            // The number is the sender's, so the subtraction may overflow.
            !seconds.subtractingReportingOverflow(moment.seconds).overflow,
            (-Int64(Self.freshness)...Int64(Self.freshness)).contains(seconds - moment.seconds),
            let code = Self.bytes(hexadecimal: parts[1])
        else { return false }
        // Compares in constant time.
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: Self.message(String(parts[0]), form), using: key)
    }

    /// Whether an event can be authenticated as a test call.
    static func covers(_ event: CallEvent) -> Bool {
        guard case .newCall(let call) = event else { return false }
        return call.callID.hasPrefix(callIDPrefix)
    }

    private static func message(_ seconds: String, _ form: [UInt8]) -> [UInt8] { Array((seconds + ".").utf8) + form }

    private static func bytes(hexadecimal text: Substring) -> [UInt8]? {
        let digits = text.utf8.map { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}

extension Moment {
    fileprivate var seconds: Int64 { milliseconds / 1000 }
}
