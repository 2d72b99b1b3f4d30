package import Telephony

/// A recording in the folder, and what has become of it.
package struct RecordingState: Hashable, Sendable {
    package let name: AnnouncementName
    /// Below the recordings folder.
    package let path: String
    package let status: Status
    /// What callers hear under its name. With a status other than `published` that is the version before.
    package let published: PublishedFile?
    /// What was found on the way; nil before it has been converted.
    package let report: RenderReport?

    package enum Status: Hashable, Sendable {
        case published
        /// Waiting for its conversion, or in it.
        case converting
        /// Somebody has it open for writing.
        case beingWritten
        /// Another recording has the same name.
        case sameName
        case failed(RecordingFailure)
    }

    /// Seconds that callers hear.
    package var duration: Double? { published?.duration }

    package var findings: [RecordingFinding] { report?.findings ?? [] }
}

/// Something worth knowing about a recording that did not stop its conversion.
package struct RecordingFinding: Hashable, Sendable, Codable {
    /// `note` or `warning`.
    package let severity: String
    /// A word for machines, such as `clipped`.
    package let code: String
    /// For people.
    package let message: String
    /// Seconds from the start of the recording, where the finding has a place.
    package let at: Double?
}

/// What was told of a conversion that succeeded.
package struct RenderReport: Hashable, Sendable, Codable {
    package let format: Format
    /// Seconds of sound in the recording.
    package let recordedSeconds: Double
    /// Level of what is heard, pauses left out; nil for silence.
    package let activeLevelDBm0: Double?
    package let findings: [RecordingFinding]

    /// The recording's.
    package struct Format: Hashable, Sendable, Codable {
        package let container: String
        package let codec: String
        package let sampleRate: Int
        package let channels: Int
    }
}
