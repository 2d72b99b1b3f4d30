import Support
import SystemPackage

@testable import TelephoneAudio

/// Recordings that tests make with ffmpeg: a tone of 1 kHz at 44.1 kHz, half of full scale.
enum FFmpegFile {
    static let tone = TestSound.tone(1000, frames: 88200, rate: 44100)

    /// Encodes samples with these options as a file of this name, and returns its bytes.
    static func encode(_ options: [String], as name: String, _ samples: [Int16] = tone) throws -> [UInt8] {
        try encode([samples], options, as: name)
    }

    /// Encodes several tracks.
    static func encode(_ tracks: [[Int16]], _ options: [String], as name: String) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        var arguments = ["-v", "error", "-y"]
        for (number, samples) in tracks.enumerated() {
            let input = try folder.write(WaveBytes.pcm16(samples, rate: 44100), to: "\(number).wav")
            arguments += ["-i", input.string]
        }
        for number in tracks.indices { arguments += ["-map", "\(number)"] }
        try Tool.require("ffmpeg", arguments + ["-bitexact"] + options + [folder.file(name).string])
        return try folder.bytes(of: name)
    }
}

extension Converted {
    /// The amplitude of 1 kHz, without the first and the last fifth.
    var tone: Double {
        let samples = floats
        let edge = samples.count / 5 / 8 * 8
        guard samples.count > 80 else { return 0 }
        let length = (samples.count - 2 * edge) / 8 * 8
        return Tone.found(in: samples, at: 1000, range: edge..<edge + length).amplitude
    }
}

extension Inspector {
    /// Inspects a file of these bytes.
    func inspect(_ bytes: [UInt8]) throws -> Inspection {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        return try inspect(.file(folder.write(bytes, to: "in")))
    }
}
