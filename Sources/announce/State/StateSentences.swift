import Dashboard
import SystemPackage

extension StateFolder.OpenError: ReportableError {
    var sentence: String {
        switch self {
        case .noHome:
            "There is no home folder to keep state in. Name a folder with --state, or set XDG_STATE_HOME."
        case .notAFolder(let path):
            "\(path.readable) is not a folder, so no state can be kept there. Name another with --state."
        case .system(let code, let path):
            "State cannot be kept in \(path.readable): \(systemReason(code)). Name another folder with --state."
        case .damagedSecret(let path):
            "\(path.readable) is not the secret that announce wrote there. Delete it, and a new one is made; "
                + "calls in progress then ring as usual at their next key."
        }
    }
}

extension OverrideFile.Failure: ReportableError {
    var sentence: String {
        switch self {
        case .damaged(let path):
            "\(path.readable) does not hold overrides as announce writes them. Delete it, and there are none."
        case .system(let code, let path):
            "Overrides cannot be kept in \(path.readable): \(systemReason(code)). Name another folder with --state."
        }
    }
}

extension PasswordFile.Failure: ReportableError {
    var sentence: String {
        switch self {
        case .damaged(let path):
            "\(path.readable) is not the password that announce wrote there. `announce password` sets a new one."
        case .system(let code, let path):
            "The password cannot be kept in \(path.readable): \(systemReason(code)). Name another folder with --state."
        }
    }
}
