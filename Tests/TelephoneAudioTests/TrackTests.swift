import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Files with several audio tracks.
@Suite(.enabled(if: Tool.isInstalled("ffmpeg"), "ffmpeg")) struct TrackTests {
    private static let silence = [Int16](repeating: 0, count: 88200)
    private static let quiet = TestSound.tone(1000, frames: 88200, rate: 44100, levels: [0.1])

    /// Two tracks, the second five times as loud.
    private static func two(_ suffix: String = "mov") throws -> [UInt8] {
        try FFmpegFile.encode([quiet, FFmpegFile.tone], ["-c:a", "aac"], as: "a.\(suffix)")
    }

    /// The film's tracks in a codec that ffmpeg does not know, as iPhones write them: another name, no `esds`.
    private static func unreadable(_ track: Int, of film: [UInt8]) throws -> [UInt8] {
        // The sample entry's name stands 16 bytes behind that of its table.
        let entry = try #require(places(of: "stsd", in: film).dropFirst(track - 1).first) + 16
        let description = try #require(places(of: "esds", in: film).first { $0 > entry })
        var film = film
        film.replaceSubrange(entry..<entry + 4, with: Array("apac".utf8))
        film.replaceSubrange(description..<description + 4, with: Array("dapa".utf8))
        return film
    }

    private static func places(of name: String, in bytes: [UInt8]) -> [Int] {
        let name = Array(name.utf8)
        return (0..<bytes.count - 3).filter { bytes[$0] == name[0] && Array(bytes[$0..<$0 + 4]) == name }
    }

    @Test(arguments: ["mov", "mkv", "avi", "ts", "ogg"], [1, 2]) func chosenTrack(suffix: String, track: Int)
        async throws
    {
        let codec =
            suffix == "ogg" ? ["-c:a", "libvorbis"] : suffix == "avi" ? ["-c:a", "pcm_s16le"] : ["-c:a", "aac"]
        let film = try FFmpegFile.encode([Self.quiet, FFmpegFile.tone], codec, as: "a.\(suffix)")
        let converted = try await Converted(film, Recipe(reading: ReadingOptions(track: track)))
        #expect(abs(converted.tone - (track == 1 ? 0.1 : 0.5)) < 0.02)
        let inspector = Inspector(reading: ReadingOptions(track: track))
        let inspection = try inspector.inspect(film)
        let level = try #require(inspection.sound?.activeLevel)
        #expect(abs(level - Measure.decibels((track == 1 ? 0.1 : 0.5) / 2.0.squareRoot())) < 0.5)
    }

    @Test func withoutAChoiceTheFirst() async throws {
        #expect(abs(try await Converted(Self.two()).tone - 0.1) < 0.02)
    }

    @Test(arguments: [3, 9]) func noSuchTrack(number: Int) async throws {
        await #expect(throws: RecordingError.noSuchTrack(number)) {
            try await Converted(Self.two(), Recipe(reading: ReadingOptions(track: number)))
        }
        let wave = WaveBytes.pcm16(FFmpegFile.tone, rate: 44100)
        #expect(throws: RecordingError.noSuchTrack(number)) {
            try Recording(ByteSource.of(wave), ReadingOptions(track: number))
        }
        #expect(throws: Never.self) { try Recording(ByteSource.of(wave), ReadingOptions(track: 1)) }
    }

    @Test func aFirstTrackThatNothingReads() async throws {
        let film = try Self.unreadable(1, of: Self.two())
        let converted = try await Converted(film)
        #expect(abs(converted.tone - 0.5) < 0.02)
        #expect(converted.report.findings.contains(.otherTrack(used: 2, unreadable: 1)))
        await #expect(throws: RecordingError.self) {
            try await Converted(film, Recipe(reading: ReadingOptions(track: 1)))
        }
        let second = try await Converted(Self.unreadable(2, of: Self.two()))
        #expect(abs(second.tone - 0.1) < 0.02 && second.report.findings.isEmpty)
    }

    @Test func noTrackThatAnythingReads() async throws {
        let film = try Self.unreadable(1, of: Self.unreadable(2, of: Self.two()))
        let reason = "there is no decoder for the codec of its sound"
        await #expect(throws: RecordingError.undecodable(format: "MOV", reason: reason)) { try await Converted(film) }
    }

    @Test(arguments: ["mov", "mkv", "ogg"]) func silentFirstTrack(suffix: String) async throws {
        let codec = suffix == "ogg" ? ["-c:a", "libvorbis"] : ["-c:a", "aac"]
        let film = try FFmpegFile.encode([Self.silence, FFmpegFile.tone], codec, as: "a.\(suffix)")
        let hint = Finding.silentTrack(used: 1, sounding: 2)
        #expect(try await Converted(film).report.findings.contains(hint))
        #expect(try Inspector().inspect(film).findings.contains(hint))
        let chosen = try await Converted(film, Recipe(reading: ReadingOptions(track: 1)))
        #expect(!chosen.report.findings.contains(hint))
        let all = try FFmpegFile.encode([Self.silence, Self.silence], codec, as: "a.\(suffix)")
        #expect(try await Converted(all).report.findings == [.silent])
    }

    @Test func aTrackIsPartOfTheRecipe() {
        #expect(Recipe().description == Recipe(reading: ReadingOptions()).description)
        #expect(Recipe(reading: ReadingOptions(track: 2)).description.hasSuffix(" track=2"))
        #expect(Recipe(reading: ReadingOptions(rawFormat: .sln16)).description.hasSuffix(" from=sln16"))
    }
}
