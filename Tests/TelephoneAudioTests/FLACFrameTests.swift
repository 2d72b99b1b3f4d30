import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Frames as no encoder makes them, but any might.
@Suite(.timeLimit(.minutes(2))) struct FLACFrameTests {
    /// Sound that predictors can follow more or less; sometimes silence, a steady value, or bits that are all zero.
    private static func sound(_ count: Int, bits: Int, _ random: inout SplitMix) -> [Int] {
        let top = 1 << (bits - 1)
        let wasted = Int.random(in: 0..<6, using: &random) == 0 ? Int.random(in: 1..<bits, using: &random) : 0
        var (value, speed) = (Int.random(in: -top..<top, using: &random), 0)
        let kind = Int.random(in: 0..<8, using: &random)
        return (0..<count).map { _ in
            switch kind {
            case 0: value = 0
            case 1: break
            case 2...3: value = .random(in: -top..<top, using: &random)
            case 4: value = Bool.random(using: &random) ? top - 1 : -top
            default:
                speed += .random(in: -max(1, top / 256)...max(1, top / 256), using: &random)
                speed -= speed / 8
                value += speed
                if value >= top || value < -top { (value, speed) = (value < 0 ? -top : top - 1, 0) }
            }
            return (value >> wasted) << wasted
        }
    }

    private static func plan(_ random: inout SplitMix, longest: Int) -> FLACWriter.Plan {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return .verbatim
        case 1: return .constant
        case 2...4: return .fixed(order: .random(in: 0...min(4, longest), using: &random))
        default:
            let order = Int.random(in: 1...min(longest, Bool.random(using: &random) ? 12 : 32), using: &random)
            let shift = Int.random(in: 0...15, using: &random)
            // Weights that add up to something near one, or of any size.
            let most = Bool.random(using: &random) ? 16383 : max(1, (2 << shift) / order)
            let coefficients = (0..<order).map { _ in
                Int.random(in: -min(most, 16384)...min(most, 16383), using: &random)
            }
            return .linear(coefficients: coefficients, shift: shift)
        }
    }

    /// A stream of some frames and what is in it, a list a channel.
    static func stream(
        bits: Int, channels: Int, isVariable: Bool, seed: UInt64, blockSizes: [Int]? = nil
    ) -> (bytes: [UInt8], frames: [[UInt8]], samples: [[Int]]) {
        var random = SplitMix(state: seed)
        var writer = FLACWriter(channels: channels, bits: bits, isVariable: isVariable, random: SplitMix(state: seed))
        let sizes =
            blockSizes
            ?? (isVariable
                ? (0..<6).map { _ in [16, 33, 192, 300, 576].randomElement(using: &random) ?? 16 } + [7]
                : [256, 256, 256, 256, 77])
        var samples = [[Int]](repeating: [], count: channels)
        var frames: [[UInt8]] = []
        for (index, size) in sizes.enumerated() {
            let block = (0..<channels).map { _ in sound(size, bits: bits, &random) }
            let stereo: [FLACWriter.Stereo] =
                channels == 2 ? [.independent, .leftSide, .sideRight, .midSide] : [.independent]
            frames.append(
                writer.frame(
                    block, number: isVariable ? samples[0].count : index,
                    stereo: stereo.randomElement(using: &random) ?? .independent
                ) { writer, _ in Self.plan(&writer.random, longest: size - 1) })
            for channel in 0..<channels { samples[channel] += block[channel] }
        }
        let blocks = isVariable ? 16...576 : sizes[0]...sizes[0]
        let header = writer.header(blocks: blocks, total: samples[0].count)
        return (header + frames.joined(), frames, samples)
    }

    /// Frames one after the other: their numbers, and all of their samples.
    private static func read(_ reader: FLACFrameReader) throws -> ([Int], [Float]) {
        var (numbers, samples): ([Int], [Float]) = ([], [])
        while try reader.next() {
            numbers.append(reader.number)
            samples += try reader.floats()
        }
        #expect(reader.errors == 0)
        return (numbers, samples)
    }

    @Test(arguments: 4...32, [1, 2, 3, 8]) func everySampleIsExact(bits: Int, channels: Int) throws {
        for seed in 0..<(channels == 2 ? 6 : 2) as Range<UInt64> {
            let isVariable = seed.isMultiple(of: 2)
            let (bytes, frames, samples) = Self.stream(
                bits: bits, channels: channels, isVariable: isVariable, seed: seed << 16 | UInt64(bits << 4 | channels))
            let found = try Self.read(try FLACFrameReader(try ByteSource.of(bytes), oggSerial: nil))
            let scale = Float(1 << (bits - 1))
            let expected = samples[0].indices.flatMap { index in samples.map { Float(Int32($0[index])) / scale } }
            #expect(found.0.count == frames.count)
            #expect(found.1.count == expected.count)
            #expect(found.1.indices.first { found.1[$0] != expected[$0] } == nil, "seed \(seed)")
        }
    }

    /// Loud noise in frames of the given sizes, uncompressed.
    private static func noise(sizes: [Int], isVariable: Bool, claiming blocks: ClosedRange<Int>) -> (
        bytes: [UInt8], samples: [Int]
    ) {
        var random = SplitMix(state: 4)
        var writer = FLACWriter(channels: 1, isVariable: isVariable)
        var samples: [Int] = []
        var frames: [UInt8] = []
        for (index, size) in sizes.enumerated() {
            let block = (0..<size).map { _ in Int.random(in: -32768...32767, using: &random) }
            frames += writer.frame([block], number: isVariable ? samples.count : index) { _, _ in .verbatim }
            samples += block
        }
        return (writer.header(blocks: blocks, total: samples.count) + frames, samples)
    }

    @Test(arguments: [false, true]) func seeking(isVariable: Bool) throws {
        var random = SplitMix(state: 8)
        let sizes = (0..<300).map { _ in isVariable ? .random(in: 16...900, using: &random) : 400 } + [33]
        let (bytes, samples) = Self.noise(
            sizes: sizes, isVariable: isVariable, claiming: isVariable ? 16...900 : 400...400)
        #expect(bytes.count > 200_000)
        let reader = try FLACFrameReader(try ByteSource.of(bytes), oggSerial: nil)
        #expect(try reader.next())
        let places =
            [0, samples.count - 1, samples.count - 34, 1]
            + (0..<60).map { _ in
                Int.random(in: 0..<samples.count, using: &random)
            }
        for place in places {
            try reader.seek(to: place)
            #expect(reader.number == place && reader.errors == 0)
            var found: [Float] = []
            repeat {
                found += try reader.floats()
            } while try found.count < 2000 && reader.next()
            #expect(found.map { Int($0 * 32768) } == Array(samples[place...].prefix(found.count)))
        }
        for place in [samples.count, samples.count + 5, 1 << 47] {
            #expect(throws: RecordingError.self) { try reader.seek(to: place) }
        }
        try reader.seek(to: 5)
        #expect(reader.number == 5)
    }

    @Test(arguments: [0...0, 16...4096, 16...16, 256...256]) func numbersWithoutABlockSize(blocks: ClosedRange<Int>)
        throws
    {
        let (bytes, _) = Self.noise(sizes: [256, 256, 256, 20], isVariable: false, claiming: blocks)
        let reader = try FLACFrameReader(try ByteSource.of(bytes), oggSerial: nil)
        #expect(try Self.read(reader).0 == [0, 256, 512, 768])
    }
}

extension FLACFrameReader {
    /// The frame found last, interleaved, full scale 1.
    func floats() throws -> [Float] {
        let shape = try #require(shape)
        let block = SampleBlock(frames: count, layout: shape.layout, channels: shape.channels)
        copy(0..<count, to: block, at: 0)
        return block.floats(count, layout: shape.layout, channels: shape.channels)
    }
}
