import Support
import Testing

@testable import TelephoneAudio

/// Granule positions and end marks as recorders really write them: what cannot be true trims nothing.
@Suite(.enabled(if: Tool.isInstalled("opusenc") && Tool.isInstalled("oggenc"), "opus-tools, vorbis-tools"))
struct OggTimeTests {
    /// A change to the granule positions of an Opus file of 5 s and a bit, a second per page, and what is heard of it.
    struct Change: Sendable, CustomTestStringConvertible {
        enum Length: Sendable {
            /// That of the recording before it was encoded.
            case recorded
            /// That of all packets.
            case all
        }

        var testDescription: String
        var length: Length
        var findings: [Finding]
        /// The granule position of an audio page from the right one, the page's number, and the number of the last.
        var granule: @Sendable (Int64, Int, Int) -> Int64

        init(
            _ what: String, _ length: Length, _ findings: [Finding] = [],
            _ granule: @escaping @Sendable (Int64, Int, Int) -> Int64
        ) {
            testDescription = what
            (self.length, self.findings, self.granule) = (length, findings, granule)
        }
    }

    private static let preSkip = 312
    private static let frames = 48000 * 5 + 700

    private static func opus(frames: Int = frames) throws -> OggBytes {
        try OggBytes(OggBytes.opus(TestSound.voice(frames: frames)))
    }

    /// The samples in all packets of 20 ms, counted by the lengths in the segment tables.
    private static func packetSamples(_ pages: some Sequence<[UInt8]>) -> Int {
        pages.reduce(0) { sum, page in sum + page[27..<27 + Int(page[26])].count { $0 < 255 } * 960 }
    }

    private func decode(_ file: OggBytes) throws -> (sound: DecodedSound, findings: [Finding], frames: Int) {
        let source = try ByteSource.of(file.bytes)
        let recording = try Recording(source)
        guard case .opus(_, let opus)? = recording.streams.first, recording.streams.count == 1 else {
            throw RecordingError.empty
        }
        let sound = try DecodedSound(try OpusDecoder(source, stream: opus, mix: false))
        return (sound, recording.findings + sound.findings, opus.sampleCount)
    }

    @Test(arguments: [
        Change("right", .recorded) { right, _, _ in right },
        Change("never written", .all, [.wrongTimestamps]) { _, _, _ in 0 },
        Change("the length unknown at the end", .all) { right, page, last in page == last ? -1 : right },
        Change("a third", .all, [.wrongTimestamps]) { right, _, _ in right / 3 },
        Change("three times", .all, [.wrongTimestamps]) { right, _, _ in right * 3 },
        Change("a packet late", .recorded) { right, _, _ in right - 960 },
        Change("joined after two hours", .recorded) { right, _, _ in right + 7200 * 48000 },
        Change("bytes", .all, [.wrongTimestamps]) { _, page, _ in Int64(page + 1) * 4000 },
        Change("a jump of 2 s after three pages", .recorded, [.timestampGap(at: 3, seconds: 2)]) { right, page, _ in
            right + (page >= 3 ? 96000 : 0)
        },
        Change("two jumps", .recorded, [.timestampGap(at: 2, seconds: 1.5)]) { right, page, _ in
            right + (page >= 2 ? 48000 : 0) + (page >= 4 ? 24000 : 0)
        },
    ])
    func positions(_ change: Change) throws {
        var file = try Self.opus()
        let last = file.pages.count - 3
        #expect(last == 5)
        for page in 0...last {
            let right = file.pages[page + 2][6..<14].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            file.set(change.granule(Int64(right), page, last), at: 6, page: page + 2)
        }
        file.fixChecksums()
        let (sound, findings, frames) = try decode(file)
        let all = Self.packetSamples(file.pages[2...]) - Self.preSkip
        #expect(frames == (change.length == .all ? all : Self.frames))
        #expect(sound.frames == (frames + 2) / 3)
        #expect(findings == change.findings)
    }

    @Test("A prompt on one page without a position is heard", arguments: [0.3, 0.9])
    func onePage(seconds: Double) throws {
        var file = try Self.opus(frames: Int(seconds * 48000))
        #expect(file.pages.count == 3)
        file.set(Int64(0), at: 6, page: 2)
        file.fixChecksums()
        let (_, findings, frames) = try decode(file)
        #expect(frames == Self.packetSamples(file.pages[2...]) - Self.preSkip)
        #expect(findings == [.wrongTimestamps])
    }

