import SystemPackage
import Testing

@testable import TelephoneAudio

/// Recordings whose mix would lose sound: one channel is used in its place.
@Suite struct MixReplacementTests {
    private static let rate = 44100
    private static let speech = TestSound.voice(frames: 44100 * 2, rate: rate).map { Float($0) / 32768 }

    /// 5.1: left, right, centre, low frequency, surround left and right.
    private static let surround = 0x3F

    private static func recording(_ channels: [[Float]], mask: Int? = nil) -> [UInt8] {
        let frames = (0..<(channels.map(\.count).min() ?? 0)).flatMap { frame in channels.map { $0[frame] } }
        return WaveBytes.float(frames, rate: rate, channels: channels.count, mask: mask)
    }

    private static func scaled(_ samples: [Float], by factor: Float, delay: Int = 0) -> [Float] {
        [Float](repeating: 0, count: delay) + samples.dropLast(delay).map { $0 * factor }
    }

    private static let silence = [Float](repeating: 0, count: speech.count)

    /// A recording, and the channel that is used in place of its mix.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var channels: [[Float]]
        var mask: Int?
        var finding: Finding?

        init(_ what: String, _ channels: [[Float]], mask: Int? = nil, _ finding: Finding?) {
            testDescription = what
            (self.channels, self.mask, self.finding) = (channels, mask, finding)
        }
    }

    private static func noise(_ level: Float) -> [Float] {
        var generator = SplitMix(state: 11)
        return silence.map { _ in Float.random(in: -level...level, using: &generator) }
    }

    private static let cases = [
        Case("stereo", [speech, scaled(speech, by: 0.7, delay: 9)], nil),
        Case("inverted, 2 dB quieter", [speech, scaled(speech, by: -0.8)], .antiPhase(used: .only(1))),
        Case("inverted, 0.1 ms later", [speech, scaled(speech, by: -1, delay: 4)], .antiPhase(used: .only(1))),
        Case("inverted and louder", [scaled(speech, by: 0.8), scaled(speech, by: -1)], .antiPhase(used: .only(2))),
        Case("inverted, half as loud", [speech, scaled(speech, by: -0.5)], nil),
        Case("left only", [speech, silence], .oneChannel(used: .only(1), of: 2)),
        Case("right only", [silence, speech], .oneChannel(used: .only(2), of: 2)),
        Case("left, and a microphone's noise", [speech, noise(2e-4)], .oneChannel(used: .only(1), of: 2)),
        Case("left, and DC", [speech, silence.map { _ in 0.05 }], .oneChannel(used: .only(1), of: 2)),
        // A word of another speaker, far away.
        Case(
            "left, and a quiet word",
            [speech, silence[..<40000] + scaled(Array(speech[40000..<55000]), by: 0.15) + silence[55000...]], nil),
        Case(
            "5.1, inverted", [speech, scaled(speech, by: -1), silence, silence, silence, silence], mask: surround,
            .channelsCancel(used: .only(1))),
        Case(
            "5.1, all of it in the centre", [silence, silence, speech, silence, silence, silence], mask: surround,
            .oneChannel(used: .only(3), of: 6)),
        Case(
            "5.1, in phase",
            [speech, speech, speech, silence, scaled(speech, by: 0.2), scaled(speech, by: -0.2)], mask: surround, nil),
        Case("three unnamed channels, one with sound", [silence, speech, silence], .oneChannel(used: .only(2), of: 3)),
    ]

    @Test(arguments: cases) func used(_ example: Case) async throws {
        let recording = Self.recording(example.channels, mask: example.mask)
        let converted = try await Converted(recording)
        #expect(converted.report.findings.filter { $0.usedChannel != nil } == [example.finding].compactMap(\.self))
        let inspected = try Self.findings(of: recording)
        #expect(inspected.filter { $0.usedChannel != nil } == [example.finding].compactMap(\.self))
        let used = example.finding?.usedChannel ?? .mix
        #expect(converted.bytes == (try await Converted(recording, Recipe(channels: used))).bytes)
        // Whoever asks for a channel gets it, without a word.
        let asked = try await Converted(recording, Recipe(channels: .only(2)))
        #expect(asked.report.findings.allSatisfy { $0.usedChannel == nil })
    }

    private static func findings(of recording: [UInt8]) throws -> [Finding] {
        let source = try ByteSource.of(recording)
        return try source.withDescriptor { descriptor in
            try Inspector().inspect(.descriptor(descriptor.rawValue)).findings
        }
    }

    /// Each link of a chain is judged by itself.
    @Test func chains() async throws {
        let wave = { (channels: [[Float]]) in
            WaveBytes.pcm16(
                (0..<channels[0].count).flatMap { frame in channels.map { Int16($0[frame] * 32767) } }, rate: Self.rate,
                channels: channels.count)
        }
        let inverted = try RecordingKind.vorbis.encode(wave([Self.speech, Self.scaled(Self.speech, by: -0.9)]))
        let right = try RecordingKind.vorbis.encode(wave([Self.silence, Self.speech]))
        let mono = try RecordingKind.vorbis.encode(wave([Self.speech]))
        let chain = try await Converted(right + mono + right + inverted)
        #expect(
            chain.report.findings == [
                .joinedStreams(4), .oneChannel(used: .only(2), of: 2), .antiPhase(used: .only(1)),
            ])
        let parts = [try await Converted(right), try await Converted(mono), try await Converted(inverted)]
        chain.expectSamples(of: [parts[0], parts[1], parts[0], parts[2]].map(\.samples))
        #expect(
            try Self.findings(of: right + mono + right + inverted).filter { $0.usedChannel != nil } == [
                .oneChannel(used: .only(2), of: 2), .antiPhase(used: .only(1)),
            ])
    }

    /// Levelling works on what is used, not on the mix before it.
    @Test func levelled() async throws {
        let recipe = Recipe(level: LevelRecipe(target: .telephone))
        let both = try await Converted(Self.recording([Self.speech, Self.silence]), recipe)
        let mono = try await Converted(Self.recording([Self.speech]), recipe)
        #expect(both.samples == mono.samples)
    }

    /// Where the decoder could mix, a silent channel keeps it from it.
    @Test(arguments: [RecordingKind.mp3, .opus]) func longOnes(_ kind: RecordingKind) async throws {
        let left = TestSound.voice(frames: 48000 * 24)
        let options: [String] = kind == .mp3 ? ["-m", "s", "-b", "128"] : ["--bitrate", "96"]
        let stereo = try kind.encode(
            WaveBytes.pcm16(left.flatMap { [$0, 0] }, rate: 48000, channels: 2), options: options)
        let converted = try await Converted(stereo, workers: 2)
        #expect(converted.report.findings == [.oneChannel(used: .only(1), of: 2)])
    }
}
