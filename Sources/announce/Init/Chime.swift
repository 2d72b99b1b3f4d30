import Glibc

/// A placeholder for the first greeting: two bell strokes in a telephone WAV of 1.4 s.
enum Chime {
    /// The whole file.
    static var wave: [UInt8] {
        let rate = 8000.0
        let strokes = [(at: 0.1, pitch: 784.0), (at: 0.5, pitch: 587.0)]
        let samples = (0..<11_200).map { index -> Int16 in
            let time = Double(index) / rate
            let sound = strokes.reduce(0.0) { sum, stroke in
                let age = time - stroke.at
                guard age > 0 else { return sum }
                // A struck bell: loud within 5 ms, gone within the second, its upper tone sooner.
                let attack = min(1, age / 0.005)
                return sum + attack * exp(-5 * age)
                    * (sin(2 * .pi * stroke.pitch * age) + 0.4 * exp(-6 * age)
                        * sin(2 * .pi * 2.76 * stroke.pitch * age))
            }
            return Int16(sound * 6000)
        }
        return header(bytes: 2 * samples.count)
            + samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    /// The 44 bytes of a mono, 16-bit PCM, 8 kHz WAV.
    private static func header(bytes: Int) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        return Array("RIFF".utf8) + number(36 + bytes, 4) + Array("WAVEfmt ".utf8) + number(16, 4) + number(1, 2)
            + number(1, 2) + number(8000, 4) + number(16000, 4) + number(2, 2) + number(16, 2) + Array("data".utf8)
            + number(bytes, 4)
    }
}
