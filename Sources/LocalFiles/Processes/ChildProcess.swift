import CLinux
import Glibc
package import SystemPackage

/// A program that is run for what it writes to standard output.
///
/// Promises: no shell is involved; the program gets no standard input, no descriptor of this process but those given,
/// default signal handling, and five variables of the environment at most. It is killed and reaped when the last reference
/// goes; under limits, so is every process that it started and left in its process group. It is not confined otherwise: it
/// runs with this process's user, files and network. A process that is confined itself (`Sandbox`) can only run the one
/// program that it said it needs.
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

    /// The descriptor under which the program finds the first file given to it; the others follow.
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
    static let inherited = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"]

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: looked up on PATH.
    ///   - files: descriptors that it gets as numbers 3, 4, …
    ///   - limits: what it may use; it then gets its own process group. Without limits it is ended after a minute in
    ///     which it writes nothing.
    ///   - stop: a descriptor that becomes readable, or hangs up, to end the program early.
    ///   - isService: whether it is to run until it is stopped: it gets a process group of its own, may be silent for as
    ///     long as it likes, writes its errors to the same stream as its output, and has a standard input on which nothing
    ///     comes.
    ///   - input: what it gets as standard input instead.
    ///   - variables: names of further variables of the environment that it inherits.
    /// - Throws: `ENOENT` if there is no such program.
    package init(
        _ program: String, arguments: [String], files: [FileDescriptor] = [], limits: ChildLimits? = nil,
        stop: FileDescriptor? = nil, isService: Bool = false, input given: FileDescriptor? = nil,
        variables: [String] = []
    ) throws(Errno) {
        let outputPipe = try Pipe()
        let errorPipe = isService ? nil : try Pipe()
        let inputPipe = isService && given == nil ? try Pipe() : nil
        // In the child, dup2(2) must not overwrite a descriptor that is still to be copied: all have numbers above those.
        let files = try files.map { descriptor throws(Errno) in OwnedDescriptor(try descriptor.duplicated(from: 10)) }
        let input: OwnedDescriptor
        if let given {
            input = OwnedDescriptor(try given.duplicated(from: 10))
        } else if let inputPipe {
            input = inputPipe.reading
        } else {
            let nothing = OwnedDescriptor(try .reading("/dev/null"))
            input = OwnedDescriptor(try nothing.descriptor.duplicated(from: 10))
        }
        let output = outputPipe.writing
        let descriptors = ([input, output, errorPipe?.writing ?? output] + files).map(\.descriptor.rawValue)
        let environment = Self.environment(with: variables)
        let launch = Launch(
            program: program, arguments: [program] + arguments, environment: environment, descriptors: descriptors,
            ownGroup: limits != nil || isService)
        // What only these objects hold would be closed after their last use, before the program has it.
        let process = try withExtendedLifetime((files, input, outputPipe, errorPipe)) { () throws(Errno) in
            try launch.start()
        }
        limits?.apply(to: process)
        self.process = process
        self.limits = limits
        self.stop = stop
        self.isService = isService
        deadline = limits.map { ContinuousClock.now + $0.time }
        self.output = outputPipe.reading
        self.errors = errorPipe?.reading
        inputEnd = inputPipe?.writing
    }

    deinit {
        _ = finish()
    }

    /// The variables that programs inherit, and others, as `NAME=VALUE`.
    static func environment(with variables: [String] = []) -> [String] {
        (inherited + variables).compactMap { name in getenv(name).map { "\(name)=" + String(cString: $0) } }
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
        } else if !isAboutToEnd, DecoderProgram.current == nil {
            kill(process, SIGKILL)
        }
        // A confined process may send no signal: what no one reads ends the program. Where nothing does, it ends with this
        // process, whose end is up to the one that confined it.
        output = nil
        errors = nil
        inputEnd = nil
        guard interruption != .stuck || DecoderProgram.current == nil else {
            process = 0
            return nil
        }
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
        return Exit(status)
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
}

extension ChildProcess.Exit {
    /// By the status of wait(2).
    init(_ status: CInt) {
        self = status & 0x7F == 0 ? .status(Int(status >> 8 & 0xFF)) : .signal(Int(status & 0x7F))
    }
}
