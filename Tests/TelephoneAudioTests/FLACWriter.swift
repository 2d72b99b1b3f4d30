import Support

@testable import TelephoneAudio

/// Bits, most significant first.
struct BitWriter {
    /// The whole ones.
    private(set) var bytes: [UInt8] = []
    /// Bits that make no whole byte yet, below others that are written.
    private var rest: UInt64 = 0
    private var count = 0

    /// Writes the lower `width` bits, 56 at most.
    mutating func put(_ value: Int, _ width: Int) {
        rest = rest << UInt64(width) | UInt64(bitPattern: Int64(value)) & (1 << UInt64(width) - 1)
        count += width
        while count >= 8 {
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: rest >> UInt64(count)))
        }
    }

    mutating func putUnary(_ value: Int) {
        for _ in 0..<value / 32 { put(0, 32) }
        put(1, value % 32 + 1)
    }

    mutating func align() { put(0, -count & 7) }
}

/// An encoder that makes whatever the format allows (RFC 9639), not what is small.
struct FLACWriter {
    var rate = 44100
    var channels = 2
    var bits = 16
    var isVariable = false
    /// For what the tests leave to chance.
    var random = SplitMix(state: 1)

    /// How two channels are made less alike (section 4.2).
    enum Stereo: Hashable {
        case independent, leftSide, sideRight, midSide
    }

    /// How the samples of a channel are coded; the first `order` of predicted ones uncoded.
    enum Plan {
        case constant, verbatim
        case fixed(order: Int)
        case linear(coefficients: [Int], shift: Int)
    }

    /// The file's first 42 bytes: no metadata but STREAMINFO (section 8.2).
    func header(blocks: ClosedRange<Int>, total: Int) -> [UInt8] {
        var writer = BitWriter()
        for byte in "fLaC".utf8 { writer.put(Int(byte), 8) }
        for (value, width) in [
            (1, 1), (0, 7), (34, 24), (blocks.lowerBound, 16), (blocks.upperBound, 16), (0, 24), (0, 24), (rate, 20),
            (channels - 1, 3), (bits - 1, 5), (total, 36), (0, 32), (0, 32), (0, 32), (0, 32),
        ] {
            writer.put(value, width)
        }
        return writer.bytes
    }

    /// A frame of samples, a list a channel (section 9).
    ///
    /// - Parameter number: of the frame, or of its first sample where block sizes vary.
    mutating func frame(
        _ samples: [[Int]], number: Int, stereo: Stereo = .independent,
        plan: (inout FLACWriter, _ bits: Int) -> Plan
    ) -> [UInt8] {
        var writer = BitWriter()
        putHeader(&writer, blockSize: samples[0].count, number: number, stereo: stereo)
        var coded = samples
        if channels == 2 {
            let side = zip(samples[0], samples[1]).map { $0 - $1 }
            switch stereo {
            case .independent: break
            case .leftSide: coded[1] = side
            case .sideRight: coded[0] = side
            case .midSide: coded = [zip(samples[0], samples[1]).map { ($0 + $1) >> 1 }, side]
            }
        }
        for (channel, samples) in coded.enumerated() {
            let isSide = stereo == .sideRight ? channel == 0 : stereo != .independent && channel == 1
            putSubframe(&writer, samples, bits: bits + (isSide ? 1 : 0), plan: plan(&self, bits))
        }
        writer.align()
        writer.put(Int(Self.checksum(writer.bytes)), 16)
        return writer.bytes
    }

    /// CRC-16, bit by bit.
    static func checksum(_ bytes: [UInt8]) -> UInt16 {
        bytes.reduce(0) { crc, byte in
            (0..<8).reduce(crc ^ UInt16(byte) << 8) { crc, _ in crc << 1 ^ (crc >> 15 == 1 ? 0x8005 : 0) }
        }
    }

    /// CRC-8, bit by bit.
    static func headerChecksum(_ bytes: [UInt8]) -> UInt8 {
        bytes.reduce(0) { crc, byte in
            (0..<8).reduce(crc ^ byte) { crc, _ in crc << 1 ^ (crc >> 7 == 1 ? 0x07 : 0) }
        }
    }

