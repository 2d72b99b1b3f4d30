import Foundation
import Glibc
import Support
import SystemPackage

/// A running program, with its output in files; killed with all its children when the last reference is released.
final class RunningProgram {
    /// The content of standard input.
    enum Input {
        case nothing
        case file(FilePath)
        /// These bytes through a pipe that is never closed.
        case endless([UInt8])
    }

    /// How it ended.
    struct Result {
        /// Nil where a signal ended it.
        var status: Int?
        var signal: Int?
        var output: [UInt8]
        /// Standard error as text.
        var errors: String

        /// Standard output as text.
        var text: String { String(decoding: output, as: UTF8.self) }
    }

    struct DeadlineMissed: Error {
        let what: String
        let errors: String
    }

    struct NotStarted: Error {
        let errno: CInt
    }

    let process: pid_t
    private let streams: TemporaryFolder
    private var pipe: (reading: CInt, writing: CInt)?
    private var isReaped = false

    /// - Parameters:
    ///   - command: an absolute path and arguments.
    ///   - folder: where it works.
    init(_ command: [String], in folder: FilePath, environment: [String: String] = [:], input: Input) throws {
        streams = try TemporaryFolder()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        switch input {
        case .nothing: posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        case .file(let path): posix_spawn_file_actions_addopen(&actions, 0, path.string, O_RDONLY, 0)
        case .endless(let bytes):
            var ends: [CInt] = [-1, -1]
            guard Glibc.pipe(&ends) == 0 else { throw NotStarted(errno: errno) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            pipe = (ends[0], ends[1])
            // Fits into the pipe, which is not read yet.
            guard write(ends[1], bytes, bytes.count) == bytes.count else { throw NotStarted(errno: errno) }
            posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        }
        for (number, name) in [(1, "out"), (2, "err")] as [(CInt, String)] {
            let path = streams.file(name).string
            posix_spawn_file_actions_addopen(&actions, number, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }

        // Signals as a shell in the foreground leaves them; a group of its own, so that all of it can be ended.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGPIPE, SIGQUIT, SIGHUP, SIGXFSZ] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, CShort(flags))

        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var words = (["env", "-C", folder.string] + command).map { strdup($0) } + [nil]
        var settings = variables.map { strdup($0) } + [nil]
        defer { for pointer in words + settings { free(pointer) } }
        var process: pid_t = 0
        let failure = posix_spawn(&process, "/usr/bin/env", &actions, &attributes, &words, &settings)
        guard failure == 0 else { throw NotStarted(errno: failure) }
        self.process = process
    }

    deinit {
        if !isReaped {
            kill(-process, SIGKILL)
            var status: CInt = 0
            waitpid(process, &status, 0)
        }
        if let pipe {
            close(pipe.reading)
            close(pipe.writing)
        }
    }

    /// Sends a signal to the program alone, not to its children.
    func send(_ signal: CInt) {
        kill(process, signal)
    }

    /// Waits for the end.
    ///
    /// - Throws: `DeadlineMissed`.
    func wait(within limit: Duration = .seconds(60)) throws -> Result {
        var status: CInt = 0
        try poll("end", within: limit) { waitpid(process, &status, WNOHANG) == process }
        isReaped = true
        let signal = Int(status & 0x7F)
        return Result(
            status: signal == 0 ? Int(status >> 8 & 0xFF) : nil, signal: signal == 0 ? nil : signal,
            output: try streams.bytes(of: "out"), errors: try errors())
    }

    /// Waits until `condition` holds.
    ///
    /// - Throws: `DeadlineMissed`.
    func poll(_ what: String, within limit: Duration = .seconds(30), until condition: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + limit
        while try !condition() {
            guard ContinuousClock.now < deadline else {
                throw DeadlineMissed(what: what, errors: String((try errors()).suffix(2000)))
            }
            usleep(1000)
        }
    }

    /// Bytes that it and the processes it has started have written so far, to whatever file.
    var bytesWritten: Int {
        let others = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let children = others.compactMap { pid_t($0) }.filter {
            Self.field("PPid:", of: "status", $0).flatMap { pid_t($0) } == process
        }
        return ([process] + children).reduce(0) { $0 + (Self.field("wchar:", of: "io", $1).flatMap { Int($0) } ?? 0) }
    }

    /// Whether it has made itself ready for Ctrl-C and SIGTERM, in this order.
    var handlesSignals: Bool {
        let caught = field("SigCgt:", of: "status").flatMap { UInt64($0, radix: 16) } ?? 0
        return caught & 1 << UInt64(SIGTERM - 1) != 0
    }

    /// Whether nothing is left of it but its status.
    var hasEnded: Bool { field("State:", of: "status")?.hasPrefix("Z") != false }

    /// Bytes of an endless input that it has not read yet.
    var bytesWaiting: Int {
        guard let pipe else { return 0 }
        var count: CInt = 0
        return ioctl(pipe.reading, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    private func field(_ name: String, of file: String) -> String? { Self.field(name, of: file, process) }

    private static func field(_ name: String, of file: String, _ process: pid_t) -> String? {
        let text = (try? String(contentsOfFile: "/proc/\(process)/\(file)", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").first { $0.hasPrefix(name) }
            .map { $0.dropFirst(name.count).filter { !$0.isWhitespace } }
    }

    /// What it has written to standard output so far.
    func outputSoFar() throws -> String {
        String(decoding: try streams.bytes(of: "out"), as: UTF8.self)
    }

    /// What it has written to standard error so far.
    func errorsSoFar() throws -> String { try errors() }

    private func errors() throws -> String {
        String(decoding: try streams.bytes(of: "err"), as: UTF8.self)
    }
}
