import Glibc
import Testing

@testable import TelephoneAudio

@Suite struct DownmixTests {
    private static let unnamed6: [Speaker?] = Array(repeating: nil, count: 6)

    private static let layouts: [SampleLayout] = [
        .int16, .packedInt24, .float32, .planarInt32(bits: 16), .planarInt32(bits: 24), .planarFloat32,
    ]

    private static func format(_ channels: [Speaker?]) -> RecordingFormat {
        RecordingFormat(container: "WAV", codec: "test", sampleRate: 44100, channels: channels)
    }

    /// Mixes interleaved samples, which planar layouts get in their planes. What a downmix may read beyond them is
    /// poison, and beyond that, with AddressSanitizer, a crash.
    private func mixed(
        _ bytes: [UInt8], _ layout: SampleLayout, channels: [Speaker?], choice: ChannelChoice = .mix
    ) throws -> (samples: [Float], downmix: Downmix) {
        var downmix = try Downmix(Self.format(channels), layout: layout, choice: choice)
        let frames = bytes.count / (channels.count * layout.size)
        // Up to three frames more come out.
        let reach = (frames + 3) / 4 * 4
        let block = SampleBlock(frames: frames, layout: layout, channels: channels.count)
        block.base.initializeMemory(as: UInt8.self, repeating: 0x7F, count: block.byteCount)
        block.fill(bytes, layout: layout, channels: channels.count)
        let output = UnsafeMutableBufferPointer<Float>.allocate(capacity: reach + 1)
        defer { output.deallocate() }
        output.initialize(repeating: -99)
        guard let to = output.baseAddress else { return ([], downmix) }
        downmix.mix(frames, of: block, into: to)
        #expect(output[reach] == -99, "wrote beyond a group of four")
        return (Array(output[..<frames]), downmix)
    }

    /// Random samples of a layout, as bytes and as what they mean.
    private func noise(_ layout: SampleLayout, count: Int, seed: UInt64) -> (bytes: [UInt8], values: [Double]) {
        var generator = SplitMix(state: seed)
        var bytes: [UInt8] = []
        let values = (0..<count).map { _ -> Double in
            switch layout {
            case .int16:
                let sample = Int16.random(in: .min ... .max, using: &generator)
                bytes += WaveBytes.little(sample, 2)
                return Double(sample) / 32768
            case .packedInt24:
                let sample = Int32.random(in: -(1 << 23)..<1 << 23, using: &generator)
                bytes += WaveBytes.little(sample, 3)
                return Double(sample) / 8_388_608
            case .planarInt32(let bits):
                let sample = Int32.random(in: -1 << (bits - 1)..<1 << (bits - 1), using: &generator)
                bytes += WaveBytes.little(sample, 4)
                return Double(sample) / Double(1 << (bits - 1))
            case .float32, .planarFloat32:
                let sample = Float.random(in: -1.5...1.5, using: &generator)
                bytes += WaveBytes.little(sample.bitPattern, 4)
                return Double(sample)
            }
        }
        return (bytes, values)
    }

    private static func floats(_ samples: [Float]) -> [UInt8] {
        samples.flatMap { WaveBytes.little($0.bitPattern, 4) }
    }

    // MARK: Against a mix by definition

    @Test(arguments: Self.layouts, [1, 2, 3, 4, 6, 8, 1024])
    func everyLayoutAgainstPlainArithmetic(_ layout: SampleLayout, count: Int) throws {
        let channels = count == 1024 ? Array(repeating: nil, count: count) : Speaker.standardChannels(count: count)
        let weights = mixWeights(of: channels).map(Double.init)
        for frames in count == 1024 ? [1, 5] : [0, 1, 2, 3, 4, 5, 7, 64, 65, 131] {
            let (bytes, values) = noise(layout, count: frames * count, seed: UInt64(frames))
            let (samples, downmix) = try mixed(bytes, layout, channels: channels)
            let expected = (0..<frames).map { frame in
                (0..<count).reduce(0) { $0 + values[frame * count + $1] * weights[$1] }
            }
            #expect(zip(samples, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 }, "\(frames) frames")
            #expect(downmix.nonFinite == 0)
        }
    }

    @Test(arguments: Self.layouts, [1, 2, 3, 6])
    func oneChannelIsThatChannel(_ layout: SampleLayout, count: Int) throws {
        let (bytes, values) = noise(layout, count: 50 * count, seed: 3)
        for channel in 1...count {
            let (samples, downmix) = try mixed(
                bytes, layout, channels: Speaker.standardChannels(count: count), choice: .only(channel))
            let expected = stride(from: channel - 1, to: values.count, by: count).map { Float(values[$0]) }
            #expect(samples == expected)
            #expect(downmix.meter == nil)
        }
    }

