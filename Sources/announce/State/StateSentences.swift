import Hosting
import LocalFiles
import SystemPackage

extension StateFolder.OpenError: ReportableError {
    var sentence: String {
        switch self {
        case .noHome:
            "There is no home folder for state. Name a folder with --state or ANNOUNCE_STATE, or set XDG_STATE_HOME."
        case .notAFolder(let path):
            "\(path.readable) is not a folder, so state cannot be stored there. Name another with --state."
        case .system(let error, let path):
            "State cannot be stored in \(path.readable): \(error.reason). Name another folder with --state."
        case .inUse(let path, let process?):
            "A server already uses the state folder \(path.readable): process \(process). Stop it (kill \(process)), or "
                + "name another folder with --state."
        case .inUse(let path, nil):
            "Another announce uses \(path.readable). Stop it, or name another state folder with --state."
        }
    }
}

// Its sentence is in Hosting, which logs it too.
extension StateFileError: ReportableError {}
