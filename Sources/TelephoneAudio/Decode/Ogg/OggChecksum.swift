/// The checksum of Ogg pages (RFC 3533 section 6): CRC-32 with polynomial 0x04C11DB7, most significant bit first, no
/// inversion, starting from zero.
struct OggChecksum {
    private(set) var value: UInt32 = 0

    /// Adds `bytes`, eight at a time ("slicing by 8": Kounavis and Berry, "A Systematic Approach to Building High
    /// Performance Software-Based CRC Generators", 2005).
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        Self.tables.withUnsafeBufferPointer { tables in
            var crc = value
            var offset = 0
            while offset + 8 <= bytes.count {
                let word = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                let high = crc ^ UInt32(truncatingIfNeeded: word >> 32)
                let low = UInt32(truncatingIfNeeded: word)
                crc =
                    tables[0x700 | Int(high >> 24)] ^ tables[0x600 | Int(high >> 16 & 0xFF)]
                    ^ tables[0x500 | Int(high >> 8 & 0xFF)] ^ tables[0x400 | Int(high & 0xFF)]
                crc ^=
                    tables[0x300 | Int(low >> 24)] ^ tables[0x200 | Int(low >> 16 & 0xFF)]
                    ^ tables[0x100 | Int(low >> 8 & 0xFF)] ^ tables[Int(low & 0xFF)]
                offset += 8
            }
            while offset < bytes.count {
                crc = crc << 8 ^ tables[Int(crc >> 24 ^ UInt32(bytes[offset]))]
                offset += 1
            }
            value = crc
        }
    }

    /// Adds `count` zero bytes.
    mutating func addZeros(_ count: Int) {
        for _ in 0..<count { value = value << 8 ^ Self.tables[Int(value >> 24)] }
    }

    /// Eight tables of 256: how a byte changes the remainder if 0 to 7 bytes follow it.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var remainder = UInt32(byte) << 24
            for _ in 0..<8 { remainder = remainder << 1 ^ (remainder >> 31 == 1 ? 0x04C1_1DB7 : 0) }
            tables[byte] = remainder
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = before << 8 ^ tables[Int(before >> 24)]
        }
        return tables
    }()
}
