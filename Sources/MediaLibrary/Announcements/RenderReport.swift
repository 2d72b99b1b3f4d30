package import TelephoneAudio

/// The facts about a recording that its conversion found out.
package struct RenderReport: Hashable, Sendable, Codable {
    package let format: Format
    /// Seconds of sound in the recording.
    package let recordedSeconds: Double
    /// Level of the speech in dBm0, pauses left out; nil for silence.
    package let activeLevelDBm0: Double?
    package let findings: [Finding]

    /// The recording's format.
    package struct Format: Hashable, Sendable, Codable {
        package let container: String
        package let codec: String
        /// Hz.
        package let sampleRate: Int
        package let channels: Int
    }

    init(_ report: ConversionReport) {
        format = Format(
            container: report.format.container, codec: report.format.codec, sampleRate: report.format.sampleRate,
            channels: report.format.channels.count)
        recordedSeconds = report.recordedDuration
        // RFC 7874: 0 dBm0 is 3 dB below full scale RMS.
        activeLevelDBm0 = report.activeLevel.map { $0 + 3 }
        findings = report.findings
    }
}
