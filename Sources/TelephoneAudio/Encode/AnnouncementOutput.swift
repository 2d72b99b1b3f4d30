public import FoundationEssentials
public import SystemPackage

/// The target of a conversion.
public enum AnnouncementOutput: Hashable, Sendable {
    /// A file that gets its name only when it is complete; an existing file is replaced only if `replacing`. `note` is
    /// stored as an extended attribute if the file system supports them.
    case file(FilePath, replacing: Bool, note: String? = nil)
    /// An open descriptor such as standard output, and the name used for it in errors.
    case descriptor(CInt, name: FilePath)

    /// A file at a path; an existing one is replaced only if `replacing`.
    public static func file(_ path: String, replacing: Bool) -> Self { .file(FilePath(path), replacing: replacing) }

    /// A file; an existing one is replaced only if `replacing`.
    ///
    /// - Throws: ``OutputError/system(errno:action:path:)`` for the URL of anything else, such as `https:`.
    public static func file(_ url: URL, replacing: Bool) throws(OutputError) -> Self {
        guard url.isFileURL else {
            throw .system(
                errno: Errno.protocolNotSupported.rawValue, action: .create, path: FilePath(url.absoluteString))
        }
        return .file(FilePath(url.path(percentEncoded: false)), replacing: replacing)
    }

    package var path: FilePath? {
        switch self {
        case .file(let path, _, _): path
        case .descriptor: nil
        }
    }
}
