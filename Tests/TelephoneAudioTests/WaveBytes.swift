import Glibc
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Builds WAV files byte by byte, right ones and wrong ones.
struct WaveBytes {
    var bytes: [UInt8] = []

    init(_ id: StaticString = "RIFF", size: UInt32 = 0) {
        chunk(id, size: size)
        bytes += Array("WAVE".utf8)
    }

    /// The form known to play: 44 bytes of header, then `samples`.
    static func canonical(samples: Int = 100, rate: Int = 8000) -> [UInt8] {
        var wave = WaveBytes(size: UInt32(36 + samples * 2))
        wave.format(rate: rate)
        wave.data(samples * 2)
        return wave.bytes
    }

    mutating func chunk(_ id: StaticString, size: UInt32, _ body: [UInt8] = []) {
        bytes += id.withUTF8Buffer { Array($0) } + Self.little(size, 4) + body
    }

    mutating func format(
        tag: UInt16 = 1, channels: Int = 1, rate: Int = 8000, bits: Int = 16, blockAlign: Int? = nil,
        byteRate: Int? = nil, extra: [UInt8] = []
    ) {
        let align = blockAlign ?? channels * (bits / 8)
        let body =
            Self.little(tag, 2) + Self.little(channels, 2) + Self.little(rate, 4)
            + Self.little(byteRate ?? rate * align, 4) + Self.little(align, 2) + Self.little(bits, 2) + extra
        chunk("fmt ", size: UInt32(body.count), body)
    }

    /// The rest of a WAVE_FORMAT_EXTENSIBLE header for a codec with a tag.
    static func extensible(tag: UInt16, validBits: Int, mask: Int) -> [UInt8] {
        little(22, 2) + little(validBits, 2) + little(mask, 4) + little(tag, 2)
            + [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    }

    /// Sound that looks like nothing else: `count` bytes, and a size that may be wrong.
    mutating func data(_ count: Int, claimed: UInt32? = nil) {
        chunk("data", size: claimed ?? UInt32(count), (0..<count).map { UInt8(truncatingIfNeeded: 128 + $0 * 37 % 96) })
    }

    /// With the RIFF size that the file has now.
    var finished: [UInt8] {
        Array(bytes[..<4]) + Self.little(bytes.count - 8, 4) + Array(bytes[8...])
    }

    static func little(_ value: some BinaryInteger, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}

extension ByteSource {
    /// A nameless file with these bytes, continued with zeros up to `size`, which take no space.
    static func of(_ bytes: [UInt8], size: Int? = nil) throws -> ByteSource {
        var name = Array("/tmp/bytes-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        try #require(descriptor >= 0)
        unlink(name)
        try #require(bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count)
        if let size { try #require(ftruncate(descriptor, off_t(size)) == 0) }
        return try ByteSource(owning: FileDescriptor(rawValue: descriptor))
    }
}
