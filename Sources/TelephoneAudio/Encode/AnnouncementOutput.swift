public import SystemPackage

/// The target of a conversion.
public enum AnnouncementOutput: Hashable, Sendable {
    /// A file that gets its name only when it is complete. `note` is stored with it if the file system can.
    case file(FilePath, replacing: Bool, note: String? = nil)
    /// An open descriptor such as standard output, and its name in errors.
    case descriptor(CInt, name: FilePath)

    var path: FilePath? {
        switch self {
        case .file(let path, _, _): path
        case .descriptor: nil
        }
    }
}
