import AnnounceServer
import CallFlow
import Glibc
import Hosting
import LocalFiles
import SystemPackage

extension ProjectError: ReportableError {
    var sentence: String {
        switch self {
        case .invalidConfiguration(_, let problems): problemCount(problems.map(\.severity)) + "."
        case .unreadableCertificate(let path, let error):
            "\(path.nearby.readable), required by `server: tls`, cannot be read: \(error.reason)."
        case .noDatabase(let url, let error):
            "The configuration's database \(url) cannot be used, and no version of it has been in use here: \(error)."
        case .noVersion(let url):
            "\(url) has no configuration yet. `announce configuration push` makes your announce.yaml its first version."
        case .dashboardWithoutPassword(let admin):
            "Other machines can reach the dashboard at \(admin), so it needs a password: set one with `announce password`, "
                + "or keep the dashboard on this machine with --admin 127.0.0.1:\(admin.port)"
        }
    }
}

extension StartupError: ReportableError {
    var sentence: String {
        switch self {
        case .cannotListen(let listener, let endpoint, EADDRINUSE):
            "\(endpoint) is in use by another program. Stop it, or choose another address with \(listener.option)."
        case .cannotListen(let listener, let endpoint, EACCES):
            "\(endpoint) is not permitted: ports below 1024 need special rights. Choose another with \(listener.option)."
        case .cannotListen(let listener, let endpoint, EADDRNOTAVAIL):
            "\(endpoint) is not an address of this machine. Choose another with \(listener.option)."
        case .cannotListen(let listener, let endpoint, let code):
            "\(endpoint) cannot be listened on: \(Errno(rawValue: code).reason). Choose another with \(listener.option)."
        case .unknownHost(let listener, let endpoint):
            "\(endpoint.host) is not an address and cannot be resolved. Choose another with \(listener.option)."
        case .certificate(let files, let reason):
            "The certificate \(FilePath(files.certificate).nearby.readable) with its key "
                + "\(FilePath(files.key).nearby.readable) cannot be used: \(reason)"
        }
    }
}

extension AnnounceServer.Listener {
    fileprivate var option: String {
        switch self {
        case .public: "--listen"
        case .admin: "--admin"
        case .challenges: "`server: { tls: { acme: { listen: … } } }`"
        }
    }
}
