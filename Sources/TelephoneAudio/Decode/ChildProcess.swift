import CLinux
import Glibc

/// A program run to read what it writes: no shell, no standard input, and nothing of ours open in it but one file.
///
/// Killed and reaped when the last reference goes, wherever it then is.
final class ChildProcess {
    /// How a program ended.
    enum Exit: Hashable, Sendable {
        case status(Int)
        case signal(Int)
    }

    /// The number under which the program finds the file given to it.
    static let inputDescriptor: CInt = 3

    /// The start of what it wrote to standard error.
    private(set) var messages: [UInt8] = []
    /// It wrote nothing for so long that it is taken for dead.
    private(set) var isStuck = false

    private var process: pid_t
    private var output: CInt
    private var errors: CInt

    /// Bytes of `messages`; the rest is read and dropped, since a full pipe would stop the program.
    private static let messageLimit = 4096
    /// Milliseconds.
    private static let patience: CInt = 60_000
    /// What passes into the program: where things are. Notably not FFREPORT, which makes ffmpeg write files.
    private static let inherited = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"]

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: looked up on PATH.
    ///   - input: a descriptor it gets as number 3.
    /// - Throws: `system`, with ENOENT if there is no such program.
    init(_ program: String, arguments: [String], input: CInt) throws(RecordingError) {
        let outputPipe = try Pipe()
        let errorPipe = try Pipe()
        // The numbers that the child's own take must not hit those still to be copied.
        let input = Descriptor(fcntl(input, F_DUPFD_CLOEXEC, 10))
        guard input.number >= 0 else { throw .system(errno: errno, action: .startDecoder) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, outputPipe.writing.number, 1)
        posix_spawn_file_actions_adddup2(&actions, errorPipe.writing.number, 2)
        posix_spawn_file_actions_adddup2(&actions, input.number, Self.inputDescriptor)
        _ = announce_spawn_closing_from(&actions, Self.inputDescriptor + 1)

        // Whatever we do with signals is not the child's.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let environment = Self.inherited.compactMap { name in
            getenv(name).map { "\(name)=" + String(cString: $0) }
        }
        var process: pid_t = 0
        let failure = Self.withCStrings([program] + arguments) { arguments in
            Self.withCStrings(environment) { posix_spawnp(&process, program, &actions, &attributes, arguments, $0) }
        }
        guard failure == 0 else { throw .system(errno: failure, action: .startDecoder) }
        self.process = process
        output = outputPipe.reading.release()
        errors = errorPipe.reading.release()
    }

    deinit {
        _ = finish()
    }

    /// Reads until `buffer` is full; fewer bytes only at the end of the program's output.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int {
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

    /// Ends the program if it has not ended by itself, and tells how it ended; nil if that is not known.
    func finish() -> Exit? {
        guard process > 0 else { return nil }
        // Only a program that has closed its output is about to end by itself.
        if output < 0, !isStuck {
            _ = try? waitForOutput()
        }
        if output >= 0 || isStuck { kill(process, SIGKILL) }
        Self.close(&output)
        Self.close(&errors)
        var status: CInt = 0
        var reaped: pid_t
        repeat { reaped = waitpid(process, &status, 0) } while reaped < 0 && errno == EINTR
        defer { process = 0 }
        guard reaped == process else { return nil }
        return status & 0x7F == 0 ? .status(Int(status >> 8 & 0xFF)) : .signal(Int(status & 0x7F))
    }

    /// Waits until output is there to be read, and takes in what comes on standard error meanwhile; false when there is
    /// nothing to wait for.
    private func waitForOutput() throws(RecordingError) -> Bool {
        while output >= 0 || errors >= 0 {
            var waiting = [
                pollfd(fd: output, events: CShort(POLLIN), revents: 0),
                pollfd(fd: errors, events: CShort(POLLIN), revents: 0),
            ]
            let ready = poll(&waiting, 2, Self.patience)
            if ready < 0 {
                if errno == EINTR { continue }
                throw .system(errno: errno, action: .read)
            }
            guard ready > 0 else {
                isStuck = true
                return false
            }
            if waiting[1].revents != 0 { takeMessages() }
            if waiting[0].revents != 0 { return true }
        }
        return false
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
