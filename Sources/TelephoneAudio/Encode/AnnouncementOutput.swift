public import SystemPackage

/// Where an announcement goes.
public enum AnnouncementOutput: Hashable, Sendable {
    /// A file, published whole under its name. `note` is left with it where the file system can.
    case file(FilePath, replacing: Bool, note: String? = nil)
    /// An open descriptor such as standard output, and what to call it in errors.
    case descriptor(CInt, name: FilePath)

    var path: FilePath? {
        switch self {
        case .file(let path, _, _): path
        case .descriptor: nil
        }
    }
}
