package import TelephoneAudio
package import Telephony

/// A finding about a recording, for targets that do not import TelephoneAudio.
package typealias RecordingFinding = Finding

extension RecordingFinding {
    /// The finding as one sentence for people.
    package var message: String { sentence }
}

/// A recording in the folder, and how far it has come.
package struct RecordingState: Hashable, Sendable {
    package let name: AnnouncementName
    /// Path below the recordings folder.
    package let path: String
    package let status: Status
    /// What callers hear under its name. With a status other than `published` that is an earlier version.
    package let published: PublishedFile?
    /// What its conversion found out; nil until it has been converted.
    package let report: RenderReport?
    /// Whether it is no file, but was spoken of a text; `path` is then where the text's own file would be.
    package var isSpoken = false

    package enum Status: Hashable, Sendable {
        case published
        /// Its conversion is running, or has not begun.
        case converting
        /// A program has it open for writing.
        case beingWritten
        /// Another recording has the same name.
        case sameName
        case failed(RecordingFailure)
    }

    /// The same under another name.
    func named(_ name: AnnouncementName) -> RecordingState {
        RecordingState(
            name: name, path: name.text + ".txt", status: status, published: published, report: report,
            isSpoken: isSpoken)
    }

    /// Seconds that callers hear.
    package var duration: Double? { published?.duration }

    /// Notes and warnings about the recording; empty until it has been converted.
    package var findings: [RecordingFinding] { report?.findings ?? [] }
}
