public import FoundationEssentials
import LocalFiles
import SystemPackage

extension OutputError: LocalizedError, CustomStringConvertible {
    /// What prevents the announcement from being written, in a sentence for people.
    public var description: String { description(naming: name) }

    /// The description.
    public var errorDescription: String? { description }

    /// The same sentence about a file that people know by another name than its path.
    ///
    /// - Parameter name: what to call the output file.
    package func description(naming name: String) -> String {
        switch self {
        case .exists: "\(name) already exists and was not changed."
        case .isFolder: "\(name) is a folder. Name a file in it."
        case .tooLong(let samples):
            "\(samples) samples do not fit into a WAV file (at most 37 hours). Split the recording."
        case .system(let code, let action, _):
            switch action {
            case .create: "\(name) cannot be created: \(Errno(rawValue: code).reason)."
            case .write: "\(name) could not be written: \(Errno(rawValue: code).reason). No partial file was left."
            case .publish: "\(name) could not be renamed into place: \(Errno(rawValue: code).reason)."
            }
        }
    }

    /// The output's path without control characters.
    package var name: String {
        switch self {
        case .exists(let path), .isFolder(let path), .system(_, _, let path): path.readable
        case .tooLong: ""
        }
    }

    /// The error's kind, as JSON output names it. Part of the interface: programs compare it.
    package var code: String {
        switch self {
        case .exists: "exists"
        case .isFolder: "is-folder"
        case .tooLong: "too-long"
        case .system: "system"
        }
    }
}
