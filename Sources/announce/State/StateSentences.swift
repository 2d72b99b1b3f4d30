import Dashboard
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

extension StateFileError: ReportableError {
    var sentence: String {
        switch self {
        case .damaged(let path):
            switch path.entry {
            case .positionSecret:
                "\(path.readable) is not the secret that announce wrote there. Delete it, and a new one is made; "
                    + "calls in progress then ring as usual at their next key."
            case .account: "\(path.nearby.readable) is damaged. Run `announce account login` again."
            case .earlierWebhooks:
                "\(path.nearby.readable), which says who was asked before, is damaged. Delete it, and set the addresses "
                    + "at console.sipgate.com → Webhooks → URLs."
            default: "\(path.nearby.readable) is damaged."
            }
        case .system(let error, let path):
            switch path.entry {
            case .account, .earlierWebhooks: "\(path.nearby.readable) cannot be used: \(error.reason)."
            default: "State cannot be kept in \(path.readable): \(error.reason). Name another folder with --state."
            }
        }
    }
}

extension FilePath {
    /// The entry of a state folder that the path leads to.
    fileprivate var entry: StateFiles.Entry? { lastComponent.flatMap { StateFiles.Entry(rawValue: $0.string) } }
}

extension OverrideFileError: ReportableError {}

extension PasswordFileError: ReportableError {
    var sentence: String {
        switch self {
        case .damaged(let path):
            "\(path.readable) is not the password that announce wrote there. `announce password` sets a new one."
        case .system(let code, let path):
            "The password cannot be kept in \(path.readable): \(Errno(rawValue: code).reason). Name another folder with --state."
        }
    }
}
