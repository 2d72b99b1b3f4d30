package import SystemPackage

/// An uploaded recording that no one has confirmed: converted to be listened to, and heard by no caller.
package struct RecordingDraft: Sendable {
    package enum Outcome: Sendable {
        case converting
        /// The announcement as it would be published, and what its conversion found out. Only its path leads to the file.
        case ready(PublishedFile, RenderReport)
        case failed(RecordingFailure)
    }

    /// What has spoken a draft that is a text.
    package struct Spoken: Hashable, Sendable {
        package let text: SpokenText
        /// As the configuration names it.
        package let engine: String
        /// Whether the voice is good enough only to hear what an announcement will say.
        package let isDraft: Bool
    }

    /// Random, so that it cannot be guessed.
    package let id: String
    /// The client's name for the file: text for people.
    package let fileName: String
    /// Bytes.
    package let size: Int
    /// The recording's path.
    package let recording: FilePath
    package internal(set) var outcome = Outcome.converting
    /// Nil for a recording.
    package let spoken: Spoken?
    /// What the library needs to publish it without converting it again; set if it is ready.
    var conversion: FinishedConversion?

    /// Contains everything that belongs to it.
    let folder: FilePath
    /// In seconds since 1970.
    let begun: Int

    /// Seconds after which a draft that was not confirmed is removed.
    package static let longest = 3600
    /// Drafts of one server at a time; the oldest is removed for another.
    package static let most = 12
}
