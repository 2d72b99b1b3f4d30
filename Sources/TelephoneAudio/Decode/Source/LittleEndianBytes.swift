/// Little-endian numbers in a header; beyond its end they read as 0.
struct LittleEndianBytes {
    let bytes: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = ArraySlice(bytes)
    }

    var count: Int { bytes.count }

    /// Whether `length` bytes follow from `offset` on.
    func holds(_ length: Int, at offset: Int) -> Bool {
        offset >= 0 && length <= bytes.count - offset
    }

    func uint8(at offset: Int) -> UInt8 { UInt8(truncatingIfNeeded: number(of: 1, at: offset)) }

    func uint16(at offset: Int) -> UInt16 { UInt16(truncatingIfNeeded: number(of: 2, at: offset)) }

    func uint32(at offset: Int) -> UInt32 { UInt32(truncatingIfNeeded: number(of: 4, at: offset)) }

    func uint64(at offset: Int) -> UInt64 { number(of: 8, at: offset) }

    private func number(of length: Int, at offset: Int) -> UInt64 {
        guard holds(length, at: offset) else { return 0 }
        let first = bytes.startIndex + offset
        return bytes[first..<first + length].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
