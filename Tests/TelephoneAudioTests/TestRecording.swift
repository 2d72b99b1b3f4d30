import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// A kind of recording that tests can make from a WAV.
enum RecordingKind: String, CaseIterable, Sendable {
    case wav, aiff, au, caf, w64, flac, vorbis, opus, mp3

    /// The recording's bytes, made by the program people make such files with.
    func encode(_ wave: [UInt8], options: [String] = []) throws -> [UInt8] {
        switch self {
        case .wav:
            return wave
        case .aiff, .au, .flac:
            return try Tool.require(
                "sox", ["-D", "-t", "wav", "-"] + options + ["-t", rawValue, "-"], input: wave
            ).output
        case .caf, .w64:
            // sox writes these to seekable files only.
            let folder = try TemporaryFolder()
            try Tool.require("sox", ["-D", "-t", "wav", "-", folder.file("a.\(rawValue)").string], input: wave)
            return try folder.bytes(of: "a.\(rawValue)")
        case .vorbis:
            return try Tool.require("oggenc", ["-Q", "--serial", "1"] + options + ["-o", "-", "-"], input: wave).output
        case .opus:
            return try Tool.require(
                "opusenc", ["--quiet", "--serial", "1"] + options + ["-", "-"], input: wave
            ).output
        case .mp3:
            // Only to a seekable file does lame write its info tag.
            let folder = try TemporaryFolder()
            try Tool.require("lame", ["--quiet"] + options + ["-", folder.file("a.mp3").string], input: wave)
            return try folder.bytes(of: "a.mp3")
        }
    }

    /// Whether a decoder gives back what went in.
    var isLossless: Bool { ![.vorbis, .opus, .mp3].contains(self) }
}

extension WaveBytes {
    /// 16-bit samples, interleaved.
    static func pcm16(_ samples: [Int16], rate: Int, channels: Int = 1) -> [UInt8] {
        var wave = WaveBytes()
        wave.format(channels: channels, rate: rate)
        let body = samples.withUnsafeBytes { Array($0) }
        wave.chunk("data", size: UInt32(body.count), body)
        return wave.finished
    }

    /// 32-bit float samples, interleaved; with a channel mask if there is one.
    static func float(_ samples: [Float], rate: Int, channels: Int = 1, mask: Int? = nil) -> [UInt8] {
        var wave = WaveBytes()
        wave.format(
            tag: mask == nil ? 3 : 0xFFFE, channels: channels, rate: rate, bits: 32,
            extra: mask.map { extensible(tag: 3, validBits: 32, mask: $0) } ?? [])
        let body = samples.withUnsafeBytes { Array($0) }
        wave.chunk("data", size: UInt32(body.count), body)
        return wave.finished
    }
}

/// A converted recording.
struct Converted {
    var report: ConversionReport
    /// The announcement's file.
    var bytes: [UInt8]

    /// The announcement's samples, in steps of 16 bits.
    var samples: [Int16] {
        bytes.dropFirst(44).withUnsafeBytes { raw in
            (0..<raw.count / 2).map { raw.loadUnaligned(fromByteOffset: 2 * $0, as: Int16.self) }
        }
    }

    /// Expects the samples of the parts, one after the other. The ends of each part are faded, and here those of the whole are:
    /// 40 samples on either side of a border may differ.
    func expectSamples(of parts: [[Int16]], sourceLocation: SourceLocation = #_sourceLocation) {
        var position = 0
        #expect(samples.count == parts.reduce(0) { $0 + $1.count }, sourceLocation: sourceLocation)
        for part in parts where position + part.count <= samples.count {
            let here = samples[position..<position + part.count]
            let isSame = here.dropFirst(40).dropLast(40) == part.dropFirst(40).dropLast(40)
            #expect(isSame, sourceLocation: sourceLocation)
            position += part.count
        }
    }

    /// The same, full scale 1.
    var floats: [Float] { samples.map { Float($0) / 32768 } }

    /// Converts a recording of these bytes, and makes sure that what comes out is what the telephone plays.
    ///
    /// - Parameter size: continues the recording with zeros that take no space.
    init(
        _ recording: [UInt8], _ recipe: Recipe = Recipe(), workers: Int = 1, size: Int? = nil
    ) async throws {
        let folder = try TemporaryFolder()
        let input = try folder.write(recording, to: "in")
        if let size { try Tool.require("truncate", ["-s", "\(size)", input.string]) }
        try await self.init(file: input, recipe, workers: workers)
        withExtendedLifetime(folder) {}
    }

    /// Converts a file.
    init(file: FilePath, _ recipe: Recipe = Recipe(), workers: Int = 1) async throws {
        let folder = try TemporaryFolder()
        let output = AnnouncementOutput.file(folder.file("out.wav"), replacing: false)
        do {
            report = try await Conversion(recipe, workers: workers).convert(.file(file), to: output)
        } catch {
            #expect((try? folder.bytes(of: "out.wav")) == nil, "a failed conversion leaves no file")
            throw error
        }
        bytes = try folder.bytes(of: "out.wav")
        guard !recipe.headerless else { return }
        let header = recipe.encoding.waveHeader(samples: report.samples)
        let size = report.samples * recipe.encoding.sampleSize
        #expect(Array(bytes.prefix(header.count)) == header)
        #expect(bytes.count == header.count + size + size % 2)
    }
}
