/// The properties of sound that was decoded, mixed and resampled: of one stream, or of all so far.
struct ConvertedSound: Sendable {
    /// The first stream's format.
    var format: RecordingFormat
    /// Samples at 8 kHz.
    var samples: Int
    /// Seconds, by the frames that were decoded.
    var recordedDuration: Double
    /// What the mix made of the stream's channels; nil unless several were mixed.
    var channelMeter: ChannelMeter?
    var findings: [Finding]
    /// What was encoded; empty where samples were only spooled.
    var statistics: SampleStatistics

    /// Appends the stream that follows.
    mutating func append(_ next: ConvertedSound) {
        // Times in findings count from the start of the file, not of the stream.
        for finding in next.findings.map({ $0.later(by: recordedDuration) }) {
            // Of a chain of songs, all with one channel of sound, it is said once.
            if finding.usedChannel == nil || !findings.contains(finding) { findings.append(finding) }
        }
        samples += next.samples
        recordedDuration += next.recordedDuration
        statistics.add(next.statistics)
    }

    /// Adds what another worker measured of the part that follows in the same stream.
    mutating func addMeasurements(of next: ConvertedSound) {
        statistics.add(next.statistics)
        guard let other = next.channelMeter else { return }
        channelMeter?.add(other)
        channelMeter = channelMeter ?? other
    }
}
