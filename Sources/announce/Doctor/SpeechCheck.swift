import CallFlow
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony

/// Has each engine of the configuration say a word.
struct SpeechCheck {
    let setup: LocalSetup

    /// Nil if the configuration names no engine.
    func run() async -> Check? {
        let configuration = setup.configuration
        guard let speech = configuration.speech else { return nil }
        let settings = LibrarySettings(configuration.recordings, speech: speech, state: setup.folder)
        guard let speaker = settings.speaker, let check = try? SpokenSoundCheck(settings) else { return nil }
        let word = speech.language.base == "de" ? "Guten Tag." : "Hello."
        let results = await speaker.trial(
            of: SpokenText(word, language: speech.language.code), checking: check.fault)
        let words = results.map { result in
            result.fault.map { "\(result.engine) \($0.message)" }
                ?? "\(result.engine) speaks" + (result.isDraft ? " (a draft voice)" : "")
        }.joined(separator: "; ")
        let answering = results.filter { $0.fault == nil }
        guard let first = answering.first else {
            return .failed(
                .speech, words,
                "Texts without a recording are not heard. Start or install an engine; docs/speech.md says how.")
        }
        if results.count > answering.count {
            return .warning(.speech, words, "Texts are spoken by \(first.engine). Start the others, or remove them.")
        }
        return .ok(.speech, words)
    }
}
