import Support
import Testing

@testable import TelephoneAudio

/// Files with wrong headers, truncated files, and files that are not recordings: each gives an error or a valid WAV.
///
/// Serialized: most start ffmpeg again and again.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HostileInputTests {
    @Test(
        arguments: [
            ("one byte", [0x00]), ("another byte", [0xFF]), ("half a name", Array("RI".utf8)),
            ("a text", Array("Guten Tag. Dies ist ein Text, kein Ton.\n".utf8)),
            ("a web page", Array("<!DOCTYPE html><html><body>404</body></html>".utf8)),
            ("another web page", Array("\n<html><head><title>Not found</title></head></html>".utf8)),
            ("a picture", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)),
            ("a playlist", Array("#EXTM3U\nhttp://example.com/a.mp3\n".utf8)),
            ("a script", Array("#!/bin/sh\nexit 0\n".utf8)), ("zeros", [UInt8](repeating: 0, count: 5000)),
            ("ones", [UInt8](repeating: 0xFF, count: 5000)), ("only a tag", Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 9]),
            ("a name and no more", Array("RIFF".utf8)), ("an empty form", Array("FORM\0\0\0\u{4}AIFF".utf8)),
            ("a name of FLAC", Array("fLaC".utf8)), ("a name of Ogg", Array("OggS".utf8)),
            ("a name of CAF", Array("caff\0\u{1}\0\0".utf8)), ("a name of AU", Array(".snd".utf8)),
        ] as [(String, [UInt8])])
    func noRecordings(_ name: String, bytes: [UInt8]) async throws {
        let error = try await InputOutcome.of(bytes, inspecting: true).error
        #expect(error != nil)
        #expect(error != .empty)
    }

    @Test func emptyFiles() async throws {
        #expect(try await InputOutcome.of([], inspecting: true).error == .empty)
    }

    /// Random bytes are not taken for sound, whatever they happen to look like.
    @Test func noise() async throws {
        var generator = SplitMix(state: 99)
        for size in [10, 100, 1000, 5000, 20000] {
            for _ in 0..<10 {
                let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
                #expect(try await InputOutcome.of(bytes, inspecting: size < 1000).error != nil)
            }
        }
    }

    @Test(arguments: RecordingKind.allCases) func withoutASingleSample(_ kind: RecordingKind) async throws {
        // mp3 and Opus encoders refuse to make one, or pad it.
        guard ![.mp3, .opus].contains(kind) else { return }
        let outcome = try await InputOutcome.of(kind.encode(WaveBytes.pcm16([], rate: 8000)))
        #expect(outcome.error != nil)
        if kind == .wav { #expect(outcome.error == .noSamples(format: "WAV")) }
    }

    // MARK: Truncated

    /// Truncated at every byte of the beginning and at a hundred places of the rest: missing sound is reported.
    @Test(arguments: RecordingKind.allCases) func truncatedAnywhere(_ kind: RecordingKind) async throws {
        let whole = try InputOutcome.recording(kind, seconds: 0.4)
        let all = try await InputOutcome.of(whole).samples.count
        #expect(abs(all - 3200) <= (kind == .wav ? 0 : 1))
        let places = Array(0..<min(120, whole.count)) + Array(stride(from: 120, to: whole.count, by: whole.count / 60))
        for place in places {
            let outcome = try await InputOutcome.of(Array(whole[..<place]), inspecting: place.isMultiple(of: 8))
            let count = outcome.samples.count
            #expect(count <= all, "cut at \(place) of \(whole.count)")
            if outcome.error == nil, count < all {
                #expect(!outcome.findings.isEmpty, "cut at \(place) of \(whole.count): \(count) of \(all) samples")
            }
        }
    }

    @Test(arguments: RecordingKind.allCases) func cutInTheMiddle(_ kind: RecordingKind) async throws {
        let whole = try InputOutcome.recording(kind, seconds: 4, rate: 16000)
        let outcome = try await InputOutcome.of(Array(whole[..<(whole.count * 6 / 10)]))
        #expect((14000..<24000).contains(outcome.samples.count), "\(outcome.samples.count)")
        let isReported = outcome.findings.contains { finding in
            switch finding {
            case .cutShort(let bytes): abs(bytes - whole.count * 4 / 10) <= 8
            case .stoppedEarly(let at, let expected, _):
                abs(at - Double(outcome.samples.count) / 8000) < 0.1 && expected.map { abs($0 - 4) < 0.1 } ?? true
            default: false
            }
        }
        #expect(isReported, "\(outcome.findings)")
    }
}
