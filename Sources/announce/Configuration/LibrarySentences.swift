import CallFlow
import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

extension LibraryProblem {
    /// As `announce check` tells it; nil for what matters to a server only.
    ///
    /// - Parameters:
    ///   - used: announcements that some call can hear; what is wrong with others is a warning.
    ///   - folder: of the recordings, for people.
    func report(used: Set<AnnouncementName>, folder: FilePath) -> Project.Problem? {
        func at(_ path: String) -> String { folder.appending(path).readable }
        switch self {
        case .failed(let name, let path, let failure):
            return .recording(used.contains(name) ? .error : .warning, path: at(path), sentence: failure.message)
        case .sameName(_, let paths):
            return .recording(.error, path: at(paths.first ?? ""), sentence: message)
        case .badName(let path, _), .beingWritten(let path), .linkOut(let path):
            return .recording(.warning, path: at(path), sentence: message)
        case .folder(let path, _):
            return .recording(used.isEmpty ? .warning : .error, path: at(path), sentence: message)
        case .notJoined(let prompt, let failure):
            return .recording(.error, path: prompt.description, sentence: failure.message)
        case .notRemembered(let path, _):
            return .recording(.warning, path: path, sentence: message)
        case .partsMissing, .notWatched:
            // Told of the parts themselves; nobody watches during a check.
            return nil
        }
    }
}

extension StateFolderError {
    var sentence: String { StateFolder.Failure.system(errno: self.errno, FilePath(path)).sentence }
}

extension Recipe {
    /// What the configuration asks for.
    init(_ settings: RecordingSettings) {
        let target: LevelTarget? =
            switch settings.level {
            case .keep: nil
            case .lufs(let value): try? LevelTarget("\(fixed(value, 2))LUFS")
            case .dBm0(let value): try? LevelTarget("\(fixed(value, 2))dBm0")
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
