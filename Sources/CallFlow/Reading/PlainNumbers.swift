import Telephony

/// Reads numbers in their most frequent notations, digits with spaces between them, without making a text of them.
///
/// What it reads it reads as `NumberPattern` does; of all others it says that they take a closer look.
struct PlainNumbers: Sendable {
    /// For the first two digits of a number, how many its country code has.
    private let codeLengths: [UInt8]

    init() {
        codeLengths = (0..<100).map { first in
            first < 10 ? 0 : UInt8(PhoneNumber.countryCode(of: "\(first)0").utf8.count)
        }
    }

    /// The key of a number, in quotes or not; `nil` for a prefix, for anything unusual, and for what is no number.
    func key(_ field: UnsafeBufferPointer<UInt8>) -> NumberKey? {
        var bytes = field[...]
        if bytes.first == 0x22 {
            guard bytes.count > 1, bytes.last == 0x22 else { return nil }
            bytes = bytes.dropFirst().dropLast()
        }
        if bytes.first == 0x2B { bytes = bytes.dropFirst() }
        var (value, count, first) = (UInt64(0), 0, 0)
        for byte in bytes {
            switch byte {
            case 0x30...0x39:
                let digit = UInt64(byte - 0x30)
                if count == 0, digit == 0 { return nil }
                value = value &* 10 &+ digit
                count += 1
                guard count <= 15 else { return nil }
                if count == 2 { first = Int(value) }
                // A trunk prefix behind the country code.
                if digit == 0, count > 2, count == Int(codeLengths[first]) + 1 { return nil }
                if digit == 0, count == 2, codeLengths[first] == 1 { return nil }
            case 0x20 where count > 0: break
            default: return nil
            }
        }
        return count >= 5 ? NumberKey(value: value) : nil
    }
}
