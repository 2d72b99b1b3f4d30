import Glibc
import LocalFiles
import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Numbers in headers that overflow whatever is made of them: each gives an error or sound, and none a trap, which would end
/// the tests.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HostileHeaderTests {
    /// 0, 1, and the numbers around the largest and the smallest of 32 and 64 bits, in either order of bytes.
    private static let extremes: [[UInt8]] = [4, 8].flatMap { size in
        let (high, low) = ([UInt8](repeating: 0xFF, count: size - 1), [UInt8](repeating: 0, count: size - 1))
        let pairs: [([UInt8], UInt8)] = [(low, 0), (low, 1), (low, 0x80), (high, 0xFF), (high, 0xFE), (high, 0x7F)]
        return pairs.flatMap { [$0 + [$1], [$1] + $0] }
    }

    /// A file whose bytes are overwritten again and again.
    private struct Scratch {
        let file: UnnamedFile
        let source: ByteSource
        private let bytes: [UInt8]

        init(_ bytes: [UInt8]) throws {
            let file = try UnnamedFile(in: "/tmp", isForPublishing: false)
            try bytes.withUnsafeBytes { try file.descriptor.writeWhole($0, at: 0) }
            (self.file, self.bytes) = (file, bytes)
            source = try ByteSource(owning: file.descriptor.duplicated())
        }

        /// Calls `body` with every extreme number in every place of a range.
        func sweep(_ places: Range<Int>, _ body: (ByteSource) throws -> Void) throws {
            for place in places {
                for number in HostileHeaderTests.extremes where place + number.count <= bytes.count {
                    try number.withUnsafeBytes { try file.descriptor.writeWhole($0, at: place) }
                    try body(source)
                }
                let end = min(place + 8, bytes.count)
                try bytes[place..<end].withUnsafeBytes { try file.descriptor.writeWhole($0, at: place) }
            }
        }
    }

    /// Opens a recording, and decodes a minute of it; ffmpeg is another program.
    private func decode(_ source: ByteSource) throws {
        do throws(RecordingError) {
            let recording = try Recording(source, ReadingOptions(longest: 60))
            for stream in recording.streams.prefix(3) {
                let decoder: any Decoder
                switch stream {
                case .ffmpeg: continue
                case .sndFile(let source, let container, let isCutOff):
                    decoder = try SndFileDecoder(source, container: container, isCutOff: isCutOff)
                default: decoder = try recording.decoder(for: stream, mix: false)
                }
                let limit = try LengthLimit(60, for: decoder, after: 0)
                let block = SampleBlock(for: decoder, frames: 4096)
                var frames = 0
                while case let count = try decoder.read(block.frames, into: block), count > 0 {
                    frames += count
                    try limit?.check(decoded: frames)
                }
                #expect(decoder.telephoneLength(delivered: frames) >= 0)
                if case .exact(let length) = decoder.length { try decoder.seek(to: length / 2) }
            }
        } catch {
            guard case .system = error else { return }
            Issue.record(error)
        }
    }

    @Test(arguments: RecordingKind.allCases) func everyNumberOfAHeader(_ kind: RecordingKind) throws {
        let scratch = try Scratch(try InputOutcome.recording(kind, seconds: 0.1))
        try scratch.sweep(0..<128, decode)
    }

    @Test(
        arguments: [
            (["-c:a", "aac"], "a.m4a"), (["-c:a", "aac", "-movflags", "frag_every_frame+empty_moov"], "b.mp4"),
            (["-c:a", "aac"], "c.mov"), (["-c:a", "libopus"], "d.mkv"), (["-c:a", "pcm_s16le"], "e.avi"),
            (["-c:a", "aac"], "f.ts"), (["-c:a", "aac"], "g.aac"),
        ] as [([String], String)])
    func everyNumberOfAFilm(_ options: [String], _ name: String) throws {
        let bytes = try FFmpegFile.encode(options, as: name, Array(FFmpegFile.tone.prefix(4410)))
        let scratch = try Scratch(bytes)
        try scratch.sweep(0..<64) { _ = Recording.isRecognized($0) }
        try scratch.sweep(0..<min(bytes.count, 4096)) { source in
            _ = try MovieTimes(source)
            _ = try MatroskaTimes(source)
        }
    }

    @Test(
        arguments: [
            // The size of the sound is -2; it trapped.
            Array("caff\0\u{1}\0\0data".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0, 0, 0, 0],
            Array("OggS".utf8), Array("fLaC".utf8), Array("RIFF\0\0\0\0WAVEdata\0\0\0\0".utf8),
            Array("RF64\u{7F}\u{7F}\u{7F}\u{7F}WAVEds64".utf8), Array("FORM\0\0\0\0AIFFCOMM".utf8),
        ] as [[UInt8]])
    func filesOfAnySize(_ start: [UInt8]) throws {
        let scratch = try Scratch(start)
        try decode(scratch.source)
        // What a sparse file can be, on file systems that have such.
        guard (try? scratch.file.descriptor.truncate(to: 1 << 62)) != nil else { return }
        let source = try ByteSource(owning: scratch.file.descriptor.duplicated())
        _ = OggPages(source, verifying: true)
        _ = try? FLACFrameReader(source, oggSerial: nil)
        _ = try WaveHeader(source)
        _ = try DeclaredSize.shortfall(of: "CAF", in: source)
        _ = try PaddedCAF(source)
    }

    @Test func lengthsBeyondAllNumbers() {
        #expect(telephoneLength(of: .max, at: 1000) == .max)
        #expect(telephoneLength(of: .max, at: 8000) == .max)
        #expect(telephoneLength(of: 1 << 60, at: 8000) == 1 << 60)
        #expect(telephoneLength(of: .max, at: 1_536_000) == 48_038_396_025_285_291)
    }
}
