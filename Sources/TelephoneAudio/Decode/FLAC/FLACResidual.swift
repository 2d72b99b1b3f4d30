/// The residual of a subframe: what prediction leaves to be told, in Rice codes (RFC 9639 section 9.2.7).
///
/// Residuals are left folded, as they are coded: 0, -1, 1, -2, 2 … are 0, 1, 2, 3, 4 …
struct FLACResidual {
    private var bits: FLACBits
    /// Eight bytes may be loaded up to here.
    private let lastWord: UnsafeRawPointer

    /// Reads the residuals of the samples behind the first `order` of a block.
    static func read(
        _ bits: inout FLACBits, behind order: Int, blockSize: Int, into samples: UnsafeMutablePointer<UInt32>
    ) throws(FLACFault) {
        let method = try bits.unsigned(2)
        let partitionOrder = try bits.unsigned(4)
        let partitionSize = blockSize >> partitionOrder
        guard method < 2, partitionSize << partitionOrder == blockSize, partitionSize >= order else { throw .invalid }
        let parameterWidth = 4 + method
        var residual = FLACResidual(bits)
        var start = order
        for end in stride(from: partitionSize, through: blockSize, by: partitionSize) {
            try residual.readPartition(parameterWidth: parameterWidth, count: end - start, into: samples + start)
            start = end
        }
        bits = residual.bits
    }

    private init(_ bits: FLACBits) {
        self.bits = bits
        lastWord = bits.base + bits.count - 8
    }

    private mutating func readPartition(
        parameterWidth: Int, count: Int, into target: UnsafeMutablePointer<UInt32>
    ) throws(FLACFault) {
        let parameter = try bits.unsigned(parameterWidth)
        switch parameter {
        case 1 << parameterWidth - 1: try readPlain(count, into: target)
        case 0...11: try readCodes(perWord: 3, count, parameter, into: target)
        case 12...19: try readCodes(perWord: 2, count, parameter, into: target)
        case 20...25: try readCodes(perWord: 1, count, parameter, into: target)
        default: for index in 0..<count { target[index] = try readCode(parameter) }
        }
    }

    /// Samples as they are, all of one width.
    private mutating func readPlain(_ count: Int, into target: UnsafeMutablePointer<UInt32>) throws(FLACFault) {
        let width = try bits.unsigned(5)
        for index in 0..<count {
            let value = try bits.signed(width)
            target[index] = UInt32(bitPattern: value &<< 1 ^ value &>> 31)
        }
    }

    private mutating func readCode(_ parameter: Int) throws(FLACFault) -> UInt32 {
        let quotient = try bits.unary()
        let value = quotient << parameter | (try bits.unsigned(parameter))
        guard quotient < 1 << 32, value < 1 << 32 else { throw .invalid }
        return UInt32(truncatingIfNeeded: value)
    }

    /// The next bits in a register.
    private struct Window {
        /// The first valid bit on top. Below the valid ones lie bits that are right, or zeros.
        var word: UInt64
        var valid: Int
        /// The first byte of which not all bits are valid.
        var next: UnsafeRawPointer

        init(_ bits: FLACBits) {
            word = bits.word
            valid = 56 &- bits.position & 7
            next = bits.base + (bits.position &>> 3 &+ 7)
        }
    }

    /// Reads a few codes at a time, together from one word that is filled up once; where they do not fit, one by one.
    @inline(__always)
    private mutating func readCodes(
        perWord group: Int, _ count: Int, _ parameter: Int, into target: UnsafeMutablePointer<UInt32>
    ) throws(FLACFault) {
        let unit = UInt32(1) &<< UInt32(truncatingIfNeeded: parameter)
        let shortest = 64 &+ parameter
        var window = Window(bits)
        var index = 0
        while index &+ group <= count {
            guard window.next <= lastWord else {
                window = try readSlowly(group, parameter, before: window.next, window.valid, into: target + index)
                index &+= group
                continue
            }
            // Up to seven whole bytes; bits that were there already are the same.
            let more = UInt64(bigEndian: window.next.loadUnaligned(as: UInt64.self))
            var word = window.word | more &>> UInt64(truncatingIfNeeded: window.valid)
            let next = window.next + (63 &- window.valid) &>> 3
            let filled = window.valid | 56
            var valid = filled
            var done = 0
            while done < group {
                guard word != 0 else { break }
                // The one that ends the zeros, and with the parameter's bits behind it the code's length but for 64.
                let one = 63 &- word.leadingZeroBitCount
                let length = UInt64(truncatingIfNeeded: parameter &- one)
                let code = UInt32(truncatingIfNeeded: word &>> (0 &- length))
                target[index &+ done] = code &+ (62 &- UInt32(truncatingIfNeeded: one)) &* unit
                word = word &<< length
                valid = valid &- shortest &+ one
                done &+= 1
            }
            if done == group, valid >= 0 {
                (window.word, window.valid, window.next) = (word, valid, next)
            } else {
                window = try readSlowly(group, parameter, before: next, filled, into: target + index)
            }
            index &+= group
        }
        bits.position = (window.next - bits.base) &* 8 &- window.valid
        while index < count {
            target[index] = try readCode(parameter)
            index &+= 1
        }
    }

    /// Reads codes from `valid` bits before `next` on.
    @inline(never)
    private func readSlowly(
        _ count: Int, _ parameter: Int, before next: UnsafeRawPointer, _ valid: Int,
        into target: UnsafeMutablePointer<UInt32>
    ) throws(FLACFault) -> Window {
        var residual = self
        residual.bits.position = (next - bits.base) &* 8 &- valid
        for index in 0..<count { target[index] = try residual.readCode(parameter) }
        return Window(residual.bits)
    }
}
