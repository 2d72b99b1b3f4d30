import Glibc
import LocalFiles
import SystemPackage

/// How many connections the system's limit of open files leaves room for (getrlimit(2)).
enum DescriptorLimit {
    /// Files that the rest of the process may need at the same time: recordings, their conversions, the call log, other listeners.
    private static let reserve = 24

    /// The soft limit, which shells set low, is first raised to the hard one.
    static let connections: Int = {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 256 }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(resource, &limit)
        _ = getrlimit(resource, &limit)
        let open = (try? FilePath("/proc/self/fd").entries().count) ?? 32
        return max(8, Int(min(limit.rlim_cur, 1 << 20)) - open - reserve)
    }()
}
