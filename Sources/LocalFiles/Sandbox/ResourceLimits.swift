import CLinux

/// Limits that a process sets for itself (setrlimit(2)); those of time and memory are set from outside (`ChildLimits`).
enum ResourceLimits {
    /// Descriptors that it can have. The one program that it may start is open under this very number: since no other
    /// descriptor can get it, it cannot be put in another's place (`SystemCallFilter`).
    static let descriptors: CInt = 200

    /// - Parameter countsProcesses: whether processes are counted for this process and its children alone, as in a user
    ///   namespace of its own. Elsewhere the limit counts all processes of the user, and would keep decoders from working
    ///   on a busy desktop.
    static func lower(countsProcesses: Bool) {
        _ = announce_own_limit(announce_limit_core, 0)
        _ = announce_own_limit(announce_limit_files, UInt(descriptors))
        // Threads count. ffmpeg and the conversion start some for each processor.
        if countsProcesses {
            _ = announce_own_limit(announce_limit_processes, 64 + 8 * UInt(announce_available_processors()))
        }
    }
}
