import Support
import Testing

@testable import TelephoneAudio

@Suite(.enabled(if: Tool.isInstalled("opusenc") && Tool.isInstalled("oggenc"), "opus-tools, vorbis-tools"))
struct OggPagesTests {
    private static let sound = TestSound.tone(440, frames: 48000 * 3)

    private func walk(_ bytes: [UInt8], verifying: Bool) throws -> (pages: [OggPage], unread: Int) {
        let walk = OggPages(try ByteSource.of(bytes), verifying: verifying)
        var pages: [OggPage] = []
        while let page = try walk.next() { pages.append(page) }
        return (pages, walk.unread)
    }

    @Test(arguments: [true, false]) func wholeFile(verifying: Bool) throws {
        let bytes = try OggBytes.opus(Self.sound)
        let (pages, unread) = try walk(bytes, verifying: verifying)
        #expect(pages.count >= 5)
        #expect(pages.map(\.sequence) == Array(0..<UInt32(pages.count)))
        #expect(pages.map(\.size).reduce(0, +) == bytes.count)
        #expect(pages.allSatisfy { $0.skipped == 0 && !$0.isCut } && unread == 0)
        #expect(pages.map(\.isFirst) == pages.indices.map { $0 == 0 })
        #expect(pages.map(\.isLast) == pages.indices.map { $0 == pages.count - 1 })
        #expect(pages.last?.granule == Int64(3 * 48000 + 312))
    }

    @Test func everyChangedByteBreaksTheChecksum() throws {
        let page = try OggBytes(OggBytes.opus(Self.sound)).pages[0]
        #expect(page.withUnsafeBytes(OggPage.isIntact))
        for index in page.indices {
            var changed = page
            changed[index] ^= 0x10
            #expect(!changed.withUnsafeBytes(OggPage.isIntact), "byte \(index)")
        }
    }

    @Test(arguments: [(true, 0), (true, 27), (true, 200), (false, 0), (false, 4)])
    func damageCostsItsPageOnly(verifying: Bool, at offset: Int) throws {
        var file = try OggBytes(OggBytes.opus(Self.sound))
        let size = file.pages[3].count
        for index in offset..<offset + 20 { file.pages[3][index] = 0xAA }
        let (pages, _) = try walk(file.bytes, verifying: verifying)
        #expect(pages.map(\.sequence) == file.pages.indices.filter { $0 != 3 }.map(UInt32.init))
        #expect(pages.first { $0.sequence == 4 }?.skipped == size)
    }

    @Test func garbageBetweenAndAfterPages() throws {
        let file = try OggBytes(OggBytes.opus(Self.sound))
        let garbage = Array("OggS but not OggS\0\0\0 OggO".utf8)
        let bytes = garbage + file.pages[0] + garbage + file.pages[1...].flatMap { $0 } + garbage
        for verifying in [true, false] {
            let (pages, unread) = try walk(bytes, verifying: verifying)
            #expect(pages.count == file.pages.count)
            #expect(pages.map(\.skipped).reduce(0, +) == 2 * garbage.count)
            #expect(unread == garbage.count)
        }
    }

    @Test func aCutPageIsTheLast() throws {
        let bytes = try OggBytes.opus(Self.sound)
        let (pages, unread) = try walk(Array(bytes.dropLast(10)), verifying: true)
        #expect(pages.last?.isCut == true && unread == 0)
        #expect(pages.last.map { $0.bodySize - $0.available } == 10)
    }

    @Test func manyFalsePatternsEnd() throws {
        // Each claims a page of 64 KiB.
        var claim = Array("OggS".utf8) + [UInt8](repeating: 0, count: 22)
        claim += [255] + [UInt8](repeating: 255, count: 255)
        let bytes = (0..<4000).flatMap { _ in claim }
        #expect(try walk(bytes, verifying: true).pages.count <= 1)
        #expect(try OggLinks(ByteSource.of(bytes)).links.isEmpty)
    }

    @Test(arguments: ["", "O", "OggS", "OggS\0\u{2}", String(repeating: "OggS", count: 10_000)])
    func noPages(text: String) throws {
        #expect(try walk(Array(text.utf8), verifying: true).pages.isEmpty)
        #expect(try OggLinks(ByteSource.of(Array(text.utf8))).unclaimed == text.utf8.count)
    }

    @Test func linksOfAChain() throws {
        let raw = TestSound.bytes(Self.sound)
        let vorbis = try Tool.require("oggenc", ["-Q", "-r", "-R", "48000", "-C", "1", "-o", "-", "-"], input: raw)
            .output
        let opus = try OggBytes.opus(Self.sound)
        let garbage = Array("some leading bytes".utf8)
        let chain = try OggLinks(ByteSource.of(garbage + vorbis + opus + opus + vorbis))
        var start = garbage.count
        let ranges = [vorbis, opus, opus, vorbis].map { part -> Range<Int> in
            defer { start += part.count }
            return start..<start + part.count
        }
        #expect(chain.links.map(\.range) == ranges)
        #expect(chain.links.map(\.audio?.codec) == [.vorbis, .opus, .opus, .vorbis])
        #expect(chain.unclaimed == garbage.count)
    }

    @Test func streamsSideBySideAreOneLink() throws {
        let first = try OggBytes(OggBytes.opus(Self.sound, "--serial", "1"))
        let second = try OggBytes(OggBytes.opus(Self.sound, "--serial", "2"))
        let bytes = zip(first.pages, second.pages).flatMap { $0 + $1 }
        let links = try OggLinks(ByteSource.of(bytes)).links
        #expect(links.map { $0.streams.map(\.serial) } == [[1, 2]])
        // And the first is heard as if it were alone.
        let source = try ByteSource.of(bytes)
        let together = try OpusDecoder(source, stream: OpusStream(source, link: links[0]), mix: true)
        #expect(together.length == .exact(48000))
        #expect(try DecodedSound(together).findings.isEmpty)
    }

    @Test(arguments: [
        ("OpusHead.", OggCodec.opus), ("\u{1}vorbis", .vorbis), ("\u{7F}FLAC\u{1}", .flac), ("fLaC", .flac),
        ("Speex   1.2", .speex), ("fishead\0", .skeleton), ("OpusTags", .unknown), ("", .unknown),
    ])
    func codecByMagic(start: String, codec: OggCodec) {
        #expect(OggCodec(firstPacket: start.utf8) == codec)
    }
}
