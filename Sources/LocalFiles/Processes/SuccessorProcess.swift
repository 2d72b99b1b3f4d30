import CLinux
import Dispatch
import Glibc
package import SystemPackage

/// The program of this process, started again beside it, perhaps in a newer version: with the same arguments, working directory
/// and standard streams, and not as a child that ends with it.
package enum SuccessorProcess {
    /// The path of the program, as it was when this was first asked: after an upgrade, the running file has no path any more.
    package static let program = FilePath("/proc/self/exe").linkTarget ?? FilePath(CommandLine.arguments[0])

    /// Variables that mean the process they were set for.
    private static let own: Set<Substring> = ["WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]

    /// - Parameter ended: called when the process has ended, with its exit status; nil if a signal ended it.
    package static func start(
        arguments: [String], ended: @escaping @Sendable (_ status: Int?) -> Void
    ) throws(Errno) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        _ = announce_spawn_closing_from(&actions, 3)
        // Signals that this process ignores would be ignored in the other.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGUSR2] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var environment: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if !own.contains(text.prefix { $0 != "=" }) { environment.append(text) }
            next += 1
        }
        var process: pid_t = 0
        var words = ([CommandLine.arguments[0]] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        let failure = posix_spawn(&process, program.string, &actions, &attributes, &words, &variables)
        guard failure == 0 else { throw Errno(rawValue: failure) }
        let started = process
        // It may run as long as this process, which then waits no more.
        DispatchQueue(label: "successor").async {
            var status: CInt = 0
            while waitpid(started, &status, 0) < 0 {
                guard errno == EINTR else { return ended(nil) }
            }
            ended(status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : nil)
        }
    }
}
