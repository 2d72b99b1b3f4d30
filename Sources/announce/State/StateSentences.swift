import Hosting
import LocalFiles
import SystemPackage

extension StateFolder.OpenError: ReportableError {
    var sentence: String {
        switch self {
        case .noHome:
            "There is no home folder to keep state in. Name a folder with --state, or set XDG_STATE_HOME."
        case .notAFolder(let path):
            "\(path.readable) is not a folder, so no state can be kept there. Name another with --state."
        case .system(let error, let path):
            "State cannot be kept in \(path.readable): \(error.reason). Name another folder with --state."
        }
    }
}

// Its sentence is in Hosting, which logs it too.
extension StateFileError: ReportableError {}
