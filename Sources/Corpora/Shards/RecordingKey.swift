/// What stands for a recording's ID where there may be ten million of them: 96 bits, the same on every machine and in every
/// release. Among ten million IDs, two have one key with a probability of 10⁻¹⁵.
package struct RecordingKey: Hashable, Sendable {
    /// FNV-1a (RFC 9923) of the ID's UTF-8, mixed by the last step of MurmurHash3: FNV alone is uneven in its upper bits.
    package let hash: UInt64
    /// Another hash of the same bytes.
    package let check: UInt32

    package init(_ id: String) {
        // FNV1a of Telephony, written out: both are made in one pass, for every line of a manifest.
        var id = id
        (hash, check) = id.withUTF8 { bytes in
            var first: UInt64 = 0xCBF2_9CE4_8422_2325
            var second: UInt64 = 0
            for byte in bytes {
                first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
                second = (second << 5 | second >> 59) ^ UInt64(byte)
                second = second &* 0x9E37_79B9_7F4A_7C15
            }
            return (Self.mixed(first), UInt32(truncatingIfNeeded: Self.mixed(second)))
        }
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
        value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return value ^ value >> 33
    }

    /// The hash as 16 hexadecimal digits.
    var hexadecimal: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
