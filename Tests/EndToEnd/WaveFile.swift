import Foundation
import Support
import SystemPackage
import Testing

/// WAV files as tests make them, and as announcements have to be.
enum WaveFile {
    /// The 44 bytes before `samples` samples: the only header known to play.
    static func announcementHeader(samples: Int) -> [UInt8] {
        header(rate: 8000, channels: 1, frames: samples)
    }

    /// The header of 16-bit PCM (Microsoft, RIFF WAVE).
    static func header(rate: Int, channels: Int, frames: Int) -> [UInt8] {
        let bytes = frames * channels * 2
        return Array("RIFF".utf8) + little(36 + bytes, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
            + little(1, 2) + little(channels, 2) + little(rate, 4) + little(rate * channels * 2, 4)
            + little(channels * 2, 2) + little(16, 2) + Array("data".utf8) + little(bytes, 4)
    }

    /// A tone of half of full scale.
    static func tone(seconds: Double, rate: Int, hertz: Double = 440) -> [UInt8] {
        let frames = Int(seconds * Double(rate))
        let samples = (0..<frames).flatMap { frame in
            little(Int(16384 * sin(2 * .pi * hertz * Double(frame) / Double(rate))) & 0xFFFF, 2)
        }
        return header(rate: rate, channels: 1, frames: frames) + samples
    }

    /// Silence of any length that takes no room on the disk.
    static func writeLong(seconds: Int, rate: Int = 48000, to path: FilePath) throws {
        let frames = seconds * rate
        try Data(header(rate: rate, channels: 2, frames: frames)).write(to: URL(fileURLWithPath: path.string))
        let file = try #require(FileHandle(forWritingAtPath: path.string))
        try file.truncate(atOffset: UInt64(44 + frames * 4))
        try file.close()
    }

    static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// The samples behind the header of an announcement.
    static func samples(_ bytes: [UInt8]) -> [Double] {
        stride(from: 44, to: bytes.count - 1, by: 2).map {
            Double(Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8))
        }
    }
}

/// Checks that a file is an announcement to the last bit of its header, and that sox agrees.
///
/// - Parameter samples: how many it has to hold, where that is known.
func expectAnnouncement(
    _ path: FilePath, samples: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path.string)))
    let count = samples ?? (bytes.count - 44) / 2
    #expect(
        Array(bytes.prefix(44)) == WaveFile.announcementHeader(samples: count), "\(path)",
        sourceLocation: sourceLocation)
    #expect(bytes.count == 44 + 2 * count, "\(path)", sourceLocation: sourceLocation)

    let lines = try Tool.require("sox", ["--info", path.string]).text.split(separator: "\n")
    let fields = Dictionary(
        lines.compactMap { line in
            line.split(separator: ":", maxSplits: 1).count == 2
                ? line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) } : nil
        }.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    #expect(fields["Channels"] == "1", sourceLocation: sourceLocation)
    #expect(fields["Sample Rate"] == "8000", sourceLocation: sourceLocation)
    #expect(fields["Precision"] == "16-bit", sourceLocation: sourceLocation)
    #expect(fields["Sample Encoding"] == "16-bit Signed Integer PCM", sourceLocation: sourceLocation)
    #expect(fields["Duration"]?.contains(" \(count) samples") == true, sourceLocation: sourceLocation)
    let decoded = try Tool.require("sox", [path.string, "-t", "raw", "-"])
    #expect(decoded.errors.isEmpty, "\(decoded.errors)", sourceLocation: sourceLocation)
    #expect(decoded.output == Array(bytes.dropFirst(44)), sourceLocation: sourceLocation)
}
