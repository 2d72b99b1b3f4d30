import Foundation
import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Files that are not recordings never become announcements.
struct FalseRecordingTests {
    private static func random(_ count: Int, seed: UInt64) -> [UInt8] {
        var generator = SplitMix(state: seed)
        let words = (0..<count / 8 + 1).map { _ in generator.next() }
        return words.withUnsafeBytes { Array($0.prefix(count)) }
    }

    private static func refuses(_ source: ByteSource) -> Bool {
        do throws(RecordingError) {
            _ = try Recording(source)
            return false
        } catch {
            if case .notAudio = error { return true }
            Issue.record("\(error)")
            return false
        }
    }

    @Test(arguments: 0..<10) func randomFiles(tenth: Int) throws {
        for number in 0..<50 {
            let size = [300, 3000, 30_000, 200_000][number % 4] + number
            let bytes = Self.random(size, seed: UInt64(1000 * tenth + number + 1))
            #expect(try Self.refuses(ByteSource.of(bytes)), "seed \(1000 * tenth + number + 1), \(size) bytes")
        }
    }

    /// What is on the machine that runs the tests: programs, libraries, translations, time zones, terminals, fonts.
    @Test(arguments: [
        "/usr/bin", "/usr/lib/x86_64-linux-gnu", "/usr/share/zoneinfo/Europe", "/lib/terminfo", "/usr/share/fonts",
        "/usr/share/locale", "/usr/lib/python3", "/usr/share/perl", "/var/lib/dpkg/info", "/usr/share/misc",
    ])
    func filesOfTheSystem(folder: String) throws {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return }
        var count = 0
        for case let name as String in walk where count < 60 {
            let path = FilePath(folder).appending(name)
            guard let status = try? path.stat(followTargetSymlink: false), status.type == .regular,
                (200...4_000_000).contains(Int(status.size)), !Self.isSound(name)
            else { continue }
            count += 1
            #expect(try Self.refuses(ByteSource(path: path)), "\(path)")
        }
    }

    private static func isSound(_ name: String) -> Bool {
        ["wav", "mp3", "ogg", "oga", "flac", "au", "aiff", "gsm", "opus"].contains(FilePath(name).extension ?? "")
    }

    /// Pictures and tables repeat the same few bytes, so that a header is followed by itself wherever it leads.
    @Test(
        arguments: [
            [0xFF, 0xF5, 0x44, 0xC0], [0xFF, 0xFB, 0x90], [0xFF, 0xFB, 0x90, 0xC4, 0, 0],
            [0xFF, 0xF1, 0x50, 0x80, 0x04, 0x3F],
            [0x56, 0xE0, 0x20], [0x47, 0x01, 0x00, 0x10], [0xFF, 0xFD, 0x84, 0x04, 0xFF, 0xFD, 0x84, 0x00],
        ] as [[UInt8]])
    func repeatedBytes(pattern: [UInt8]) throws {
        let bytes: [UInt8] = [1, 2, 3] + repeatElement(pattern, count: 20_000).joined()
        #expect(try Self.refuses(ByteSource.of(bytes)))
    }

    /// Eight frames in a row within other bytes are a recording, seven are not.
    @Test(arguments: [(7, false), (8, true), (12, true)])
    func framesWithinOtherBytes(count: Int, isFound: Bool) throws {
        let frames = try Self.mp3Frames(count)
        let bytes = Self.random(40_000, seed: 5) + frames + Self.random(40_000, seed: 6)
        let source = try ByteSource.of(bytes)
        #expect(Self.isRecording(source) == isFound)
        #expect(try FrameRun.search(source)?.start == (isFound ? 40_000 : nil))
    }

    /// Fewer are enough where they are half of the file.
    @Test(arguments: [(500, true), (5000, false)]) func fewFrames(otherBytes: Int, isFound: Bool) throws {
        let frames = try Self.mp3Frames(4)
        let source = try ByteSource.of([UInt8](repeating: 0, count: otherBytes) + frames)
        #expect(Self.isRecording(source) == isFound)
    }

    /// Layer I is known at the very start only: its headers are too short of frames to search for.
    @Test func layerIIsNeverSearchedFor() throws {
        // MPEG-1 layer I, 32 kbit/s, 32 kHz: frames of 48 bytes.
        let frame = [0xFF, 0xFF, 0x18, 0xC0] + [UInt8](repeating: 0, count: 44)
        let frames = (0..<200).flatMap { _ in frame }
        #expect(try MP3Stream.all(in: ByteSource.of(frames)).first?.frames == 200)
        #expect(try FileSignature(of: ByteSource.of(frames)).reader == .mpeg)
        #expect(try Self.refuses(ByteSource.of([0] + frames)))
    }

    /// AAC that begins in the middle of a frame, and text or zeros before MP3.
    @Test(.enabled(if: Tool.isInstalled("ffmpeg"), "ffmpeg")) func recordingsBehindSomethingElse() async throws {
        let aac = try FFmpegFile.encode(["-c:a", "aac"], as: "a.aac")
        let text = (0..<200).flatMap { Array("Line \($0) of a page that was saved before it.\r\n".utf8) }
        let mp3 = try RecordingKind.mp3.encode(WaveBytes.pcm16(FFmpegFile.tone, rate: 44100))
        let converted = try await Converted(Array(aac.dropFirst(100)))
        #expect(abs(converted.report.duration - 2) < 0.06)
        #expect(abs(converted.tone - 0.5) < 0.02)
        let alone = try await Converted(mp3)
        #expect(alone.report.samples == 16000)
        for before in [text, [UInt8](repeating: 0, count: 4096)] {
            #expect(try await Converted(before + mp3).samples == alone.samples)
        }
        #expect(try FileSignature(of: ByteSource.of(text + mp3)).reader == .text)
    }

    private static func isRecording(_ source: ByteSource) -> Bool { (try? Recording(source)) != nil }

    /// Frames without an info tag before them.
    private static func mp3Frames(_ count: Int) throws -> [UInt8] {
        let samples = TestSound.tone(1000, frames: 44100, rate: 44100)
        let bytes = try RecordingKind.mp3.encode(WaveBytes.pcm16(samples, rate: 44100), options: ["-t", "-b", "64"])
        var at = 0
        for _ in 0..<count { at += try #require(MPEGHeader(bytes[at...])).length }
        return Array(bytes[..<at])
    }
}
