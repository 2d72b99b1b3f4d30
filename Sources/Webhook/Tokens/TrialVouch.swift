package import CallFlow
import Crypto
import FoundationEssentials
import MediaLibrary
import Sipgate

/// Lets `announce doctor` make a trial call where events have to be signed: a header field proves that whoever posts knows
/// the server's secret.
///
/// It holds the time in seconds since 1970, a full stop, and in hexadecimal an HMAC-SHA256 over that time, a full stop and
/// the body, with a key of its own derived from the position secret by HKDF (RFC 5869). It counts for a minute, and only for a
/// `newCall` whose `callId` begins like no provider's: repeated within that minute it does nothing but be answered again.
package struct TrialVouch: Sendable {
    package static let fieldName = "X-Announce-Trial"
    /// How the `callId` of a trial begins.
    package static let callIDPrefix = "announce-trial-"
    /// Seconds, to either side.
    package static let freshness = 60

    private let key: SymmetricKey

    /// - Parameter secret: the one that positions are signed with.
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

    /// Whether a field's value was made with this secret for this form, within the last minute.
    func vouches(_ text: String, form: [UInt8], at moment: Moment) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let seconds = Int64(parts[0]), String(seconds) == parts[0],
            // Subtracted the careful way: the number is the sender's.
            !seconds.subtractingReportingOverflow(moment.seconds).overflow,
            (-Int64(Self.freshness)...Int64(Self.freshness)).contains(seconds - moment.seconds),
            let code = Self.bytes(hexadecimal: parts[1])
        else { return false }
        // Takes as long wherever they differ.
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: Self.message(String(parts[0]), form), using: key)
    }

    /// Whether an event is one that can be vouched for.
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
