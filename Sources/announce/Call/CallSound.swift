import Glibc
import SystemPackage
import TelephoneAudio

/// The sound of a call as the caller hears it, built part by part: samples at 8 kHz, 16 bits, mono.
struct CallSound {
    private(set) var samples: [Int16] = []

    /// Appends the samples of a prompt.
    mutating func append(prompt: some Sequence<Int16>) {
        samples += prompt
    }

    /// Appends the time in which the call waits for a key that is not pressed.
    mutating func append(silence milliseconds: Int) {
        samples += repeatElement(0, count: milliseconds * telephoneRate / 1000)
    }

    /// Appends keys as the caller's telephone sends them: DTMF of ITU-T Q.23, 100 ms each with pauses of 100 ms. Q.24 has
    /// receivers detect 40 ms.
    mutating func append(keys: String) {
        for key in keys {
            samples += Self.tone(key)
            append(silence: Self.toneMilliseconds)
        }
    }

    /// The file: a WAV header and the samples.
    var wave: [UInt8] {
        AnnouncementEncoding.pcm16.waveHeader(samples: samples.count)
            + samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    /// Writes the file, replacing one that exists once the new one is complete.
    func write(to path: FilePath) throws(OutputError) {
        let file = try AnnouncementFile(target: path)
        try file.write(wave, at: 0)
        try file.publish(replacing: true)
    }

    // MARK: DTMF

    private static let toneMilliseconds = 100
    /// Hz, by the row and the column of a key (ITU-T Q.23).
    private static let (low, high) = ([697.0, 770, 852, 941], [1209.0, 1336, 1477])
    private static let keypad = ["123", "456", "789", "*0#"]
    /// Amplitudes of -9 and -7 dBm0, the usual sending levels of telephones (ETSI ES 201 235-2, with the high group 2 dB
    /// above the low one). 0 dBm0 is a full-scale sine, as everywhere in this project (RFC 7874, section 4).
    private static let (lowAmplitude, highAmplitude) = (pow(10, -9.0 / 20), pow(10, -7.0 / 20))

    private static func tone(_ key: Character) -> [Int16] {
        guard let row = keypad.firstIndex(where: { $0.contains(key) }),
            let column = Array(keypad[row]).firstIndex(of: key)
        else { return [] }
        let count = toneMilliseconds * telephoneRate / 1000
        return (0..<count).map { index in
            let angle = 2 * Double.pi * Double(index) / Double(telephoneRate)
            let sum = lowAmplitude * sin(low[row] * angle) + highAmplitude * sin(high[column] * angle)
            // Ramps of 2 ms, or the tone would begin and end with a click.
            let ramp = min(1, Double(min(index, count - 1 - index)) / 16)
            return Int16((32767 * ramp * sum).rounded())
        }
    }
}
