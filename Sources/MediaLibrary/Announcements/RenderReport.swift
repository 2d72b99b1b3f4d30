package import TelephoneAudio

/// What was found out about a recording while it was converted.
package struct RenderReport: Hashable, Sendable, Codable {
    package let format: Format
    /// Seconds of sound in the recording.
    package let recordedSeconds: Double
    /// Level of the speech in dBm0, pauses left out; nil for silence.
    package let activeLevelDBm0: Double?
    package let findings: [RecordingFinding]

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
        findings = report.findings.map(RecordingFinding.found)
    }
}

/// Something worth knowing about a recording that did not stop its conversion.
package enum RecordingFinding: Hashable, Sendable {
    case found(Finding)
    /// As the index of an earlier version of the program describes it: in words only.
    case described(Finding.Severity, String)

    package var severity: Finding.Severity {
        switch self {
        case .found(let finding): finding.severity
        case .described(let severity, _): severity
        }
    }

    /// Whether callers may hear less than the recording held, or something else than meant. Otherwise it is a note.
    package var isWarning: Bool { severity == .warning }

    /// What was found, for people.
    package var message: String {
        switch self {
        case .found(let finding): finding.sentence
        case .described(_, let words): words
        }
    }
}

extension RecordingFinding: Codable {
    private enum DescribedKeys: String, CodingKey {
        case severity, message
    }

    package init(from decoder: any Swift.Decoder) throws {
        let described = try decoder.container(keyedBy: DescribedKeys.self)
        if let severity = try described.decodeIfPresent(Finding.Severity.self, forKey: .severity) {
            self = .described(severity, try described.decode(String.self, forKey: .message))
        } else {
            self = .found(try Finding(from: decoder))
        }
    }

    package func encode(to encoder: any Swift.Encoder) throws {
        switch self {
        case .found(let finding): try finding.encode(to: encoder)
        case .described(let severity, let words):
            var described = encoder.container(keyedBy: DescribedKeys.self)
            try described.encode(severity, forKey: .severity)
            try described.encode(words, forKey: .message)
        }
    }
}
