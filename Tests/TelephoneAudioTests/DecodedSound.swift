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
        let count = max(0, frames - 2 * edge)
        let (turn, windowTurn) = (2 * Double.pi * frequency / Double(sampleRate), 2 * Double.pi / Double(count))
        var (real, imaginary, weight) = (0.0, 0.0, 0.0)
        // Plain loops over raw memory: without the optimizer, sequences of samples take most of the tests' time.
        samples.withUnsafeBufferPointer { samples in
            var position = 0
            while position < count {
                let sample = Double(samples[(edge + position) * channels + index])
                let window = 0.5 - 0.5 * cos(windowTurn * Double(position))
                real += sample * cos(turn * Double(position)) * window
                imaginary += sample * sin(turn * Double(position)) * window
                weight += window
                position += 1
            }
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
        [Float](unsafeUninitializedCapacity: frames * channels) { buffer, count in
            var (frame, scale) = (0, Float(1))
            if case .planarInt32(let bits) = layout { scale = Float(1 << (bits - 1)) }
            while frame < frames {
                var channel = 0
                while channel < channels {
                    let at = base + offset(frame, channel, layout, channels)
                    switch layout {
                    case .int16: buffer[count] = Float(at.loadUnaligned(as: Int16.self)) / 32768
                    case .packedInt24:
                        buffer[count] = Float((at.loadUnaligned(as: Int32.self) << 8) >> 8) / 8_388_608
                    case .planarInt32: buffer[count] = Float(at.loadUnaligned(as: Int32.self)) / scale
                    case .float32, .planarFloat32: buffer[count] = at.loadUnaligned(as: Float.self)
                    }
                    (channel, count) = (channel + 1, count + 1)
                }
                frame += 1
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
        [Int16](unsafeUninitializedCapacity: frames * levels.count) { samples, count in
            let turn = 2 * Double.pi * frequency / Double(rate)
            var frame = 0
            while frame < frames {
                let sine = sin(turn * Double(frame)) * 32767
                for level in levels {
                    samples[count] = Int16((level * sine).rounded())
                    count += 1
                }
                frame += 1
            }
        }
    }

    /// Like a voice to a speech coder: a buzz that glides and swells, without a pause.
    static func voice(frames: Int, rate: Int = 48000) -> [Int16] {
        [Int16](unsafeUninitializedCapacity: frames) { samples, count in
            var phase = 0.0
            let step = 1 / Double(rate)
            while count < frames {
                let time = Double(count) * step
                phase += (120 + 30 * sin(2 * Double.pi * 0.7 * time)) * step
                let syllable = 0.6 + 0.4 * sin(2 * Double.pi * 2.3 * time)
                samples[count] = Int16(8000 * (2 * (phase - phase.rounded(.down)) - 1) * syllable)
                count += 1
            }
        }
    }

    /// As raw bytes, least significant first.
    static func bytes(_ samples: [Int16]) -> [UInt8] {
        samples.withUnsafeBytes { Array($0) }
    }
}
