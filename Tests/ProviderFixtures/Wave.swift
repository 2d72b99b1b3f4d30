/// WAV files.
package enum Wave {
    /// 16-bit PCM, one channel.
    package static func tone(milliseconds: Int, rate: Int = 8_000) -> [UInt8] {
        let samples = (0..<milliseconds * rate / 1000).flatMap { little(($0 % 16 < 8 ? 8_000 : -8_000) & 0xFFFF, 2) }
        return Array("RIFF".utf8) + little(36 + samples.count, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
            + little(1, 2)
            + little(1, 2) + little(rate, 4) + little(2 * rate, 4) + little(2, 2) + little(16, 2) + Array("data".utf8)
            + little(samples.count, 4) + samples
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
