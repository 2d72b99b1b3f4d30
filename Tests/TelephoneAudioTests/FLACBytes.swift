import Support
import SystemPackage

@testable import TelephoneAudio

/// A native FLAC file in parts that can be changed.
struct FLACBytes {
    /// Everything before the first frame.
    var header: [UInt8]
    var frames: [[UInt8]]

    var bytes: [UInt8] { header + frames.joined() }

    /// Splits a file that is in order.
    init(_ bytes: [UInt8]) throws {
        // "fLaC", then blocks: a flag for the last one and a type, a size, the block (RFC 9639 section 8).
        var start = 4
        while true {
            let block = bytes[start..<start + 4]
            start += 4 + block.dropFirst().reduce(0) { $0 << 8 | Int($1) }
            if (block.first ?? 0) & 0x80 != 0 { break }
        }
        header = Array(bytes[..<start])
        frames = []
        let reader = try FLACFrameReader(ByteSource.of(bytes), oggSerial: nil)
        while try reader.next(), let end = reader.end {
            frames.append(Array(bytes[start..<end]))
            start = end
        }
    }

    /// The 36 bits of the header that tell the length.
    mutating func setTotal(_ total: Int) {
        header[21] = header[21] & 0xF0 | UInt8(truncatingIfNeeded: total >> 32)
        for index in 0..<4 { header[22 + index] = UInt8(truncatingIfNeeded: total >> (24 - 8 * index)) }
    }

    /// Inserts a block of metadata behind the first.
    mutating func insert(_ block: [UInt8], type: UInt8, claiming size: Int? = nil) {
        let size = size ?? block.count
        let start = [type, UInt8(size >> 16), UInt8(size >> 8 & 0xFF), UInt8(size & 0xFF)]
        header.insert(contentsOf: start + block, at: 42)
    }

    /// Encodes samples of 8, 16, 24 or 32 bits.
    static func encode(
        _ samples: [Int32], bits: Int = 16, channels: Int = 1, rate: Int = 44100, _ options: [String] = []
    ) throws -> [UInt8] {
        let raw = [
            "--silent", "--force-raw-format", "--endian=little", "--sign=signed", "--channels=\(channels)",
            "--bps=\(bits)", "--sample-rate=\(rate)", "--no-padding", "--lax",
        ]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(samples.count * bits / 8)
        for sample in samples {
            for shift in stride(from: 0, to: Int32(bits), by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: sample >> shift))
            }
        }
        // To a file: into a pipe it would write no length.
        let folder = try TemporaryFolder()
        let input = try folder.write(bytes, to: "in").string
        try Tool.require("flac", raw + options + ["-o", folder.file("out").string, input])
        return try folder.bytes(of: "out")
    }
}

/// What a decoder of integers or floats delivers, full scale 1.
struct ScaledSound {
    var samples: [Float] = []
    var findings: [Finding]

    /// Reads to the end in pieces of uneven size.
    init(_ decoder: some Decoder, limit: Int = 1 << 24) throws {
        let sound = try DecodedSound(decoder, limit: limit)
        (samples, findings) = (sound.samples, sound.findings)
    }

    /// Samples as an encoder was given them.
    init(_ samples: [Int32], bits: Int) {
        self.samples = samples.map { Float($0) / Float(1 << (bits - 1)) }
        findings = []
    }
}
