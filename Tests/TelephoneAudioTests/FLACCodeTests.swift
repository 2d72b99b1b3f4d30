import Support
import Testing

@testable import TelephoneAudio

/// The parts that frames are made of.
struct FLACCodeTests {
    // MARK: Headers

    /// Of a frame with these first bytes, and a right checksum.
    private func header(_ bytes: [UInt8]) -> Result<FLACFrameHeader, FLACFault> {
        let all = bytes + [bytes.withUnsafeBytes { FLACChecksum.header($0) }]
        return all.withUnsafeBytes { all in Result { () throws(FLACFault) in try FLACFrameHeader(all) } }
    }

    @Test(
        arguments: [
            (0x18, [], 192), (0x28, [], 576), (0x58, [], 4608), (0x68, [0x00], 1), (0x68, [0xFF], 256),
            (0x78, [0x00, 0x00], 1), (0x78, [0xFF, 0xFE], 65535), (0x78, [0xFF, 0xFF], nil), (0x88, [], 256),
            (0xC8, [], 4096), (0xF8, [], 32768), (0x08, [], nil),
        ] as [(UInt8, [UInt8], Int?)])
    func blockSizes(code: UInt8, more: [UInt8], size: Int?) {
        let header = try? header([0xFF, 0xF8, code, 0x18, 0x05] + more).get()
        #expect(header?.blockSize == size)
        #expect(header == nil || header?.sampleRate == 32000)
    }

    @Test(
        arguments: [
            (0x0, [], nil), (0x1, [], 88200), (0x2, [], 176400), (0x3, [], 192000), (0x4, [], 8000), (0x5, [], 16000),
            (0x6, [], 22050), (0x7, [], 24000), (0x8, [], 32000), (0x9, [], 44100), (0xA, [], 48000), (0xB, [], 96000),
            (0xC, [11], 11000), (0xD, [0xAC, 0x45], 44101), (0xE, [0x4B, 0x00], 192000),
        ] as [(UInt8, [UInt8], Int?)])
    func sampleRates(code: UInt8, more: [UInt8], rate: Int?) throws {
        #expect(try header([0xFF, 0xF8, 0xC0 | code, 0x18, 0x05] + more).get().sampleRate == rate)
    }

    @Test(
        arguments: [
            (0x08, 1, nil), (0x18, 2, nil), (0x78, 8, nil), (0x88, 2, .leftSide), (0x98, 2, .sideRight),
            (0xA8, 2, .midSide),
        ] as [(UInt8, Int, FLACFrameHeader.Stereo?)])
    func channels(code: UInt8, count: Int, stereo: FLACFrameHeader.Stereo?) throws {
        let header = try header([0xFF, 0xF8, 0xC9, code, 0x05]).get()
        #expect(header.channels == count && header.stereo == stereo ?? .independent)
    }

    @Test(arguments: [nil, 8, 12, -1, 16, 20, 24, 32].enumerated().map { (UInt8($0.offset), $0.element) })
    func bitsPerSample(code: UInt8, bits: Int?) throws {
        let header = header([0xFF, 0xF8, 0xC9, 0x10 | code << 1, 0x05])
        #expect(bits == -1 ? header == .failure(.invalid) : try header.get().bitsPerSample == bits)
    }

    @Test(arguments: [
        0, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x1F_FFFF, 0x20_0000, 1 << 26, 1 << 31 - 1, 1 << 36 - 1,
    ])
    func numbers(number: Int) throws {
        let coded = FLACWriter.coded(number)
        #expect(try header([0xFF, 0xF9, 0xC9, 0x18] + coded).get().number == number)
        let counted = header([0xFF, 0xF8, 0xC9, 0x18] + coded)
        #expect(number < 1 << 31 ? try counted.get().number == number : counted == .failure(.invalid))
    }