    @Test("Pages after one that is marked as the last are read", arguments: [[2], [3], [2, 3, 4, 5]])
    func severalEnds(_ marked: [Int]) throws {
        var file = try Self.opus()
        let whole = try decode(file).sound
        for page in marked { file.set(UInt8(4), at: 5, page: page) }
        file.fixChecksums()
        let (sound, findings, frames) = try decode(file)
        #expect(frames == Self.frames && sound.samples == whole.samples && findings.isEmpty)
    }

    @Test("Pages that count backwards after the end belong to something else") func pagesOfAnotherStream() throws {
        var file = try Self.opus()
        let whole = try decode(file).sound
        // Another recording of the same serial number whose first page is lost.
        file.pages += file.pages.dropFirst()
        let (sound, _, frames) = try decode(file)
        #expect(frames == Self.frames && sound.samples == whole.samples)
    }

    @Test("A last page that is whole needs no mark", arguments: [RecordingKind.opus, .vorbis, .flac])
    func noEndMark(_ kind: RecordingKind) async throws {
        let wave = WaveBytes.pcm16(TestSound.voice(frames: 120_001), rate: 48000)
        var file =
            kind == .flac
            ? try OggBytes(Tool.require("flac", ["--silent", "--ogg", "-c", "-"], input: wave).output)
            : try OggBytes(kind.encode(wave))
        let whole = try await Converted(file.bytes)
        #expect(whole.report.findings.isEmpty)
        let last = file.pages.count - 1
        file.set(file.pages[last][5] & ~4, at: 5, page: last)
        file.fixChecksums()
        let unmarked = try await Converted(file.bytes)
        #expect(unmarked.report.findings.isEmpty)
        #expect(unmarked.samples == whole.samples)
        // A packet that goes on behind the file is no whole end.
        guard kind != .flac else { return }
        file.pages[last][26] += 1
        file.pages[last].insert(255, at: 27 + Int(file.pages[last][26]) - 1)
        file.pages[last] += [UInt8](repeating: 0, count: 255)
        file.fixChecksums()
        let cut = try await Converted(file.bytes)
        #expect(cut.report.findings.count == 1)
        guard case .stoppedEarly(_, nil, .truncated)? = cut.report.findings.first else {
            Issue.record("\(cut.report.findings)")
            return
        }
    }

    // MARK: Vorbis

    private static func vorbis(_ frames: Int = 200_000) throws -> OggBytes {
        let wave = WaveBytes.pcm16(TestSound.voice(frames: frames, rate: 44100), rate: 44100)
        return try OggBytes(RecordingKind.vorbis.encode(wave))
    }

    private static func frames(_ file: OggBytes) throws -> (frames: Int, findings: [Finding]) {
        let recording = try Recording(ByteSource.of(file.bytes))
        guard case .vorbis(_, let stream)? = recording.streams.first else { throw RecordingError.empty }
        return (stream.frames, recording.findings)
    }

    @Test func vorbisWithoutPositions() throws {
        var file = try Self.vorbis()
        #expect(try Self.frames(file) == (200_000, []))
        let audio = file.pages.indices.filter { $0 >= 2 }
        for page in audio { file.set(Int64(0), at: 6, page: page) }
        file.fixChecksums()
        let (frames, findings) = try Self.frames(file)
        // All packets, of which the encoder filled the last with nothing.
        #expect((200_000..<202_100).contains(frames))
        #expect(findings == [.wrongTimestamps])
    }

    @Test("Bytes between the headers, and between other pages, cost nothing", arguments: [1, 2, 3])
    func strayBytes(before page: Int) async throws {
        let file = try Self.vorbis()
        let whole = try await Converted(file.bytes)
        let stray = [UInt8](repeating: 0, count: 10)
        let bytes = file.pages[..<page].flatMap { $0 } + stray + file.pages[page...].flatMap { $0 }
        let converted = try await Converted(bytes)
        #expect(converted.samples == whole.samples)
        guard case .skippedDamage(_, 10, nil)? = converted.report.findings.first, converted.report.findings.count == 1
        else {
            Issue.record("\(converted.report.findings)")
            return
        }
    }
}
