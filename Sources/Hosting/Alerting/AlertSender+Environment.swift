package import Alerts
import Glibc

extension AlertSender {
    /// Takes secrets from this process's environment.
    package static var ofThisProcess: AlertSender {
        AlertSender { name in getenv(name).map { String(cString: $0) } }
    }
}
