import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// A recording that refers to another file or an address never makes ffmpeg read it.
@Suite(.enabled(if: Tool.isInstalled("ffmpeg"), "ffmpeg")) struct ConfinementTests {
    private let folder: TemporaryFolder
    /// Another file, which the lures name.
    private let secret: FilePath

    init() throws {
        folder = try TemporaryFolder()
        secret = try folder.write(FFmpegFile.encode(["-c:a", "pcm_s16be"], as: "secret.mov"), to: "secret.mov")
        try folder.write(WaveBytes.pcm16(FFmpegFile.tone, rate: 44100), to: "secret.wav")
    }

    /// Playlists of every kind that ffmpeg follows.
    private func playlists() -> [String] {
        let sound = folder.file("secret.wav").string
        return [
            "ffconcat version 1.0\nfile '\(sound)'\n", "file '\(sound)'\n",
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n\(sound)\n#EXT-X-ENDLIST\n",
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:\(sound)\n#EXT-X-ENDLIST\n",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
            "[playlist]\nFile1=\(sound)\nNumberOfEntries=1\n", "<ASX version=\"3.0\"><ref href=\"\(sound)\"/></ASX>\n",
            "<?xml version=\"1.0\"?><MPD><BaseURL>\(sound)</BaseURL></MPD>\n", "RTSPtext\(sound)\n", "\(sound)\n",
        ]
    }

    /// By their bytes they are text, and with each demuxer's name they are nothing at all.
    @Test func playlistsAreNotFollowed() async throws {
        let demuxers = Set(
            FileSignature.table.compactMap { if case .ffmpeg(let name) = $0.reader { name } else { nil } }
        )
        .union(["mov", "matroska", "avi", "aac", "loas", "mpegts", "wav", "caf", "aiff", "ogg"])
        for (number, lure) in playlists().enumerated() {
            let source = try ByteSource.of(Array(lure.utf8))
            #expect(throws: RecordingError.self) { try Recording(source) }
            // Each kind with some of the demuxers, and the two that name a file most plainly with all.
            for (place, demuxer) in demuxers.sorted().enumerated()
            where number == 0 || number == 2 || place % 8 == number % 8 {
                #expect(throws: RecordingError.self, "\(demuxer): \(lure)") {
                    let decoder = try FFmpegDecoder(source, FFmpegInput(container: "odd", demuxer: demuxer))
                    // Whatever an old raw format makes of text, it is not the tone of the other file.
                    let sound = try DecodedSound(decoder)
                    guard sound.frames > 2000, sound.level(of: 1000) > 0.1 else { throw RecordingError.empty }
                }
            }
        }
    }

    /// A QuickTime movie whose samples are in another file, named by a Macintosh alias in its data reference.
    @Test func movieWithItsSamplesElsewhere() async throws {
        let trap = try Self.reference(to: secret, in: folder.bytes(of: "secret.mov"))
        let file = try folder.write(trap, to: "trap.mov")
        // With everything allowed, ffmpeg does follow it.
        let careless = try Tool.require(
            "ffmpeg",
            ["-v", "error", "-enable_drefs", "1", "-use_absolute_path", "1", "-i", file.string, "-f", "s16le", "-"])
        #expect(careless.output.count == 2 * 88200)
        await #expect(throws: RecordingError.self) { try await Converted(file: file) }
    }

    @Test func onlyLocalFilesAreAllowed() throws {
        let source = try ByteSource.of([UInt8](repeating: 0, count: 100))
        let input = FFmpegInput(container: "MP4", demuxer: "mov")
        let whole = FFmpegArguments.decoding(input, track: 1, of: source)
        let part = FFmpegArguments.decoding(input, track: 2, of: source.window(10..<90))
        func value(_ option: String, _ arguments: [String]) -> String? {
            arguments.firstIndex(of: option).map { arguments[$0 + 1] }
        }
        #expect(value("-protocol_whitelist", whole) == "file")
        #expect(value("-protocol_whitelist", part) == "subfile,file")
        for arguments in [whole, part] {
            #expect(value("-format_whitelist", arguments) == "mov" && value("-f", arguments) == "mov")
            #expect(value("-enable_drefs", arguments) == "0" && value("-use_absolute_path", arguments) == "0")
            let input = try #require(arguments.firstIndex(of: "-i"))
            #expect(try #require(arguments.firstIndex(of: "-protocol_whitelist")) < input)
        }
        #expect(value("-map", whole) == "0:a:0" && value("-map", part) == "0:a:1")
    }

    /// The movie with its own samples erased, and an alias (Inside Macintosh: Files, alias record) to `path` in place of
    /// "this file".
    private static func reference(to path: FilePath, in movie: [UInt8]) throws -> [UInt8] {
        var movie = movie
        let samples = try #require(place(of: "mdat", in: movie))
        let table = try #require(place(of: "moov", in: movie))
        for index in samples..<table - 8 { movie[index] = 0 }
        let target = Array(path.string.utf8)
        // 150 bytes of names and numbers, of which only the path behind them counts: type 2, length, text; end: type -1.
        var alias = [0, 0, 0, 0] + [UInt8](repeating: 0, count: 150)
        alias += WaveBytes.little(2, 2).reversed() + WaveBytes.little(target.count, 2).reversed() + target
        if !target.count.isMultiple(of: 2) { alias.append(0) }
        alias += [0xFF, 0xFF, 0, 0] + [UInt8](repeating: 0, count: 40)
        let entry = big(8 + alias.count) + Array("alis".utf8) + alias
        // The only entry, "url " with a flag for "this file".
        let old = try #require(place(of: "dref", in: movie)) + 8
        movie.replaceSubrange(old..<old + 12, with: entry)
        // All boxes around it grow.
        for name in ["moov", "trak", "mdia", "minf", "dinf", "dref"] {
            let at = try #require(place(of: name, in: movie)) - 8
            let size = movie[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            movie.replaceSubrange(at..<at + 4, with: big(size + entry.count - 12))
        }
        return movie
    }

    private static func big(_ value: Int) -> [UInt8] { WaveBytes.little(value, 4).reversed() }

    /// The offset behind the first occurrence.
    private static func place(of name: String, in bytes: [UInt8]) -> Int? {
        let name = Array(name.utf8)
        return (0..<bytes.count - 3).first { bytes[$0] == name[0] && Array(bytes[$0..<$0 + 4]) == name }.map { $0 + 4 }
    }
}
