import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Containers and codecs that ffmpeg decodes, recognised by their bytes.
@Suite(.enabled(if: Tool.isInstalled("ffmpeg"), "ffmpeg")) struct ContainerTests {
    /// How to make a file, and what it is recognised as.
    struct Container: CustomTestStringConvertible, Sendable {
        var file: String
        var encoder: [String]
        var container: String
        var codec: String?
        /// Seconds that the format cannot help adding or losing.
        var slack = 0.06

        var testDescription: String { "\(file) \(encoder)" }
    }

    private static let containers = [
        Container(file: "a.avi", encoder: ["-c:a", "pcm_s16le"], container: "AVI"),
        Container(file: "a.avi", encoder: ["-c:a", "libmp3lame"], container: "AVI"),
        Container(file: "a.ts", encoder: ["-c:a", "aac", "-f", "mpegts"], container: "MPEG-TS"),
        Container(
            file: "a.m2ts", encoder: ["-c:a", "ac3", "-f", "mpegts", "-mpegts_m2ts_mode", "1"], container: "MPEG-TS"),
        Container(file: "a.mpg", encoder: ["-c:a", "mp2", "-f", "mpeg"], container: "MPEG-PS"),
        Container(file: "a.flv", encoder: ["-c:a", "aac"], container: "FLV"),
        Container(file: "a.nut", encoder: ["-c:a", "pcm_s16le"], container: "NUT"),
        Container(file: "a.dts", encoder: ["-c:a", "dca", "-strict", "-2"], container: "DTS"),
        Container(file: "a.loas", encoder: ["-c:a", "aac", "-f", "latm"], container: "AAC"),
        Container(file: "a.eac3", encoder: ["-c:a", "eac3"], container: "AC-3"),
        Container(file: "a.mkv", encoder: ["-c:a", "flac"], container: "Matroska"),
        Container(file: "a.webm", encoder: ["-c:a", "libopus"], container: "WebM"),
        Container(file: "a.mov", encoder: ["-c:a", "pcm_s16be"], container: "MOV"),
        Container(file: "a.tta", encoder: ["-c:a", "tta"], container: "TTA"),
        Container(
            file: "a.caf", encoder: ["-c:a", "libopus", "-ar", "48000", "-strict", "-2"], container: "CAF",
            codec: "Opus"),
        Container(file: "a.caf", encoder: ["-c:a", "adpcm_ima_qt"], container: "CAF", codec: "IMA ADPCM"),
        Container(file: "a.caf", encoder: ["-c:a", "alac"], container: "CAF", codec: "ALAC"),
        Container(file: "a.caf", encoder: ["-c:a", "libmp3lame"], container: "CAF", codec: "MP3"),
        Container(file: "a.wav", encoder: ["-c:a", "g722", "-ar", "16000"], container: "WAV", codec: "G.722"),
        Container(
            file: "a.wav", encoder: ["-c:a", "g723_1", "-ar", "8000", "-b:a", "6300"], container: "WAV",
            codec: "G.723.1"),
        Container(
            file: "a.wav", encoder: ["-c:a", "g726", "-ar", "8000", "-b:a", "32k"], container: "WAV",
            codec: "G.726 ADPCM"),
        Container(file: "a.wav", encoder: ["-c:a", "adpcm_yamaha"], container: "WAV", codec: "Yamaha ADPCM"),
    ]

    @Test(arguments: containers) func isRecognizedAndDecoded(_ container: Container) async throws {
        let bytes = try FFmpegFile.encode(container.encoder, as: container.file)
        let converted = try await Converted(bytes)
        #expect(converted.report.format.container == container.container)
        if let codec = container.codec { #expect(converted.report.format.codec == codec) }
        #expect(abs(converted.report.duration - 2) <= container.slack)
        #expect(abs(Measure.decibels(converted.tone / 0.5)) < 1)
        let inspection = try Inspector().inspect(bytes)
        #expect(inspection.failure == nil)
    }

    /// OKI ADPCM, for which ffmpeg has no encoder: a header around what sox writes.
    @Test(.enabled(if: Tool.isInstalled("sox"), "sox")) func okiADPCM() async throws {
        let folder = try TemporaryFolder()
        let tone = TestSound.tone(1000, frames: 16000, rate: 8000)
        try Tool.require(
            "sox", ["-D", "-t", "wav", "-", folder.file("a.vox").string], input: WaveBytes.pcm16(tone, rate: 8000))
        let samples = try folder.bytes(of: "a.vox")
        var wave = WaveBytes()
        wave.format(tag: 0x10, bits: 4, blockAlign: 1, byteRate: 4000, extra: [2, 0, 0, 0])
        wave.chunk("data", size: UInt32(samples.count), samples)
        let converted = try await Converted(wave.finished)
        #expect(converted.report.samples == 16000 && converted.report.format.codec == "OKI ADPCM")
        #expect(abs(Measure.decibels(converted.tone / 0.5)) < 1)
    }

    /// Atoms that say nothing may come first in a film.
    @Test(arguments: ["wide", "free", "skip", "pnot", "uuid", "styp", "sidx"], [8, 24]) func firstAtom(
        _ atom: String, size: Int
    ) async throws {
        let film = try FFmpegFile.encode(
            ["-c:a", "aac", "-movflags", "frag_keyframe+empty_moov+default_base_moof"], as: "a.mov")
        // A `uuid` atom has at least its 16 bytes.
        let size = atom == "uuid" ? 24 : size
        let first = [0, 0, 0, UInt8(size)] + Array(atom.utf8) + [UInt8](repeating: 0, count: size - 8)
        // Offsets in a fragmented film count from each fragment, so that nothing else has to change.
        let converted = try await Converted(first + film)
        #expect(abs(converted.report.duration - 2) < 0.06)
        #expect(abs(converted.tone - 0.5) < 0.02)
        // The same atoms without a film behind them are nothing.
        let noise = [UInt8](repeating: 0x55, count: 500)
        #expect(throws: RecordingError.self) { try Recording(ByteSource.of(first + noise)) }
    }

    /// Vorbis and FLAC streams carried in WAV.
    @Test(
        arguments: [(0x674F, ["-c:a", "libvorbis"], "ogg"), (0xF1AC, ["-c:a", "flac"], "flac")]
            as [(Int, [String], String)])
    func carriedStreams(tag: Int, encoder: [String], suffix: String) async throws {
        let stream = try FFmpegFile.encode(encoder, as: "a.\(suffix)")
        var wave = WaveBytes()
        wave.format(tag: UInt16(tag), rate: 44100, extra: [0, 0])
        wave.chunk("data", size: UInt32(stream.count), stream)
        let converted = try await Converted(wave.finished)
        #expect(converted.report.samples == 16000)
        #expect(abs(converted.tone - 0.5) < 0.02)
    }

    /// BW64 (ITU-R BS.2088), which libsndfile does not know.
    @Test func bw64() async throws {
        let samples = FFmpegFile.tone.withUnsafeBytes { Array($0) }
        var wave = WaveBytes("BW64", size: .max)
        wave.chunk(
            "ds64", size: 28,
            WaveBytes.little(0, 8) + WaveBytes.little(samples.count, 8) + WaveBytes.little(88200, 8) + [0, 0, 0, 0])
        wave.format(rate: 44100)
        wave.chunk("data", size: .max, samples)
        let converted = try await Converted(wave.bytes)
        #expect(converted.samples == (try await Converted(WaveBytes.pcm16(FFmpegFile.tone, rate: 44100))).samples)
    }

    /// A film without sound is called that.
    @Test(arguments: ["mp4", "mkv", "avi"]) func filmsWithoutSound(suffix: String) async throws {
        let folder = try TemporaryFolder()
        let film = folder.file("a.\(suffix)")
        try Tool.require(
            "ffmpeg",
            ["-v", "error", "-y", "-f", "lavfi", "-i", "color=size=32x32:duration=0.2", "-c:v", "mpeg4", film.string])
        let error = await #expect(throws: RecordingError.self) { try await Converted(file: film) }
        guard case .noAudioTrack = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        (Array("\u{3}ds2".utf8), ClosedFormat.ds2), (Array("#!SILK_V3".utf8), .silk),
        ([2] + Array("#!SILK_V3".utf8), .silk), (Array("OFR ".utf8), .optimFROG),
    ])
    func formatsThatNothingReads(start: [UInt8], format: ClosedFormat) throws {
        #expect(throws: RecordingError.noDecoder(format)) {
            try Recording(ByteSource.of(start + [UInt8](repeating: 7, count: 600)))
        }
    }

    @Test(arguments: [
        ("moov atom not found\n", "its index is missing, as if recording or copying was interrupted"),
        (
            "[mov,mp4 @ 0x5] trun track id unknown, no tfhd was found\n",
            "it is a segment of a stream, without the beginning that describes it"
        ),
        ("Decoder (codec none) not found for input stream #0:0\n", "there is no decoder for the codec of its sound"),
        (
            "[aist#0:0/none] Decoding requested, but no decoder found for: none\n",
            "there is no decoder for the codec of its sound"
        ),
        (
            "/proc/self/fd/3: Invalid data found when processing input\n",
            "it is damaged, or not what its first bytes say"
        ),
        ("", "ffmpeg found no sound"),
    ])
    func refusals(messages: String, reason: String) {
        let input = FFmpegInput(container: "MP4", demuxer: "mov")
        #expect(
            FFmpegRefusal(Array(messages.utf8)).error(input) == .undecodable(format: "MP4", reason: reason))
    }
}
