import Glibc
import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Damaged files, files with wrong headers and files that are not recordings: each gives an error or a valid WAV.
@Suite(.timeLimit(.minutes(5))) struct HostileInputTests {
    /// The result of converting a file.
    enum Outcome {
        case refused(RecordingError)
        case converted(Converted)

        var samples: [Int16] {
            if case .converted(let converted) = self { converted.samples } else { [] }
        }

        var findings: [Finding] {
            if case .converted(let converted) = self { converted.report.findings } else { [] }
        }

        var error: RecordingError? {
            if case .refused(let error) = self { error } else { nil }
        }
    }

    /// Converts and, if asked, inspects as well; both must come to the same verdict. What is thrown but a
    /// `RecordingError` fails the test.
    static func outcome(_ bytes: [UInt8], workers: Int = 1, inspecting: Bool = false) async throws -> Outcome {
        let folder = try TemporaryFolder()
        let input = RecordingInput.file(try folder.write(bytes, to: "in"))
        let outcome: Outcome
        do throws(RecordingError) {
            outcome = .converted(try await converted(folder.file("in"), workers: workers))
        } catch {
            outcome = .refused(error)
        }
        if inspecting {
            let failure = try Inspector().inspect(input).failure
            #expect((failure == nil) == (outcome.error == nil), "\(String(describing: failure))")
        }
        withExtendedLifetime(folder) {}
        return outcome
    }

    private static func converted(_ file: FilePath, workers: Int) async throws(RecordingError) -> Converted {
        do {
            return try await Converted(file: file, workers: workers)
        } catch let error as RecordingError {
            throw error
        } catch {
            Issue.record(error)
            throw .empty
        }
    }

    /// A small recording of sound that is nowhere silent, nor so simple that an encoder needs next to nothing for it.
    static func recording(_ kind: RecordingKind, seconds: Double, rate: Int = 8000) throws -> [UInt8] {
        var generator = SplitMix(state: 3)
        let music = ConversionTests.music(seconds: seconds, rate: rate, channels: 1).map {
            $0 + Int16.random(in: -4000...4000, using: &generator)
        }
        // Frames of lower rates have no room for lame's tag.
        let options: [RecordingKind: [String]] = [
            .mp3: ["-b", "64", "--resample", "\(Double(rate) / 1000)"], .vorbis: ["-q", "8"],
        ]
        return try kind.encode(WaveBytes.pcm16(music, rate: rate), options: options[kind] ?? [])
    }

    // MARK: No recordings

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
        let error = try await Self.outcome(bytes, inspecting: true).error
        #expect(error != nil)
        #expect(error != .empty)
    }

    @Test func emptyFiles() async throws {
        #expect(try await Self.outcome([], inspecting: true).error == .empty)
    }

    /// Random bytes are not taken for sound, whatever they happen to look like.
    @Test func noise() async throws {
        var generator = SplitMix(state: 99)
        for size in [10, 100, 1000, 5000, 20000] {
            for _ in 0..<10 {
                let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
                #expect(try await Self.outcome(bytes, inspecting: size < 1000).error != nil)
            }
        }
    }

    @Test(arguments: RecordingKind.allCases) func withoutASingleSample(_ kind: RecordingKind) async throws {
        // mp3 and Opus encoders refuse to make one, or pad it.
        guard ![.mp3, .opus].contains(kind) else { return }
        let outcome = try await Self.outcome(kind.encode(WaveBytes.pcm16([], rate: 8000)))
        #expect(outcome.error != nil)
        if kind == .wav { #expect(outcome.error == .noSamples(format: "WAV")) }
    }

    // MARK: Truncated

    /// Truncated at every byte of the beginning and at a hundred places of the rest: missing sound is reported.
    @Test(arguments: RecordingKind.allCases) func truncatedAnywhere(_ kind: RecordingKind) async throws {
        let whole = try Self.recording(kind, seconds: 0.4)
        let all = try await Self.outcome(whole).samples.count
        #expect(abs(all - 3200) <= (kind == .wav ? 0 : 1))
        let places = Array(0..<min(120, whole.count)) + Array(stride(from: 120, to: whole.count, by: whole.count / 60))
        for place in places {
            let outcome = try await Self.outcome(Array(whole[..<place]), inspecting: place.isMultiple(of: 8))
            let count = outcome.samples.count
            #expect(count <= all, "cut at \(place) of \(whole.count)")
            if outcome.error == nil, count < all {
                #expect(!outcome.findings.isEmpty, "cut at \(place) of \(whole.count): \(count) of \(all) samples")
            }
        }
    }

    @Test(arguments: RecordingKind.allCases) func cutInTheMiddle(_ kind: RecordingKind) async throws {
        let whole = try Self.recording(kind, seconds: 4, rate: 16000)
        let outcome = try await Self.outcome(Array(whole[..<(whole.count * 6 / 10)]))
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

    // MARK: Damaged

    /// 400 bytes in the middle are missing: the rest is in its place, and the damage is reported.
    @Test(arguments: [RecordingKind.flac, .vorbis, .opus, .mp3], [UInt8(0), 0xFF, 0x5A])
    func damagedInTheMiddle(_ kind: RecordingKind, filling: UInt8) async throws {
        let whole = try Self.recording(kind, seconds: 10, rate: 16000)
        let middle = whole.count / 2
        let damaged = whole[..<middle] + [UInt8](repeating: filling, count: 400) + whole[(middle + 400)...]
        let clean = try await Self.outcome(whole).samples
        let outcome = try await Self.outcome(Array(damaged))
        let samples = outcome.samples
        #expect(abs(samples.count - clean.count) < 6000, "\(samples.count)")
        let places = outcome.findings.map { finding -> Double? in
            switch finding {
            case .skippedDamage(let at, _, _): at ?? 5
            case .stoppedEarly(let at, _, _): at
            default: nil
            }
        }
        #expect(places.contains { $0.map { abs($0 - 5) < 1.5 } ?? false }, "\(outcome.findings)")
        // Before the damage nothing has changed.
        #expect(zip(samples, clean).prefix(30000).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test(arguments: [RecordingKind.flac, .vorbis, .opus, .mp3]) func workersAgreeOnDamage(_ kind: RecordingKind)
        async throws
    {
        let whole = try Self.recording(kind, seconds: 25, rate: 16000)
        let third = whole.count / 3
        let damaged = Array(whole[..<third] + [UInt8](repeating: 0, count: 500) + whole[(third + 500)...])
        for bytes in [damaged, Array(whole[..<(whole.count * 9 / 10)])] {
            let alone = try await Self.outcome(bytes)
            let together = try await Self.outcome(bytes, workers: 3)
            #expect(alone.error == nil)
            #expect(!alone.findings.isEmpty)
            #expect(together.findings == alone.findings)
            #expect(together.samples == alone.samples)
        }
    }

    /// Flipped bits, zeroed and overwritten stretches, shifted and missing bytes, everywhere.
    @Test(arguments: RecordingKind.allCases) func randomDamage(_ kind: RecordingKind) async throws {
        let whole = try Self.recording(kind, seconds: 1)
        var generator = SplitMix(state: UInt64(kind.rawValue.count) * 77)
        var converted = 0
        for number in 0..<200 {
            var bytes = whole
            // Half of them where the headers are
            let limit = number.isMultiple(of: 2) ? min(200, bytes.count) : bytes.count
            let place = Int.random(in: 0..<limit, using: &generator)
            let length = min(Int.random(in: 1...300, using: &generator), bytes.count - place)
            switch number % 5 {
            case 0, 1:
                for _ in 0..<Int.random(in: 1...8, using: &generator) {
                    bytes[Int.random(in: 0..<limit, using: &generator)] ^=
                        1 << UInt8.random(in: 0..<8, using: &generator)
                }
            case 2: for n in place..<place + length { bytes[n] = 0 }
            case 3: for n in place..<place + length { bytes[n] = .random(in: 0...255, using: &generator) }
            default: bytes.removeSubrange(place..<place + length)
            }
            let outcome = try await Self.outcome(bytes, inspecting: number.isMultiple(of: 16))
            if outcome.error == nil { converted += 1 }
            #expect(outcome.samples.count <= 100 * telephoneRate, "variant \(number)")
        }
        #expect(converted > 20)
    }
}
