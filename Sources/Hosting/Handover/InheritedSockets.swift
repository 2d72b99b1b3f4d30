import Glibc
import SystemPackage

/// Descriptors that another process passes with a name each.
struct InheritedSockets {
    private(set) var sockets: [(name: String, descriptor: FileDescriptor)] = []

    init(_ sockets: [(name: String, descriptor: FileDescriptor)] = []) { self.sockets = sockets }

    /// Those that the service manager passes to this process: sockets of a `.socket` unit, and sockets that an earlier process
    /// of the service has stored there (sd_listen_fds(3)). To be called once: child processes do not inherit the variables.
    static func fromServiceManager() -> InheritedSockets {
        defer { for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) } }
        guard variable("LISTEN_PID") == String(getpid()), let count = variable("LISTEN_FDS").flatMap({ CInt($0) }),
            (1...64).contains(count)
        else { return InheritedSockets() }
        let names = (variable("LISTEN_FDNAMES") ?? "").split(separator: ":", omittingEmptySubsequences: false)
        return InheritedSockets(
            (0..<count).map { number in
                // They follow the standard streams (SD_LISTEN_FDS_START).
                let descriptor = number + 3
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                let name = Int(number) < names.count ? String(names[Int(number)]) : ""
                return (name, FileDescriptor(rawValue: descriptor))
            })
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
