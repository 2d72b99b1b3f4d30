import CLinux
import Glibc

/// A program run to read what it writes: no shell, no standard input, and nothing of ours open in it but one file.
///
/// Killed and reaped when the last reference goes, wherever it then is. Under limits, whatever it started goes with it.
package final class ChildProcess {
    /// How a program ended.
    package enum Exit: Hashable, Sendable {
        case status(Int)
        case signal(Int)
    }

    /// Why a program was not let run to its end.
    package enum Interruption: Hashable, Sendable {
        /// It wrote nothing for so long that it is taken for dead.
        case stuck
        /// It took longer than its limits allow.
        case overtime
        /// Nobody wants its result any more.
        case stopped
    }

    /// The number under which the program finds the file given to it.
    static let inputDescriptor: CInt = 3

    /// The start of what it wrote to standard error.
    package private(set) var messages: [UInt8] = []
    /// What was in the way of its end; nil where nothing was.
    package private(set) var interruption: Interruption?
    /// Bytes of memory it and its children had at most, each for itself; known once it has ended. 0 where that is
    /// no more than this process has, since the system counts from before the program begins.
    package private(set) var peakMemory = 0

    private var process: pid_t
    private let limits: ChildLimits?
    private let deadline: ContinuousClock.Instant?
    private let stop: CInt
    private var output: CInt
    private var errors: CInt

    /// Bytes of `messages`; the rest is read and dropped, since a full pipe would stop the program.
    private static let messageLimit = 4096
    /// Milliseconds.
    private static let longestSilence: CInt = 60_000
    /// What passes into the program: where things are. Notably not FFREPORT, which makes ffmpeg write files.
    private static let inherited = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"]

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: looked up on PATH.
    ///   - input: a descriptor it gets as number 3.
    ///   - limits: what it may use; it is then its own process group. Without, it may be silent for a minute at most.
    ///   - stop: a descriptor that can be read, or hangs up, when the program is to be ended early.
    /// - Throws: `system`, with ENOENT if there is no such program.
    package init(
        _ program: String, arguments: [String], input: CInt? = nil, limits: ChildLimits? = nil, stop: CInt = -1
    ) throws(RecordingError) {
        let outputPipe = try Pipe()
        let errorPipe = try Pipe()
        // The numbers that the child's own take must not hit those still to be copied.
        let input = input.map { Descriptor(fcntl($0, F_DUPFD_CLOEXEC, 10)) }
        guard input.map({ $0.number >= 0 }) != false else { throw .system(errno: errno, action: .startDecoder) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, outputPipe.writing.number, 1)
        posix_spawn_file_actions_adddup2(&actions, errorPipe.writing.number, 2)
        if let input { posix_spawn_file_actions_adddup2(&actions, input.number, Self.inputDescriptor) }
        _ = announce_spawn_closing_from(&actions, Self.inputDescriptor + (input == nil ? 0 : 1))

        // Whatever we do with signals is not the child's.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let group = limits == nil ? 0 : POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group))

        let environment = Self.inherited.compactMap { name in
            getenv(name).map { "\(name)=" + String(cString: $0) }
        }
        var process: pid_t = 0
        let failure = Self.withCStrings([program] + arguments) { arguments in
            Self.withCStrings(environment) { posix_spawnp(&process, program, &actions, &attributes, arguments, $0) }
        }
        guard failure == 0 else { throw .system(errno: failure, action: .startDecoder) }
        limits?.apply(to: process)
        self.process = process
        self.limits = limits
        self.stop = stop
        deadline = limits.map { ContinuousClock.now + $0.time }
        output = outputPipe.reading.release()
        errors = errorPipe.reading.release()
    }

    deinit {
        _ = finish()
    }

    /// Reads until `buffer` is full; fewer bytes only at the end of the program's output.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int {
        var done = 0
        while done < buffer.count, output >= 0, try waitForOutput() {
            let got = Glibc.read(output, buffer.baseAddress.map { $0 + done }, buffer.count - done)
            if got > 0 {
                done += got
            } else if got == 0 {
                Self.close(&output)
            } else if errno != EINTR {
                throw .system(errno: errno, action: .read)
            }
        }
        return done
    }

    /// All it writes, but no more than `count` bytes.
    package func read(atMost count: Int) throws(RecordingError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { buffer.deallocate() }
        return Array(buffer[..<(try read(into: buffer))])
    }

    /// Ends the program if it has not ended by itself, and tells how it ended; nil if that is not known.
    package func finish() -> Exit? {
        guard process > 0 else { return nil }
        // Only a program that has closed its output is about to end by itself.
        if output < 0, interruption == nil {
            _ = try? waitForOutput()
        }
        let isAboutToEnd = output < 0 && interruption == nil
        if limits != nil {
            if isAboutToEnd { waitForEnd() }
            // It is not reaped yet, so its group's number cannot be another's.
            kill(-process, SIGKILL)
        } else if !isAboutToEnd {
            kill(process, SIGKILL)
        }
        Self.close(&output)
        Self.close(&errors)
        var status: CInt = 0
        var usage = rusage()
        var reaped: pid_t
        repeat { reaped = wait4(process, &status, 0, &usage) } while reaped < 0 && errno == EINTR
        defer { process = 0 }
        guard reaped == process else { return nil }
        // The figure begins with what this process had when it started the other: up to that nothing is known.
        var own = rusage()
        getrusage(CInt(RUSAGE_SELF.rawValue), &own)
        peakMemory = usage.ru_maxrss > own.ru_maxrss ? usage.ru_maxrss * 1024 : 0
        return status & 0x7F == 0 ? .status(Int(status >> 8 & 0xFF)) : .signal(Int(status & 0x7F))
    }

    /// Waits for a program that has closed its output, until the deadline. It rarely takes a millisecond.
    private func waitForEnd() {
        var pause: CInt = 1
        while interruption == nil {
            var state = siginfo_t()
            guard waitid(P_PID, id_t(process), &state, WEXITED | WNOWAIT | WNOHANG) == 0, state.si_signo == 0 else {
                return
            }
            if let deadline, ContinuousClock.now >= deadline { interruption = .overtime }
            var waiting = pollfd(fd: stop, events: CShort(POLLIN), revents: 0)
            if poll(&waiting, 1, pause) > 0 { interruption = .stopped }
            pause = min(pause * 2, 50)
        }
    }

    /// Waits until output is there to be read, and takes in what comes on standard error meanwhile; false when there is
    /// nothing to wait for.
    private func waitForOutput() throws(RecordingError) -> Bool {
        while output >= 0 || errors >= 0 {
            var waiting = [
                pollfd(fd: output, events: CShort(POLLIN), revents: 0),
                pollfd(fd: errors, events: CShort(POLLIN), revents: 0),
                pollfd(fd: stop, events: CShort(POLLIN), revents: 0),
            ]
            let ready = poll(&waiting, 3, patience)
            if ready < 0 {
                if errno == EINTR { continue }
                throw .system(errno: errno, action: .read)
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

    /// How long to wait for the next output, in milliseconds.
    private var patience: CInt {
        guard let deadline else { return Self.longestSilence }
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        return CInt(min(max(0, left.rounded(.up)), 1e9))
    }

    private func takeMessages() {
        withUnsafeTemporaryAllocation(byteCount: Self.messageLimit, alignment: 1) { buffer in
            let got = Glibc.read(errors, buffer.baseAddress, buffer.count)
            if got > 0 {
                messages += buffer.prefix(min(got, Self.messageLimit - messages.count))
            } else if got == 0 || errno != EINTR {
                Self.close(&errors)
            }
        }
    }

    private static func close(_ descriptor: inout CInt) {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
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

/// Both ends of a pipe, numbered above what a child uses.
private struct Pipe {
    let reading: Descriptor
    let writing: Descriptor

    init() throws(RecordingError) {
        var ends: (CInt, CInt) = (-1, -1)
        guard announce_pipe(&ends.0, &ends.1) == 0 else { throw .system(errno: errno, action: .startDecoder) }
        let first = Descriptor(ends.0)
        let second = Descriptor(ends.1)
        reading = Descriptor(fcntl(first.number, F_DUPFD_CLOEXEC, 10))
        writing = Descriptor(fcntl(second.number, F_DUPFD_CLOEXEC, 10))
        guard reading.number >= 0, writing.number >= 0 else {
            throw .system(errno: errno, action: .startDecoder)
        }
    }
}

/// Closed when the last reference goes, unless released.
private final class Descriptor {
    private(set) var number: CInt

    init(_ number: CInt) {
        self.number = number
    }

    deinit {
        if number >= 0 { close(number) }
    }

    func release() -> CInt {
        defer { number = -1 }
        return number
    }
}
