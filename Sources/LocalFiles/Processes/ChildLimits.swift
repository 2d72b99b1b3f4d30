import CLinux
import Glibc

/// Limits of a child process. Each of its own children has the same limits of memory, processor time and file size; the
/// time counts for all of them together.
package struct ChildLimits: Hashable, Sendable {
    /// Bytes of private memory (RLIMIT_DATA): unlike the address space, it does not count libraries, nor the tens of
    /// megabytes that the C library reserves for each thread and never touches.
    package var memory: Int
    /// Seconds of processor time; nil for any.
    package var processorSeconds: Int?
    /// Bytes of the largest file it may write.
    package var fileSize: Int
    /// Time from start to end.
    package var time: Duration
    /// Its niceness, 0 to 19: how low its priority is.
    package var niceness: CInt

    package init(
        memory: Int = 512 << 20, processorSeconds: Int? = 300, fileSize: Int = 4 << 30,
        time: Duration = .seconds(600), niceness: CInt = 10
    ) {
        self.memory = memory
        self.processorSeconds = processorSeconds
        self.fileSize = fileSize
        self.time = time
        self.niceness = niceness
    }

    /// Sets the limits of a process that has just begun. They are set from outside, so that they hold whatever the program
    /// does, and before it can have used much.
    func apply(to process: pid_t) {
        _ = announce_limit(process, announce_limit_data, UInt(memory), UInt(memory))
        // SIGXCPU at the first limit, which gives the reason; SIGKILL at the second.
        if let seconds = processorSeconds.map({ UInt($0) }) {
            _ = announce_limit(process, announce_limit_processor, seconds, seconds + 5)
        }
        _ = announce_limit(process, announce_limit_file_size, UInt(fileSize), UInt(fileSize))
        _ = announce_limit(process, announce_limit_core, 0, 0)
        // Setting it to 0 would undo a niceness that the user chose.
        guard niceness > 0 else { return }
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(process), niceness)
    }
}