    private func putHeader(_ writer: inout BitWriter, blockSize: Int, number: Int, stereo: Stereo) {
        writer.put(0b111_1111_1111_1100, 15)
        writer.put(isVariable ? 1 : 0, 1)
        writer.put(blockSize <= 256 ? 6 : 7, 4)
        writer.put(0, 4)
        writer.put([.leftSide: 8, .sideRight: 9, .midSide: 10][stereo] ?? channels - 1, 4)
        writer.put([8: 1, 12: 2, 16: 4, 20: 5, 24: 6, 32: 7][bits] ?? 0, 3)
        writer.put(0, 1)
        for byte in Self.coded(number) { writer.put(Int(byte), 8) }
        writer.put(blockSize - 1, blockSize <= 256 ? 8 : 16)
        writer.put(Int(Self.headerChecksum(writer.bytes)), 8)
    }

    /// Section 9.1.5.
    static func coded(_ number: Int) -> [UInt8] {
        guard number >= 0x80 else { return [UInt8(number)] }
        let length = (2...7).first { number < 1 << (5 * $0 + 1) } ?? 7
        let first = 0xFF << (8 - length) & 0xFF | number >> (6 * (length - 1))
        return [UInt8(first)]
            + (1..<length).reversed().map { UInt8(0x80 | number >> (6 * ($0 - 1)) & 0x3F) }
    }

    /// Section 9.2.
    private mutating func putSubframe(_ writer: inout BitWriter, _ samples: [Int], bits: Int, plan: Plan) {
        let wasted = samples.allSatisfy { $0 == 0 } ? 0 : samples.map(\.trailingZeroBitCount).min() ?? 0
        let samples = samples.map { $0 >> wasted }
        let bits = bits - wasted
        var (type, coefficients, shift) = (1, [Int](), 0)
        switch plan {
        case .constant where Set(samples).count == 1: type = 0
        case .constant, .verbatim: break
        case .fixed(let order):
            (type, coefficients) = (8 + order, [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]][order])
        case .linear(let given, let by): (type, coefficients, shift) = (31 + given.count, given, by)
        }
        let order = coefficients.count
        var residual: [Int] = []
        if type >= 8, order < samples.count {
            for index in order..<samples.count {
                let sum = coefficients.indices.reduce(0) { $0 + coefficients[$1] * samples[index - 1 - $1] }
                residual.append(samples[index] - sum >> shift)
            }
        }
        // What the format cannot tell as a residual.
        if type >= 8, order > samples.count || residual.contains(where: { abs($0) >= 1 << 31 }) { type = 1 }
        writer.put(type, 7)
        writer.put(wasted > 0 ? 1 : 0, 1)
        if wasted > 0 { writer.putUnary(wasted - 1) }
        switch type {
        case 0: writer.put(samples[0], bits)
        case 1: for sample in samples { writer.put(sample, bits) }
        default:
            for sample in samples[..<order] { writer.put(sample, bits) }
            if type >= 32 {
                let precision = 1 + (coefficients.map { 64 - ($0 < 0 ? ~$0 : $0).leadingZeroBitCount }.max() ?? 0)
                writer.put(precision - 1, 4)
                writer.put(shift, 5)
                for coefficient in coefficients { writer.put(coefficient, precision) }
            }
            putResidual(&writer, residual, order: order)
        }
    }

    /// Section 9.2.7: partitions by chance, each with a parameter near the best one, or plain.
    private mutating func putResidual(_ writer: inout BitWriter, _ residual: [Int], order: Int) {
        let size = residual.count + order
        let partitionOrder = (0...8).filter { size % (1 << $0) == 0 && size >> $0 > order }.randomElement(
            using: &random)
        let partition = size >> (partitionOrder ?? 0)
        let width = residual.contains { abs($0) >= 1 << 16 } || Bool.random(using: &random) ? 5 : 4
        writer.put(width - 4, 2)
        writer.put(partitionOrder ?? 0, 4)
        var rest = residual[...]
        for index in 0..<size / partition {
            let part = rest.prefix(partition - (index == 0 ? order : 0))
            rest = rest.dropFirst(part.count)
            let folded = part.map { $0 < 0 ? -2 * $0 - 1 : 2 * $0 }
            let mean = folded.reduce(0, +) / max(1, folded.count)
            let best = mean.bitWidth - mean.leadingZeroBitCount
            let parameter = min(max(0, best + .random(in: -2...1, using: &random)), 1 << width - 2)
            let plain = folded.max().map { $0 == 0 ? 0 : 64 - $0.leadingZeroBitCount } ?? 0
            if plain < 32, parameter + 4 < best || Int.random(in: 0..<8, using: &random) == 0 {
                writer.put(1 << width - 1, width)
                writer.put(plain, 5)
                for value in part { writer.put(value, plain) }
            } else {
                writer.put(parameter, width)
                for value in folded {
                    writer.putUnary(value >> parameter)
                    writer.put(value, parameter)
                }
            }
        }
    }
}
