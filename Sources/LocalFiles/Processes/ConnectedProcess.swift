import CLinux
import Glibc
import Synchronization
package import SystemPackage

/// A child process that has nothing but a connection to this one (`MessageSocket`): no other descriptor, no standard streams,
/// and none of the environment but what programs need. It leads a process group, so that Ctrl-C does not reach it and that what
/// it has started ends with it, and it ends with the thread that started it.
package final class ConnectedProcess: Sendable {
    /// The number under which it finds the connection.
    package static let connection = FileDescriptor(rawValue: 3)

    private let process: pid_t
    /// Whether its end was waited for: its number may be another process's then.
    private let hasEnded = Mutex(false)

    private init(_ process: pid_t, _ limits: ChildLimits) {
        self.process = process
        limits.apply(to: process)
    }

    /// Starts a program. It has to ask for the end with its parent itself (`announce_end_with_parent`).
    ///
    /// - Parameter program: looked up on PATH.
    /// - Throws: `ENOENT` if there is no such program.
    package convenience init(
        _ program: String, arguments: [String], connection: FileDescriptor, limits: ChildLimits
    ) throws(Errno) {
        let nothing = try Self.nothing()
        // In the child, dup2(2) must not overwrite a descriptor that is still to be copied.
        let file = OwnedDescriptor(try connection.duplicated(from: 10))
        let streams = [CInt](repeating: nothing.descriptor.rawValue, count: 3)
        let launch = Launch(
            program: program, arguments: [program] + arguments, environment: ChildProcess.environment(),
            descriptors: streams + [file.descriptor.rawValue], ownGroup: true)
        let process = try withExtendedLifetime((nothing, file)) { () throws(Errno) in try launch.start() }
        self.init(process, limits)
    }

    /// Copies this process (fork(2)), in a fraction of the time in which a program starts. Only for a process with one thread:
    /// in the copy there is no other, whatever locks those held.
    ///
    /// - Returns: nil in the copy, which must never return to what called this.
    /// - Throws: `EDEADLK` in a process with several threads.
    package static func copy(connection: FileDescriptor, limits: ChildLimits) throws(Errno) -> ConnectedProcess? {
        guard Sandbox.isSingleThreaded else { throw .deadlock }
        let nothing = try Self.nothing()
        let process = announce_fork()
        guard process >= 0 else { throw .last }
        // In both: whichever comes first.
        setpgid(process, 0)
        if process > 0 { return ConnectedProcess(process, limits) }
        _ = announce_end_with_parent()
        for number in 0..<Self.connection.rawValue { _ = dup2(nothing.descriptor.rawValue, number) }
        _ = dup2(connection.rawValue, Self.connection.rawValue)
        _ = announce_call(Int(SYS_close_range), UInt(Self.connection.rawValue) + 1, UInt(UInt32.max), 0, 0)
        Launch.withCStrings(ChildProcess.inherited) { announce_forget_environment($0) }
        return nil
    }

    private static func nothing() throws(Errno) -> OwnedDescriptor {
        let nothing = OwnedDescriptor(try .opening("/dev/null", .readWrite, .closeOnExec))
        return OwnedDescriptor(try nothing.descriptor.duplicated(from: 10))
    }

    /// Kills it and what it has started. Of any thread, and more than once.
    package func kill() {
        hasEnded.withLock { hasEnded in
            if !hasEnded { Glibc.kill(-process, SIGKILL) }
        }
    }

    /// Kills it, waits for its end, and returns how it ended: what had ended it before it was killed, if anything had. Nil in
    /// later calls.
    @discardableResult
    package func end() -> ChildProcess.Exit? {
        kill()
        // Not reaped yet, so that it keeps its number until no one can kill it any more.
        var state = siginfo_t()
        while waitid(P_PID, id_t(process), &state, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        return hasEnded.withLock { hasEnded in
            guard !hasEnded else { return nil }
            hasEnded = true
            var status: CInt = 0
            return waitpid(process, &status, 0) == process ? ChildProcess.Exit(status) : nil
        }
    }
}
