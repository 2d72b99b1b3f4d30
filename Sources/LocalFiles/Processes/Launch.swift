import CLinux
import Glibc
import SystemPackage

/// Starts a program with default signal handling and no descriptors but those given.
struct Launch {
    /// Looked up on PATH.
    let program: String
    let arguments: [String]
    /// `NAME=VALUE`.
    let environment: [String]
    /// What the program gets as numbers 0, 1, 2, …; all above those numbers.
    let descriptors: [CInt]
    /// Whether it leads a new process group.
    let ownGroup: Bool
    /// Signals that this process may ignore, and the program does not.
    var signals = Self.usualSignals

    static let usualSignals = [SIGPIPE, SIGINT, SIGTERM, SIGHUP]

    /// - Returns: the number of the process.
    /// - Throws: `ENOENT` if there is no such program.
    func start() throws(Errno) -> pid_t {
        var process: pid_t = 0
        let failure = Self.withCStrings(arguments) { arguments in
            Self.withCStrings(environment) { environment in
                if let only = DecoderProgram.current {
                    startOnly(only, &process, arguments, environment)
                } else {
                    startByName(&process, arguments, environment)
                }
            }
        }
        guard failure == 0 else { throw Errno(rawValue: failure) }
        return process
    }

    typealias Strings = UnsafePointer<UnsafeMutablePointer<CChar>?>

    private func startByName(_ process: inout pid_t, _ arguments: Strings, _ environment: Strings) -> CInt {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(number))
        }
        _ = announce_spawn_closing_from(&actions, CInt(descriptors.count))
        // Signals that this process blocks or ignores would stay so in the child.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var set = sigset_t()
        sigemptyset(&set)
        posix_spawnattr_setsigmask(&attributes, &set)
        for signal in signals { sigaddset(&set, signal) }
        posix_spawnattr_setsigdefault(&attributes, &set)
        let group = ownGroup ? POSIX_SPAWN_SETPGROUP : 0
        posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group))
        return posix_spawnp(&process, program, &actions, &attributes, arguments, environment)
    }

    /// In a confined process: it stays in the process group, since nothing else would end it with the others.
    private func startOnly(
        _ only: DecoderProgram, _ process: inout pid_t, _ arguments: Strings, _ environment: Strings
    ) -> CInt {
        guard program == only.name else { return EACCES }
        if let failure = only.failure { return failure.rawValue }
        process = SystemCallFilter.leaf.withInstructions { filter, length in
            announce_spawn_open_program(
                ResourceLimits.descriptors, arguments, environment, descriptors, CInt(descriptors.count), filter, length
            )
        }
        return process < 0 ? errno : 0
    }

    /// Calls `body` with a null-terminated array of C strings.
    static func withCStrings<Result>(_ strings: [String], _ body: (Strings) -> Result) -> Result {
        var copies = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeMutableBufferPointer { buffer in
            withUnsafePointer(to: &buffer[0]) { body($0) }
        }
    }
}
