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

    /// The same about what was made of a recording by another conversion.
    func with(_ later: RenderReport) -> RenderReport {
        // What is wrong with the file, and how the sound is now.
        let all = findings.filter { $0.isAboutFile } + later.findings.filter { !$0.isAboutFile }
        return RenderReport(
            format: format, recordedSeconds: recordedSeconds, activeLevelDBm0: later.activeLevelDBm0, findings: all)
    }

    private init(format: Format, recordedSeconds: Double, activeLevelDBm0: Double?, findings: [Finding]) {
        (self.format, self.recordedSeconds, self.activeLevelDBm0) = (format, recordedSeconds, activeLevelDBm0)
        self.findings = findings
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

extension Finding {
    /// Whether it is about how a recording's file was read, and not about its sound.
    fileprivate var isAboutFile: Bool {
        switch self {
        case .stoppedEarly, .skippedDamage, .headerLies, .cutShort, .unreadBytes, .joinedStreams, .timestampGap,
            .wrongTimestamps, .otherTrack, .silentTrack, .nonFiniteSamples, .antiPhase, .channelsCancel, .oneChannel,
            .resampledBySinc:
            true
        default: false
        }
    }
}
