import MediaLibrary
import TelephoneAudio

// What the JSON of several commands has in common. The names of the properties are part of the interface.

/// A recording's format in JSON.
struct FormatObject: Encodable {
    let container: String
    let codec: String
    let sampleRate: Int
    let channels: Int

    init(_ format: RecordingFormat) {
        container = format.container
        codec = format.codec
        sampleRate = format.sampleRate
        channels = format.channels.count
    }
}

/// A finding in JSON.
struct FindingObject: Encodable {
    let severity: String
    let code: String
    let message: String
    /// Seconds from the start of the recording.
    let at: Double?

    init(_ finding: Finding) {
        severity = finding.severity.rawValue
        code = finding.code
        message = finding.sentence
        at = finding.place.map(rounded)
    }
}

/// An error in JSON.
struct ErrorObject: Encodable {
    let code: String
    let message: String
}
