package import Dashboard
import LocalFiles
import SystemPackage

extension OverrideFileError {
    /// What is wrong, where, and what to do.
    package var sentence: String {
        switch self {
        case .damaged(let path):
            "\(path.readable) does not hold overrides as announce writes them. Delete it, and there are none."
        case .system(let code, let path):
            "Overrides cannot be kept in \(path.readable): \(Errno(rawValue: code).reason). Name another folder with --state."
        }
    }
}
