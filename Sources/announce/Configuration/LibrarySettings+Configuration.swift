import CallFlow
import MediaLibrary
import SystemPackage
import TelephoneAudio

extension Recipe {
    /// The configured sound.
    init(_ settings: RecordingSettings) {
        let target: LevelTarget? =
            switch settings.level {
            case .keep: nil
            case .lufs(let value): try? LevelTarget("\(decimalText(value, 2))LUFS")
            case .dBm0(let value): try? LevelTarget("\(decimalText(value, 2))dBm0")
            }
        self.init(level: LevelRecipe(target: target, trim: settings.trim))
    }
}

extension LibrarySettings {
    init(_ settings: RecordingSettings, state: StateFolder) {
        self.init(
            folder: FilePath(settings.folder), state: state.path, recipe: Recipe(settings),
            programVersion: announceVersion)
    }
}
