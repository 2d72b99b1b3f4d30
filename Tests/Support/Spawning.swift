package import CLinux
import Foundation
import Glibc
package import SystemPackage

/// Starts programs. Foundation's `Process` is not used: it reads past the end of its list of open descriptors, which kills the
/// tests once in a hundred runs.
package enum Spawning {
    /// Starts a program with the signals as a shell in the foreground leaves them.
    ///
    /// - Parameters:
    ///   - command: an absolute path and arguments.
    ///   - variables: added to the environment, which it inherits.
    ///   - third: becomes its descriptor 3. It inherits no other but its streams: a file that another test has open for
    ///     writing would else stay so for as long as the program runs.
    ///   - hasOwnGroup: whether it leads a process group, so that it can be ended with all that it starts.
    ///   - streams: opens descriptors 0, 1 and 2.
    package static func start(
        _ command: [String], variables: [String: String] = [:], third: CInt? = nil, hasOwnGroup: Bool = false,
        streams: (inout posix_spawn_file_actions_t) -> Void
    ) throws(Errno) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        streams(&actions)
        if let third { posix_spawn_file_actions_adddup2(&actions, third, 3) }
        _ = announce_spawn_closing_from(&actions, third == nil ? 3 : 4)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGPIPE, SIGQUIT, SIGHUP, SIGXFSZ] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let group = hasOwnGroup ? POSIX_SPAWN_SETPGROUP : 0
        posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group))

        let environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }.map { "\($0)=\($1)" }
        var words = command.map { strdup($0) } + [nil]
        var settings = environment.map { strdup($0) } + [nil]
        defer { for pointer in words + settings { free(pointer) } }
        var process: pid_t = 0
        let failure = posix_spawn(&process, command[0], &actions, &attributes, &words, &settings)
        guard failure == 0 else { throw Errno(rawValue: failure) }
        return process
    }

    /// Waits for the end of a program that was started.
    ///
    /// - Returns: its exit status, or the signal's number with 128 added.
    package static func wait(for process: pid_t) -> Int {
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : Int(status & 0x7F) + 128
    }
}
