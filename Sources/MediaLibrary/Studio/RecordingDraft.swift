package import SystemPackage

/// An uploaded recording that nobody has confirmed: converted to be listened to, and heard by no caller.
package struct RecordingDraft: Sendable {
    package enum Outcome: Sendable {
        case converting
        /// What would be published, and what was told of its conversion. The file is reached by its path alone.
        case ready(PublishedFile, RenderReport)
        case failed(RecordingFailure)
    }

    /// What it is asked for by: random, not to be guessed.
    package let id: String
    /// What the client calls the file: text for people.
    package let fileName: String
    /// Bytes.
    package let size: Int
    /// Where the recording is.
    package let recording: FilePath
    package internal(set) var outcome = Outcome.converting

    /// Everything of it.
    let folder: FilePath
    /// In seconds since 1970.
    let begun: Int

    /// Seconds after which one that is not confirmed is removed.
    package static let longest = 3600
    /// Of one server at a time; the oldest gives way.
    package static let most = 12
}
