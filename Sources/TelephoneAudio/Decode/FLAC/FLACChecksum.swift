/// The two checksums of a frame, most significant bit first, no inversion, starting from zero.
enum FLACChecksum {
    /// Of a frame's header, polynomial x⁸ + x² + x + 1 (RFC 9639 section 9.1.8): zero over all of it.
    static func header(_ bytes: UnsafeRawBufferPointer) -> UInt8 {
        bytes.reduce(0) { crc, byte in
            var crc = crc ^ byte
            for _ in 0..<8 { crc = crc &<< 1 ^ (crc &>> 7 == 1 ? 0x07 : 0) }
            return crc
        }
    }

    /// Of a whole frame, polynomial x¹⁶ + x¹⁵ + x² + 1 (RFC 9639 section 9.3): zero over all of it.
    ///
    /// The polynomial is (x + 1)(x¹⁵ + x + 1), and x⁹⁶⁰ = (x¹⁵)⁶⁴ is x⁶⁴ + 1 to the second factor. So it divides
    /// (x⁹⁶⁰ + x⁶⁴ + 1)(x⁶⁴ + 1), and x¹⁰²⁴ leaves the same remainder as x⁹⁶⁰ + x¹²⁸ + 1: a word of eight bytes may be
    /// added to those 1, 14 and 16 words behind it instead. Sixteen words are left of a frame after that.
    static func frame(_ bytes: UnsafeRawBufferPointer) -> UInt16 {
        guard let base = bytes.baseAddress else { return 0 }
        var words = InlineArray<16, UInt64>(repeating: 0)
        var offset = 0
        while offset &+ 128 <= bytes.count {
            for index in 0..<16 {
                words[unchecked: index] ^=
                    base.loadUnaligned(fromByteOffset: offset &+ index &* 8, as: UInt64.self)
                    ^ words[unchecked: (index &+ 15) & 15] ^ words[unchecked: (index &+ 2) & 15]
            }
            offset &+= 128
        }
        // The sixteen words themselves stay where they are.
        for index in stride(from: 15, to: 0, by: -1) {
            words[index] ^= words[index - 1] ^ (index < 14 ? 0 : words[index - 14])
        }
        var crc: UInt16 = 0
        for index in 0..<16 {
            withUnsafeBytes(of: words[index]) { crc = remainder($0, after: crc) }
        }
        return remainder(UnsafeRawBufferPointer(rebasing: bytes[offset...]), after: crc)
    }

    private static func remainder(_ bytes: UnsafeRawBufferPointer, after crc: UInt16) -> UInt16 {
        bytes.reduce(crc) { $0 &<< 8 ^ table[Int($0 &>> 8 ^ UInt16($1))] }
    }

    private static let table: [UInt16] = (0..<256).map { byte in
        (0..<8).reduce(UInt16(byte) &<< 8) { crc, _ in crc &<< 1 ^ (crc &>> 15 == 1 ? 0x8005 : 0) }
    }
}
