import CallFlow

/// A voice that a text can have.
struct SpeakingVoice: Hashable, Sendable {
    let language: TextLanguage?
    /// Nil: the one of the language.
    let voice: String?

    init(_ language: TextLanguage?, _ voice: String?) { (self.language, self.voice) = (language, voice) }

    /// As a field carries it; nil for none.
    init?(value: String) {
        let parts = value.split(separator: "|", maxSplits: 1).map(String.init)
        guard let language = parts.first.flatMap({ TextLanguage($0) }) else { return nil }
        (self.language, voice) = (language, parts.count > 1 ? parts[1] : nil)
    }

    var value: String { (language?.code ?? "") + (voice.map { "|\($0)" } ?? "") }

    /// The voices of a configuration beside the usual one: of each language, and those that texts have.
    static func others(in configuration: Configuration) -> [SpeakingVoice] {
        guard let speech = configuration.speech else { return [] }
        let languages = speech.voices.keys.filter { $0 != speech.language }.map { SpeakingVoice($0, nil) }
        let ofTexts = configuration.texts.values.filter { $0.language != nil || $0.voice != nil }
            .map { SpeakingVoice($0.language ?? speech.language, $0.voice) }
        return Set(languages + ofTexts).sorted { $0.value < $1.value }
    }

    /// `en, joe`
    func words(in configuration: Configuration) -> String {
        let name = voice ?? language.flatMap { configuration.speech?.voices[$0] }
        return (language?.code ?? "") + (name.map { ", \($0)" } ?? "")
    }
}
