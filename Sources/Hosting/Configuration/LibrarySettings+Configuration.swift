package import CallFlow
package import MediaLibrary
import Speech
package import SystemPackage
import TelephoneAudio
import Telephony

extension LibrarySettings {
    /// The configured recordings, with their announcements in the state folder.
    ///
    /// - Parameters:
    ///   - speech: what speaks texts; nil: nothing does.
    ///   - spare: makes a folder to use while that cannot be written.
    package init(
        _ settings: RecordingSettings, speech: SpeechSettings?, state: StateFolder,
        spare: (@Sendable () -> FilePath?)? = nil
    ) {
        let level: LevelTarget? =
            switch settings.level {
            case .keep: nil
            case .lufs(let value): try? LevelTarget("\(value)LUFS")
            case .dBm0(let value): try? LevelTarget("\(value)dBm0")
            }
        self.init(
            folder: FilePath(settings.folder), state: state.path, spare: spare,
            recipe: Recipe(
                level: LevelRecipe(
                    target: level, trim: settings.trim, polish: settings.polish, clean: settings.clean),
                reading: ReadingOptions(longest: Double(settings.longest.seconds))), programVersion: announceVersion)
        speaker = speech.map { Speaker($0, folder: StateFiles(in: state.path).path(of: .spoken)) }
        cleaner = settings.cleaner.flatMap { CleaningCommand($0) }
    }

    /// The same for a running server, which keeps its announcements in the depot as well.
    ///
    /// - Throws: `WebhookSecretError` if its keys are not in the environment.
    static func served(
        _ configuration: Configuration, state: StateFolder, spare: (@Sendable () -> FilePath?)?
    ) throws(WebhookSecretError) -> LibrarySettings {
        let settings = configuration.recordings
        var library = LibrarySettings(settings, speech: configuration.speech, state: state, spare: spare)
        library.depot = try settings.depot?.opened
        return library
    }
}
