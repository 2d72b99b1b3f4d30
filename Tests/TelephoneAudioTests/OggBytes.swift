import Support
import Testing

@testable import TelephoneAudio

/// An Ogg file as a list of pages that can be changed, with right checksums afterwards or not.
struct OggBytes {
    var pages: [[UInt8]]

    var bytes: [UInt8] { pages.flatMap { $0 } }

    /// Splits a file that is in order.
    init(_ bytes: [UInt8]) throws {
        pages = []
        let walk = OggPages(try ByteSource.of(bytes), verifying: true)
        while let page = try walk.next() {
            try #require(page.skipped == 0)
            pages.append(Array(bytes[page.offset..<page.end]))
        }
    }

    /// Sets a number in a page, least significant byte first.
    mutating func set(_ value: some FixedWidthInteger, at offset: Int, page: Int) {
        for index in 0..<value.bitWidth / 8 {
            pages[page][offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
        }
    }

    /// Numbers the pages anew.
    mutating func renumber() {
        for page in pages.indices { set(UInt32(page), at: 18, page: page) }
    }

    mutating func fixChecksums() {
        for page in pages.indices {
            set(UInt32(0), at: 22, page: page)
            var checksum = OggChecksum()
            pages[page].withUnsafeBytes { checksum.add($0) }
            set(checksum.value, at: 22, page: page)
        }
    }

    /// Encodes 16-bit samples at 48 kHz with opusenc.
    static func opus(_ samples: [Int16], channels: Int = 1, _ options: String...) throws -> [UInt8] {
        let raw = ["--quiet", "--raw", "--raw-rate", "48000", "--raw-chan", "\(channels)", "-", "-"]
        return try Tool.require("opusenc", options + raw, input: TestSound.bytes(samples)).output
    }
}
