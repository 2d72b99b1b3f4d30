import LocalFiles
import SystemPackage

/// Reasons nothing is written.
enum NewProjectError: Error, Hashable {
    case exists(FilePath)
    case notAFolder(FilePath)
    /// A recording in the folder has the name of one of the demo's.
    case recordingExists(FilePath, String)
    case system(Errno, FilePath)
}

extension NewProjectError: ReportableError {
    var sentence: String {
        switch self {
        case .exists(let path):
            "\(path.readable) already exists and was left alone; nothing was written. "
                + "`announce init FOLDER` writes into another folder."
        case .notAFolder(let path):
            "\(path.readable) already exists and is not a folder; nothing was written."
        case .recordingExists(let folder, let name):
            "\(folder.readable) already has a recording named \(name), as the demo does; nothing was written. "
                + "`announce init --demo FOLDER` writes into another folder."
        case .system(let error, let path):
            "\(path.readable) cannot be written: \(error.reason)."
        }
    }
}
