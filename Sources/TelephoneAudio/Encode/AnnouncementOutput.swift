public import SystemPackage

/// The target of a conversion.
public enum AnnouncementOutput: Hashable, Sendable {
    /// A file that gets its name only when it is complete; an existing file is replaced only if `replacing`. `note` is
    /// stored as an extended attribute if the file system supports them.
    case file(FilePath, replacing: Bool, note: String? = nil)
    /// An open descriptor such as standard output, and the name used for it in errors.
    case descriptor(CInt, name: FilePath)

    package var path: FilePath? {
        switch self {
        case .file(let path, _, _): path
        case .descriptor: nil
        }
    }
}
