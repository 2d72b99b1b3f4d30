public import SystemPackage

/// The reasons why an announcement could not be written. No partial file is left, and an existing file is unchanged.
public enum OutputError: Error, Hashable, Sendable, Codable {
    /// The target exists, and replacing it was not allowed.
    case exists(FilePath)
    /// The target is a folder.
    case isFolder(FilePath)
    /// More samples than a WAV header can declare.
    case tooLong(samples: Int)
    /// A system call failed: its `errno` and the action it was part of.
    case system(errno: CInt, action: Action, path: FilePath)

    /// The action that failed.
    public enum Action: String, Hashable, Sendable, Codable {
        /// Creating the file.
        case create
        /// Writing to the file or descriptor.
        case write
        /// Giving the complete file its name.
        case publish
    }
}
