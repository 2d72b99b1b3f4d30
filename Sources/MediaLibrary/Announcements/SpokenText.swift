package import SystemPackage

/// A text that is spoken as an announcement.
package struct SpokenText: Hashable, Sendable {
    /// As it is spoken, in NFC.
    package let text: String
    /// The code of its language: `de`.
    package let language: String
    /// Nil for the voice that the engine has for the language.
    package let voice: String?

    package init(_ text: String, language: String, voice: String? = nil) {
        (self.text, self.language, self.voice) = (text, language, voice)
    }
}

/// The sound of a text: a file that nothing changes any more.
package struct SpokenSound: Hashable, Sendable {
    /// Absolute.
    package let file: FilePath
    /// What has spoken it, as the configuration names it.
    package let engine: String
    /// Whether the voice is good enough only to hear what an announcement will say.
    package let isDraft: Bool
    /// Whether no other engine is to be asked first.
    package let isPreferred: Bool

    package init(file: FilePath, engine: String, isDraft: Bool, isPreferred: Bool) {
        (self.file, self.engine, self.isDraft, self.isPreferred) = (file, engine, isDraft, isPreferred)
    }
}

/// Speaks texts, and keeps what was spoken, so that a text sounds the same whenever it is asked for.
package protocol TextSpeaker: Sendable {
    /// What was spoken before of a text; nil if nothing was. Blocks, but does not wait for an engine.
    func known(_ text: SpokenText) -> SpokenSound?

    /// Speaks a text, unless the first engine that answers has spoken it before.
    ///
    /// - Parameter check: looks whether a file can be an announcement; the sound of an engine is kept only if it can.
    func speak(
        _ text: SpokenText, checking check: @escaping @Sendable (FilePath) async -> SpeechFault?
    ) async throws(SpeechFailure) -> SpokenSound

    /// What each engine makes of a text, whatever was spoken before.
    func trial(
        of text: SpokenText, checking check: @escaping @Sendable (FilePath) async -> SpeechFault?
    ) async -> [(engine: String, isDraft: Bool, fault: SpeechFault?)]

    /// Removes what was spoken and has not been of use for a while. Blocks.
    ///
    /// - Parameter used: the sounds that are in use.
    func forget(except used: Set<FilePath>)
}
