/// The properties of sound that was decoded, mixed and resampled: of one stream, or of all so far.
struct ConvertedSound: Sendable {
    /// The first stream's format.
    var format: RecordingFormat
    /// Samples at 8 kHz.
    var samples: Int
    /// Seconds, by the frames that were decoded.
    var recordedDuration: Double
    /// How the channels add up; nil unless two of them were mixed.
    var phase: PhaseMeter?
    var findings: [Finding]
    /// What was encoded; empty where samples were only spooled.
    var statistics: SampleStatistics

    /// Appends the stream that follows.
    mutating func append(_ next: ConvertedSound) {
        // Times in findings count from the start of the file, not of the stream.
        findings += next.findings.map { $0.later(by: recordedDuration) }
        samples += next.samples
        recordedDuration += next.recordedDuration
        addMeasurements(of: next)
    }

    /// Adds what another worker measured of the part that follows in the same stream.
    mutating func addMeasurements(of next: ConvertedSound) {
        statistics.add(next.statistics)
        guard let other = next.phase else { return }
        phase?.add(other)
        phase = phase ?? other
    }
}