    @Test(
        arguments: [
            // No sync code, a reserved bit, rate, channels and bit; numbers that begin in their midst, go on wrongly, or
            // have eight bytes.
            [0xFF, 0xF0, 0xC9, 0x18, 0x05], [0xFF, 0xFA, 0xC9, 0x18, 0x05], [0xFF, 0xF8, 0xCF, 0x18, 0x05],
            [0xFF, 0xF8, 0xC9, 0xB8, 0x05], [0xFF, 0xF8, 0xC9, 0x19, 0x05], [0xFF, 0xF8, 0xC9, 0x18, 0x80],
            [0xFF, 0xF8, 0xC9, 0x18, 0xC2, 0x41],
            [0xFF, 0xF9, 0xC9, 0x18, 0xFF, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func noHeader(bytes: [UInt8]) {
        #expect(header(bytes) == .failure(.invalid))
    }

    // MARK: Checksums

    @Test func checksumsOfEveryLength() {
        var random = SplitMix(state: 7)
        let bytes = (0..<700).map { _ in UInt8.random(in: 0...255, using: &random) }
        for count in 0...bytes.count {
            let part = Array(bytes[..<count])
            #expect(part.withUnsafeBytes { FLACChecksum.frame($0) } == FLACWriter.checksum(part), "\(count) bytes")
        }
        // "123456789": the check values of CRC-16/UMTS and CRC-8/SMBUS.
        let digits = Array("123456789".utf8)
        #expect(digits.withUnsafeBytes { FLACChecksum.frame($0) } == 0xFEE8)
        #expect(digits.withUnsafeBytes { FLACChecksum.header($0) } == 0xF4)
    }

    // MARK: Residuals

    /// What is read behind `order` samples from memory that ends with the last byte.
    private func residual(_ bytes: [UInt8], order: Int = 0, blockSize: Int) -> Result<[UInt32], FLACFault> {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        let target = UnsafeMutablePointer<UInt32>.allocate(capacity: blockSize)
        defer {
            memory.deallocate()
            target.deallocate()
        }
        target.initialize(repeating: 0, count: blockSize)
        memory.copyBytes(from: bytes)
        guard let base = memory.baseAddress else { return .failure(.runsOut) }
        return Result { () throws(FLACFault) in
            var bits = FLACBits(base, count: bytes.count)
            try FLACResidual.read(&bits, behind: order, blockSize: blockSize, into: target)
            return (order..<blockSize).map { target[$0] }
        }
    }

    @Test(arguments: 0...30, [1, 2, 5, 40, 301]) func everyParameter(parameter: Int, count: Int) {
        var random = SplitMix(state: UInt64(parameter))
        let folded = (0..<count).map { _ in
            // Quotients of all sizes, few of them large.
            let quotient = Int.random(in: 0...(Int.random(in: 0..<8, using: &random) == 0 ? 70 : 3), using: &random)
            return min(quotient << parameter | .random(in: 0..<1 << parameter, using: &random), 1 << 32 - 1)
        }
        for width in parameter < 15 ? [4, 5] : [5] {
            var writer = BitWriter()
            writer.put(width - 4, 2)
            writer.put(0, 4)
            writer.put(parameter, width)
            for value in folded {
                writer.putUnary(value >> parameter)
                writer.put(value, parameter)
            }
            writer.align()
            #expect(residual(writer.bytes, blockSize: count) == .success(folded.map { UInt32($0) }))
            for length in stride(from: 0, to: writer.bytes.count - 1, by: max(1, writer.bytes.count / 20)) {
                #expect(residual(Array(writer.bytes[..<length]), blockSize: count) == .failure(.runsOut))
            }
        }
    }

    @Test(arguments: 0...31) func plainPartitions(width: Int) {
        var writer = BitWriter()
        writer.put(0, 2)
        writer.put(1, 4)
        let top = 1 << max(0, width - 1)
        let values = width == 0 ? [0, 0, 0, 0, 0] : [-top, top - 1, 0, -1, -top]
        for part in [values[..<2], values[2...]] {
            writer.put(15, 4)
            writer.put(width, 5)
            for value in part { writer.put(value, width) }
        }
        writer.align()
        let folded = values.map { UInt32($0 < 0 ? -2 * $0 - 1 : 2 * $0) }
        #expect(residual(writer.bytes, order: 1, blockSize: 6) == .success(folded))
    }

    @Test(arguments: [
        // A reserved method; a block that cannot be halved so often; partitions smaller than the order.
        (2, 0, 0, 16), (3, 0, 0, 16), (0, 1, 0, 15), (0, 5, 0, 16), (0, 15, 0, 4096), (0, 2, 5, 16),
    ]) func noResidual(method: Int, partitionOrder: Int, order: Int, blockSize: Int) {
        var writer = BitWriter()
        writer.put(method, 2)
        writer.put(partitionOrder, 4)
        for _ in 0..<100 { writer.put(0xFFFF, 16) }
        #expect(residual(writer.bytes, order: order, blockSize: blockSize) == .failure(.invalid))
    }

    @Test func residualsTooLarge() {
        var writer = BitWriter()
        writer.put(1, 2)
        writer.put(0, 4)
        writer.put(30, 5)
        writer.putUnary(4)
        for _ in 0..<10 { writer.put(0, 16) }
        #expect(residual(writer.bytes, blockSize: 1) == .failure(.invalid))
    }
}
