/// One channel of a frame (RFC 9639 section 9.2): how its samples follow from one another. What is told of each sample
/// lies in memory, from which they are restored once the frame is known to be intact.
struct FLACSubframe {
    enum Coding {
        /// All samples are the first.
        case constant
        /// All samples are there.
        case verbatim
        /// The first `order` samples are there, and a folded residual of each other.
        case predicted
    }

    let coding: Coding
    /// Of its samples, without those that are zero in all of them.
    let bitsPerSample: Int
    let wastedBits: Int
    private(set) var order = 0
    /// What each of the samples before, the last one first, adds to the prediction; times 2^`shift`.
    private(set) var coefficients = InlineArray<32, Int32>(repeating: 0)
    private(set) var shift = 0

    /// Reads a subframe of `blockSize` samples.
    ///
    /// - Parameter bitsPerSample: up to 32.
    init(
        _ bits: inout FLACBits, bitsPerSample: Int, blockSize: Int, into samples: UnsafeMutablePointer<Int32>
    ) throws(FLACFault) {
        guard try bits.unsigned(1) == 0 else { throw .invalid }
        let type = try bits.unsigned(6)
        wastedBits = try bits.unsigned(1) == 0 ? 0 : bits.unary() + 1
        guard wastedBits < bitsPerSample else { throw .invalid }
        self.bitsPerSample = bitsPerSample - wastedBits
        switch type {
        case 0:
            coding = .constant
            samples[0] = try bits.signed(self.bitsPerSample)
            return
        case 1:
            coding = .verbatim
            for index in 0..<blockSize { samples[index] = try bits.signed(self.bitsPerSample) }
            return
        case 8...12: order = type - 8
        case 32...63: order = type - 31
        default: throw .invalid
        }
        coding = .predicted
        guard order <= blockSize else { throw .invalid }
        for index in 0..<order { samples[index] = try bits.signed(self.bitsPerSample) }
        try readPredictor(&bits, isFixed: type < 32)
        try samples.withMemoryRebound(to: UInt32.self, capacity: blockSize) { folded throws(FLACFault) in
            try FLACResidual.read(&bits, behind: order, blockSize: blockSize, into: folded)
        }
    }

    private mutating func readPredictor(_ bits: inout FLACBits, isFixed: Bool) throws(FLACFault) {
        if isFixed {
            for (index, coefficient) in Self.fixed[order].enumerated() { coefficients[index] = coefficient }
        } else {
            let precision = try bits.unsigned(4) + 1
            shift = Int(try bits.signed(5))
            guard precision < 16, shift >= 0 else { throw .invalid }
            for index in 0..<order { coefficients[index] = try bits.signed(precision) }
        }
    }

    /// RFC 9639 section 9.2.5.
    private static let fixed: [[Int32]] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]]
}
