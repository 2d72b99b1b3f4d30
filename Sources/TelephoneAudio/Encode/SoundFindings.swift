/// Judges how an announcement sounds to a caller. `Conversion` and `Inspector` both use it, so that they report the same
/// findings of the same recording.
extension SampleStatistics {
    /// 21 dB below what the telephone expects of speech (-19 dBm0, RFC 7874), as dB below full scale RMS.
    private static let quietest = -43.0
    /// Seconds: shorter than any spoken word.
    private static let shortest = 0.3
    /// dB between speech and the noise in its pauses.
    private static let leastOverNoise = 15.0
    /// dB. With more, noise does not disturb.
    private static let mostOverNoise = 30.0
    /// dB below full scale (RMS). Softer noise is lost in that of the line.
    private static let heardNoise = -65.0
    /// dB. What is nearer to its softest parts than this is all noise, or music.
    private static let leastModulation = 8.0
    /// Seconds. Shorter recordings have no pauses.
    private static let shortestWithPauses = 1.0
    /// Samples in which key tones are looked for: one minute. Prompts that wait for keys are shorter, and looking through
    /// hours of music would cost more than converting it.
    static let keyToneSamples = 60 * telephoneRate

    /// Returns the findings about an announcement of `samples` samples.
    func findings(samples: Int) -> [Finding] {
        var findings: [Finding] = []
        let seconds = Double(samples) / Double(telephoneRate)
        let reading = meter.reading
        if overs > 0 { findings.append(.clipped(samples: overs)) }
        if isSilent {
            findings.append(.silent)
        } else if let level = reading.activeLevel ?? peak, level < Self.quietest {
            findings.append(.quiet(activeLevel: reading.activeLevel))
        }
        if reading.hasOffset { findings.append(.dcOffset(reading.mean, isRemoved: false)) }
        if seconds >= Self.shortestWithPauses, let level = reading.activeLevel, let noise = reading.noise,
            (Self.leastModulation..<Self.leastOverNoise).contains(level - noise)
        {
            findings.append(.noisy(speechOverNoise: level - noise))
        }
        if seconds >= Self.shortestWithPauses, let level = reading.activeLevel, let noise = reading.noise,
            (Self.leastOverNoise..<Self.mostOverNoise).contains(level - noise), noise >= Self.heardNoise
        {
            findings.append(.steadyNoise(noise))
        }
        if seconds < Self.shortest { findings.append(.tooShort(seconds: seconds)) }
        if let first = keyTones.first {
            findings.append(.keyTones(keys: String(keyTones.map(\.key)), at: first.at))
        }
        return findings
    }
}
