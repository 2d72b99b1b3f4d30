/// Why bytes are no frame.
enum FLACFault: Error {
    /// They break a rule of the format, or their checksum is wrong.
    case invalid
    /// They end before the frame does.
    case runsOut
}

/// The bits of a frame, most significant first, never read beyond the last byte.
struct FLACBits {
    let base: UnsafeRawPointer
    /// Bytes.
    let count: Int
    /// The next bit.
    var position = 0

    init(_ base: UnsafeRawPointer, count: Int) {
        self.base = base
        self.count = count
    }

    /// The next bits at the upper end of a word: at least 57 of them, zeros where there are no more.
    var word: UInt64 {
        let offset = position &>> 3
        let skip = UInt64(truncatingIfNeeded: position & 7)
        if offset &+ 8 <= count {
            return UInt64(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &<< skip
        }
        var word: UInt64 = 0
        for index in 0..<8 {
            let byte = offset &+ index < count ? base.load(fromByteOffset: offset &+ index, as: UInt8.self) : 0
            word = word &<< 8 | UInt64(byte)
        }
        return word &<< skip
    }

    /// An unsigned number of up to 32 bits.
    mutating func unsigned(_ width: Int) throws(FLACFault) -> Int {
        let value = (word &>> 1) &>> UInt64(truncatingIfNeeded: 63 &- width)
        try skip(width)
        return Int(truncatingIfNeeded: value)
    }

    /// A number in two's complement, of up to 32 bits.
    mutating func signed(_ width: Int) throws(FLACFault) -> Int32 {
        guard width > 0 else { return 0 }
        let value = Int64(bitPattern: word) &>> Int64(truncatingIfNeeded: 64 &- width)
        try skip(width)
        return Int32(truncatingIfNeeded: value)
    }

    /// How many zeros there are in front of the next one, which is read as well.
    mutating func unary() throws(FLACFault) -> Int {
        let start = position
        while true {
            let zeros = word.leadingZeroBitCount
            guard zeros >= 57 else {
                try skip(zeros &+ 1)
                return position &- start &- 1
            }
            try skip(57)
        }
    }

    /// To the next whole byte.
    mutating func align() {
        position = (position &+ 7) & ~7
    }

    private mutating func skip(_ width: Int) throws(FLACFault) {
        guard position &+ width <= count &* 8 else { throw .runsOut }
        position &+= width
    }
}
