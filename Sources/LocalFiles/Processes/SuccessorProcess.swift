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
        var environment: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if !own.contains(text.prefix { $0 != "=" }) { environment.append(text) }
            next += 1
        }
        let started = try Launch(
            program: program.string, arguments: [CommandLine.arguments[0]] + arguments, environment: environment,
            descriptors: [0, 1, 2], ownGroup: false, signals: Launch.usualSignals + [SIGUSR2]
        ).start()
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
