import Glibc

@testable import TelephoneAudio

/// All that a decoder delivers.
struct DecodedSound {
    /// Interleaved.
    var samples: [Float] = []
    var channels: Int
    var sampleRate: Int
    var findings: [Finding] = []

    var frames: Int { samples.count / channels }

    /// Reads a decoder to its end, in pieces of uneven size.
    init(_ decoder: some Decoder, limit: Int = 1 << 26) throws {
        channels = decoder.format.channels.count
        sampleRate = decoder.format.sampleRate
        let block = SampleBlock(frames: 5000, layout: decoder.layout, channels: channels)
        var size = 5000
        while frames < limit {
            let count = try decoder.read(min(size, limit - frames), into: block)
            if count == 0 { break }
            samples += block.floats(count, layout: decoder.layout, channels: channels)
            size = size == 5000 ? 1 : min(5000, size * 3)
        }
        findings = decoder.findings
    }

    /// Samples of one channel.
    func channel(_ index: Int) -> [Float] {
        stride(from: index, to: samples.count, by: channels).map { samples[$0] }
    }

    /// The level of a tone in one channel, full scale 1, without the first and last tenth of a second.
    func level(of frequency: Double, channel index: Int = 0) -> Double {
        let edge = sampleRate / 10
        let sound = channel(index).dropFirst(edge).dropLast(edge)
        var (real, imaginary, weight) = (0.0, 0.0, 0.0)
        for (position, sample) in sound.enumerated() {
            let angle = 2 * Double.pi * frequency * Double(position) / Double(sampleRate)
            let window = 0.5 - 0.5 * cos(2 * Double.pi * Double(position) / Double(sound.count))
            real += Double(sample) * cos(angle) * window
            imaginary += Double(sample) * sin(angle) * window
            weight += window
        }
        return 2 * (real * real + imaginary * imaginary).squareRoot() / weight
    }

    /// The largest sample, of one channel.
    func peak(channel index: Int = 0) -> Float {
        channel(index).map(abs).max() ?? 0
    }
}

extension SampleBlock {
    /// The first frames, interleaved, full scale 1.
    func floats(_ frames: Int, layout: SampleLayout, channels: Int) -> [Float] {
        (0..<frames).flatMap { frame in
            (0..<channels).map { channel in
                let at = base + offset(frame, channel, layout, channels)
                switch layout {
                case .int16: return Float(at.loadUnaligned(as: Int16.self)) / 32768
                case .packedInt24: return Float((at.loadUnaligned(as: Int32.self) << 8) >> 8) / 8_388_608
                case .planarInt32(let bits): return Float(at.loadUnaligned(as: Int32.self)) / Float(1 << (bits - 1))
                case .float32, .planarFloat32: return at.loadUnaligned(as: Float.self)
                }
            }
        }
    }

    /// Takes interleaved samples.
    func fill(_ bytes: [UInt8], layout: SampleLayout, channels: Int) {
        for start in stride(from: 0, to: bytes.count, by: layout.size) {
            let sample = start / layout.size
            let at = base + offset(sample / channels, sample % channels, layout, channels)
            at.copyMemory(from: Array(bytes[start..<start + layout.size]), byteCount: layout.size)
        }
    }

    private func offset(_ frame: Int, _ channel: Int, _ layout: SampleLayout, _ channels: Int) -> Int {
        layout.isPlanar ? channel * planeStride + frame * layout.size : (frame * channels + channel) * layout.size
    }
}

/// Sounds that tests encode: 16-bit samples.
enum TestSound {
    /// A sine; `levels` has one level for each channel, full scale 1.
    static func tone(_ frequency: Double, frames: Int, rate: Int = 48000, levels: [Double] = [0.5]) -> [Int16] {
        (0..<frames).flatMap { frame in
            let sine = sin(2 * Double.pi * frequency * Double(frame) / Double(rate))
            return levels.map { Int16(($0 * sine * 32767).rounded()) }
        }
    }

    /// Like a voice to a speech coder: a buzz that glides and swells, without a pause.
    static func voice(frames: Int, rate: Int = 48000) -> [Int16] {
        var phase = 0.0
        return (0..<frames).map { frame in
            let time = Double(frame) / Double(rate)
            phase += (120 + 30 * sin(2 * Double.pi * 0.7 * time)) / Double(rate)
            let syllable = 0.6 + 0.4 * sin(2 * Double.pi * 2.3 * time)
            return Int16(8000 * (2 * (phase - phase.rounded(.down)) - 1) * syllable)
        }
    }

    /// As raw bytes, least significant first.
    static func bytes(_ samples: [Int16]) -> [UInt8] {
        samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }
}
