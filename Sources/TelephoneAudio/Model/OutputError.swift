public import SystemPackage

/// Why an announcement could not be written. Nothing is left behind, and what was there before is still there.
public enum OutputError: Error, Hashable, Sendable {
    /// The target exists, and replacing it was not allowed.
    case exists(FilePath)
    /// The target is a folder.
    case isFolder(FilePath)
    /// Longer than a WAV header can say, in samples.
    case tooLong(samples: Int)
    /// The system refused: an `errno` value and what was being done.
    case system(errno: CInt, action: Action, path: FilePath)

    /// What the system refused.
    public enum Action: String, Hashable, Sendable {
        case create, write, publish
    }
}