    /// The mean of two 16-bit samples is exact, halves too.
    @Test func theMeanOfTwoIsExact() throws {
        let pairs: [(Int16, Int16)] = [
            (1, 0), (-1, 0), (32767, 32767), (-32768, -32768), (32767, -32768), (32767, 32766), (-32768, 0), (3, 4),
        ]
        let bytes = pairs.flatMap { WaveBytes.little($0.0, 2) + WaveBytes.little($0.1, 2) }
        let (samples, _) = try mixed(bytes, .int16, channels: Speaker.standardChannels(count: 2))
        #expect(samples == pairs.map { (Float($0.0) + Float($0.1)) / 65536 })
    }

    @Test(arguments: [0, 3, -1, 1025]) func missingChannels(_ channel: Int) {
        #expect(throws: RecordingError.noSuchChannel(.only(channel), channels: 2)) {
            try Downmix(Self.format([.left, .right]), layout: .int16, choice: .only(channel))
        }
    }

    // MARK: Weights

    /// ITU-R BS.775: centre over sides over surround as 1 : 0.7071 : 0.5, together 1.
    @Test(
        arguments: [
            ([.center], [1]),
            ([.left, .right], [0.5, 0.5]),
            ([nil, nil], [0.5, 0.5]),
            ([.left, .right, .center], [0.2929, 0.2929, 0.4142]),
            (
                [.left, .right, .center, .lowFrequency, .surroundLeft, .surroundRight],
                [0.2071, 0.2071, 0.2929, 0, 0.1464, 0.1464]
            ),
            (
                [.left, .right, .center, .lowFrequency, .surroundLeft, .surroundRight, .sideLeft, .sideRight],
                [0.1602, 0.1602, 0.2265, 0, 0.1133, 0.1133, 0.1133, 0.1133]
            ),
            ([.left, .right, .surroundLeft, .surroundRight], [0.2929, 0.2929, 0.2071, 0.2071]),
            (unnamed6, Array(repeating: 1.0 / 6, count: 6)),
            // One unknown position makes all of them doubtful.
            ([.left, .right, .center, nil], [0.25, 0.25, 0.25, 0.25]),
            // Nothing but the bass is still sound.
            ([.lowFrequency], [1]),
            ([.lowFrequency, .lowFrequency, .lowFrequency], [1.0 / 3, 1.0 / 3, 1.0 / 3]),
        ] as [([Speaker?], [Double])])
    func weights(_ channels: [Speaker?], expected: [Double]) {
        let weights = mixWeights(of: channels)
        #expect(weights.count == expected.count)
        for (weight, expected) in zip(weights, expected) { #expect(abs(Double(weight) - expected) < 1e-4) }
    }

    @Test(arguments: 1...24) func weightsAddUpToOne(_ count: Int) {
        for channels in [Speaker.standardChannels(count: count), Speaker.channels(count: count, mask: .max)] {
            let weights = mixWeights(of: channels)
            #expect(weights.allSatisfy { $0 >= 0 })
            #expect(abs(weights.reduce(0, +) - 1) < 1e-5)
        }
    }

    // MARK: Samples that are none

    @Test(arguments: [1, 2, 3, 8]) func badSamplesBecomeSilence(_ count: Int) throws {
        let bad: [Float] = [
            .nan, .signalingNaN, .infinity, -.infinity, 1e30, -1e30, 65536, -.greatestFiniteMagnitude,
        ]
        let good: [Float] = [0, -0.0, 1, -1, 2.5, 65535, -65535, .leastNormalMagnitude, .leastNonzeroMagnitude]
        let values = (bad + good + bad + good.prefix(2) + [.nan]).prefix(26 / count * count)
        let (samples, downmix) = try mixed(
            Self.floats(Array(values)), .float32, channels: Array(repeating: nil, count: count))
        let isBad = { (value: Float) in !(abs(value) < 65536) }
        #expect(downmix.nonFinite == values.filter(isBad).count)
        let clean = values.map { isBad($0) ? 0 : $0 }
        for (frame, sample) in samples.enumerated() {
            let parts = clean[frame * count..<(frame + 1) * count]
            let (expected, size) = parts.reduce((0.0, 0.0)) { ($0.0 + Double($1), $0.1 + abs(Double($1))) }
            #expect(abs(Double(sample) - expected / Double(count)) <= size * 1e-6 + 1e-40)
        }
    }

    /// Sums of very many absurd samples stay numbers.
    @Test func manyLoudChannelsStayFinite() throws {
        let values = [Float](repeating: 65535, count: 1024 * 5)
        let (samples, downmix) = try mixed(Self.floats(values), .float32, channels: Array(repeating: nil, count: 1024))
        #expect(samples.allSatisfy { abs($0 - 65535) < 1 })
        #expect(downmix.nonFinite == 0)
    }

    // MARK: Channels that cancel

    /// A pair of channels, and what is to be used instead of their mix.
    struct Pair: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var used: ChannelChoice?
        /// Whether only the used channel has sound.
        var isAlone: Bool
        /// A frame from two independent random numbers.
        var frame: @Sendable (Float, Float) -> (Float, Float)

        init(
            _ name: String, _ used: ChannelChoice?, isAlone: Bool = false,
            _ frame: @escaping @Sendable (Float, Float) -> (Float, Float)
        ) {
            testDescription = name
            self.used = used
            self.isAlone = isAlone
            self.frame = frame
        }

        /// The right channel is the left one turned round but for a bit of it, so that the mix is `level` dB under both.
        static func cancelling(_ level: Float, _ used: ChannelChoice?) -> Pair {
            let rest = 2 * pow(10, level / 20)
            return Pair("mix \(level) dB under its channels", used) { a, _ in (a, -a * (1 - rest)) }
        }
    }

    @Test(
        arguments: [
            Pair("identical", nil) { a, _ in (a, a) },
            Pair("unrelated", nil) { a, b in (a, b) },
            Pair("left silent", .only(2), isAlone: true) { a, _ in (0, a) },
            Pair("right silent", .only(1), isAlone: true) { a, _ in (a, 0) },
            Pair("right only noise", .only(1), isAlone: true) { a, b in (a, 0.0002 * b) },
            Pair("right 26 dB quieter", nil) { a, b in (a, 0.05 * b) },
            Pair("both silent", nil) { _, _ in (0, 0) },
            Pair("exactly opposite", .only(1)) { a, _ in (a, -a) },
            Pair("opposite, the right one louder", .only(2)) { a, _ in (0.95 * a, -a) },
            Pair("opposite, the left one half as loud", nil) { a, _ in (0.5 * a, -a) },
            .cancelling(-10.5, nil), .cancelling(-14.5, .only(1)), .cancelling(-21.5, .only(1)),
            Pair("opposite, the right one 2 dB quieter", .only(1)) { a, _ in (a, -0.8 * a) },
            Pair("opposite, with a little noise of its own", .only(1)) { a, b in (a, -0.98 * a + 0.05 * b) },
        ],
        Self.layouts)
    func phase(_ pair: Pair, layout: SampleLayout) throws {
        var generator = SplitMix(state: 5)
        let frames = (0..<6000).map { _ in
            pair.frame(.random(in: -0.5...0.5, using: &generator), .random(in: -0.5...0.5, using: &generator))
        }
        let bytes = frames.flatMap { [$0.0, $0.1] }.flatMap { value in
            switch layout {
            case .int16: WaveBytes.little(Int16((value * 32767).rounded()), 2)
            case .packedInt24: WaveBytes.little(Int32((value * 8_388_607).rounded()), 3)
            case .planarInt32(let bits): WaveBytes.little(Int32((Double(value) * Double(1 << (bits - 1))).rounded()), 4)
            case .float32, .planarFloat32: WaveBytes.little(value.bitPattern, 4)
            }
        }
        let (_, downmix) = try mixed(bytes, layout, channels: [.left, .right])
        let expected = pair.used.map { used in
            ChannelMeter.Replacement(
                channel: used, finding: pair.isAlone ? .oneChannel(used: used, of: 2) : .antiPhase(used: used))
        }
        #expect(downmix.meter?.replacement == expected)
        if pair.used != nil { #expect(downmix.meter?.isClearlyInPhase == false) }
    }

    /// A tone that fits the measuring grid must not be taken for another.
    @Test(arguments: [689.0625, 1378.125, 344.53125, 1000]) func phaseOfTones(_ frequency: Double) throws {
        let tones = [Double.pi / 3, -Double.pi / 3].map {
            Tone.samples([Tone(frequency: frequency, amplitude: 0.5, phase: $0)], rate: 44100, frames: 8256)
        }
        for shift in stride(from: 0, to: 64, by: 9) {
            let bytes = (shift..<8192 + shift).flatMap { frame in
                tones.flatMap { WaveBytes.little($0[frame].bitPattern, 4) }
            }
            let (_, downmix) = try mixed(bytes, .float32, channels: [.left, .right])
            #expect(downmix.meter?.replacement == nil, "from frame \(shift)")
        }
    }

    @Test func partsOfARecordingAddUp() throws {
        let tone = Tone.samples([Tone(frequency: 440, amplitude: 0.5)], rate: 8000, frames: 6400)
        func meter(_ range: Range<Int>, right: Float) throws -> ChannelMeter {
            let bytes = Self.floats(tone[range].flatMap { [$0, right * $0] })
            return try #require(try mixed(bytes, .float32, channels: [.left, .right]).downmix.meter)
        }
        var opposite = try meter(0..<3200, right: -1)
        #expect(opposite.replacement?.channel == .only(1))
        try opposite.add(meter(3200..<6400, right: -1))
        #expect(opposite.replacement?.channel == .only(1))
        try opposite.add(meter(0..<6400, right: 1))
        #expect(opposite.replacement == nil)
    }
}
