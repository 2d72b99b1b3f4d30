import CLinux
import Glibc
package import SystemPackage

/// A program that is run for what it writes to standard output.
///
/// Promises: no shell is involved; the program gets no standard input, no descriptor of this process but one, default
/// signal handling, and five variables of the environment at most. It is killed and reaped when the last reference goes;
/// under limits, so is every process that it started and left in its process group. It is not confined otherwise: it runs
/// with this process's user, files and network.
package final class ChildProcess {
    /// How a program ended.
    package enum Exit: Hashable, Sendable {
        case status(Int)
        case signal(Int)
    }

    /// Why a program was ended early.
    package enum Interruption: Hashable, Sendable {
        /// It wrote nothing for a minute.
        case stuck
        /// It took longer than its limits allow.
        case overtime
        /// The caller asked for it.
        case stopped
    }

    /// The descriptor under which the program finds the file given to it.
    package static let inputDescriptor: CInt = 3

    /// The start of what it wrote to standard error.
    package private(set) var messages: [UInt8] = []
    /// Why it was ended early; nil if it was not.
    package private(set) var interruption: Interruption?
    /// The most bytes of memory that it or one of its children had; known once it has ended. 0 if that is at most this
    /// process had, since the kernel's figure begins with the memory of the process that called fork(2).
    package private(set) var peakMemory = 0

    private var process: pid_t
    private let limits: ChildLimits?
    private let deadline: ContinuousClock.Instant?
    private let stop: FileDescriptor?
    private let isService: Bool
    private var output: OwnedDescriptor?
    private var errors: OwnedDescriptor?
    /// The writing end of a service's standard input; it reads the end of the file when this process ends.
    private var inputEnd: OwnedDescriptor?

    /// Bytes of `messages`; the rest is read and dropped, since a full pipe would stop the program.
    private static let messageLimit = 4096
    /// Milliseconds.
    private static let longestSilence: CInt = 60_000
    /// The variables that the program inherits. Notably not FFREPORT, which makes ffmpeg write files.
    private static let inherited = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"]

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: looked up on PATH.
    ///   - input: a descriptor that it gets as number 3.
    ///   - limits: what it may use; it then gets its own process group. Without limits it is ended after a minute in
    ///     which it writes nothing.
    ///   - stop: a descriptor that becomes readable, or hangs up, to end the program early.
    ///   - isService: whether it is to run until it is stopped: it gets a process group of its own, may be silent for as
    ///     long as it likes, writes its errors to the same stream as its output, and has a standard input on which nothing
    ///     comes.
    ///   - variables: names of further variables of the environment that it inherits.
    /// - Throws: `ENOENT` if there is no such program.
    package init(
        _ program: String, arguments: [String], input: FileDescriptor? = nil, limits: ChildLimits? = nil,
        stop: FileDescriptor? = nil, isService: Bool = false, variables: [String] = []
    ) throws(Errno) {
        let outputPipe = try Pipe()
        let errorPipe = isService ? nil : try Pipe()
        let inputPipe = isService ? try Pipe() : nil
        // dup2(2) in the child must not overwrite a descriptor that is still to be copied: all of them are above 3.
        let input = try input.map { descriptor throws(Errno) in OwnedDescriptor(try descriptor.duplicated(from: 10)) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let inputPipe {
            posix_spawn_file_actions_adddup2(&actions, inputPipe.reading.descriptor.rawValue, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, outputPipe.writing.descriptor.rawValue, 1)
        posix_spawn_file_actions_adddup2(&actions, (errorPipe ?? outputPipe).writing.descriptor.rawValue, 2)
        if let input { posix_spawn_file_actions_adddup2(&actions, input.descriptor.rawValue, Self.inputDescriptor) }
        _ = announce_spawn_closing_from(&actions, Self.inputDescriptor + (input == nil ? 0 : 1))

        // Signals that this process blocks or ignores would stay so in the child.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let group = limits == nil && !isService ? 0 : POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group))

        let environment = (Self.inherited + variables).compactMap { name in
            getenv(name).map { "\(name)=" + String(cString: $0) }
        }
        var process: pid_t = 0
        let failure = Self.withCStrings([program] + arguments) { arguments in
            Self.withCStrings(environment) { posix_spawnp(&process, program, &actions, &attributes, arguments, $0) }
        }
        guard failure == 0 else { throw Errno(rawValue: failure) }
        limits?.apply(to: process)
        self.process = process
        self.limits = limits
        self.stop = stop
        self.isService = isService
        deadline = limits.map { ContinuousClock.now + $0.time }
        output = outputPipe.reading
        errors = errorPipe?.reading
        inputEnd = inputPipe?.writing
    }

    deinit {
        _ = finish()
    }

    /// Reads until `buffer` is full; fewer bytes only at the end of the program's output, or if it was ended early.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        var done = 0
        while done < buffer.count, try waitForOutput(), let output {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let got = try errnoOnly { try output.descriptor.read(into: rest) }
            if got == 0 { self.output = nil }
            done += got
        }
        return done
    }

    /// Reads what it has written, and waits if that is nothing; 0 bytes only at the end of the program's output, or if it
    /// was ended early.
    package func readAvailable(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        guard try waitForOutput(), let output else { return 0 }
        let count = try errnoOnly { try output.descriptor.read(into: buffer) }
        if count == 0 { self.output = nil }
        return count
    }

    /// Reads all that it writes, but no more than `count` bytes.
    package func read(atMost count: Int) throws(Errno) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { buffer.deallocate() }
        return Array(buffer[..<(try read(into: buffer))])
    }

    /// Ends the program if it has not ended by itself, and returns how it ended; nil if that is unknown, and in later calls.
    package func finish() -> Exit? {
        guard process > 0 else { return nil }
        // Only a program that has closed its output is about to end by itself.
        if output == nil, interruption == nil {
            _ = try? waitForOutput()
        }
        let isAboutToEnd = output == nil && interruption == nil
        if limits != nil || isService {
            if isAboutToEnd { waitForEnd() }
            // It is not reaped yet, so its group's number cannot be another's.
            kill(-process, SIGKILL)
        } else if !isAboutToEnd {
            kill(process, SIGKILL)
        }
        output = nil
        errors = nil
        inputEnd = nil
        var status: CInt = 0
        var usage = rusage()
        var reaped: pid_t
        repeat { reaped = wait4(process, &status, 0, &usage) } while reaped < 0 && errno == EINTR
        defer { process = 0 }
        guard reaped == process else { return nil }
        // The figure begins with what this process had when it forked: below that nothing is known.
        var own = rusage()
        getrusage(CInt(RUSAGE_SELF.rawValue), &own)
        peakMemory = usage.ru_maxrss > own.ru_maxrss ? usage.ru_maxrss * 1024 : 0
        return status & 0x7F == 0 ? .status(Int(status >> 8 & 0xFF)) : .signal(Int(status & 0x7F))
    }

    /// Waits for the end of a program that has closed its output, until the deadline. That rarely takes a millisecond.
    private func waitForEnd() {
        var pause: CInt = 1
        while interruption == nil {
            var state = siginfo_t()
            guard waitid(P_PID, id_t(process), &state, WEXITED | WNOWAIT | WNOHANG) == 0, state.si_signo == 0 else {
                return
            }
            if let deadline, ContinuousClock.now >= deadline { interruption = .overtime }
            var waiting = pollfd(fd: stop?.rawValue ?? -1, events: CShort(POLLIN), revents: 0)
            if poll(&waiting, 1, pause) > 0 { interruption = .stopped }
            pause = min(pause * 2, 50)
        }
    }

    /// Waits until output can be read, and reads standard error meanwhile: a full pipe would stop the program.
    ///
    /// - Returns: false if nothing more can come.
    private func waitForOutput() throws(Errno) -> Bool {
        while output != nil || errors != nil {
            var waiting = [
                pollfd(fd: output?.descriptor.rawValue ?? -1, events: CShort(POLLIN), revents: 0),
                pollfd(fd: errors?.descriptor.rawValue ?? -1, events: CShort(POLLIN), revents: 0),
                pollfd(fd: stop?.rawValue ?? -1, events: CShort(POLLIN), revents: 0),
            ]
            let ready = poll(&waiting, 3, timeout)
            if ready < 0 {
                let error = Errno.last
                if error == .interrupted { continue }
                throw error
            }
            guard ready > 0 else {
                interruption = limits == nil ? .stuck : .overtime
                return false
            }
            guard waiting[2].revents == 0 else {
                interruption = .stopped
                return false
            }
            if waiting[1].revents != 0 { takeMessages() }
            if waiting[0].revents != 0 { return true }
        }
        return false
    }

    /// Milliseconds to wait for the next output.
    private var timeout: CInt {
        guard let deadline else { return isService ? -1 : Self.longestSilence }
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        return CInt(min(max(0, left.rounded(.up)), 1e9))
    }

    private func takeMessages() {
        withUnsafeTemporaryAllocation(byteCount: Self.messageLimit, alignment: 1) { buffer in
            guard let errors, let got = try? errors.descriptor.read(into: buffer), got > 0 else {
                errors = nil
                return
            }
            messages += buffer.prefix(min(got, Self.messageLimit - messages.count))
        }
    }

    /// Calls `body` with a null-terminated array of C strings.
    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var copies = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeMutableBufferPointer { buffer in
            withUnsafePointer(to: &buffer[0]) { body($0) }
        }
    }
}
