package import Telephony

/// A text, and how far it has come.
package struct SpokenState: Hashable, Sendable {
    package enum Status: Hashable, Sendable {
        /// A recording is heard instead: the text is its script.
        case recorded
        /// It is being spoken, or waits for it.
        case waiting
        /// `engine`: as the configuration names it.
        case spoken(engine: String, isDraft: Bool)
        /// What was spoken of an earlier text under this name is still heard, if anything was.
        case failed(SpeechFailure)

        var isFailed: Bool { if case .failed = self { true } else { false } }
    }

    package let name: AnnouncementName
    package let text: SpokenText
    package let status: Status

    /// Whether what is heard is only a draft.
    package var isDraft: Bool { if case .spoken(_, true) = status { true } else { false } }
}
