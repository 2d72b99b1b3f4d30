import Glibc
import LocalFiles
import SystemPackage

/// Drafts of texts.
extension RecordingDrafts {
    /// Has a text spoken, and begins a draft with the sound.
    func begin(speaking text: SpokenText) async throws(SpeechFailure) -> RecordingDraft {
        let settings = library().settings
        guard let speaker = settings.speaker, let stop else { throw SpeechFailure([]) }
        let sound = try await speaker.speak(text, checking: SpokenSoundCheck(settings, stop: stop).fault)
        let spoken = RecordingDraft.Spoken(text: text, engine: sound.engine, isDraft: sound.isDraft)
        let draft = await onOwnThread {
            Result { () throws(StudioError) in
                // What was spoken is kept for the library, too.
                let file = self.uploads.appending(Self.newID())
                try RecordingsFolder.copy(sound.file, to: file, permissions: .ownerReadWrite)
                return try self.begin(file, fileName: "", size: FileStamp(of: file)?.size ?? 0, spoken: spoken)
            }
        }
        do throws(StudioError) {
            return try draft.get()
        } catch {
            let code = if case .system(let code, _) = error { code } else { EIO }
            throw SpeechFailure([.init(sound.engine, .notStored(errno: code))])
        }
    }
}
