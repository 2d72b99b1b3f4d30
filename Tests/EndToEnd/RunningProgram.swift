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

    let process: pid_t
    private let streams: TemporaryFolder
    private var pipe: (reading: CInt, writing: CInt)?
    private var isReaped = false

    /// - Parameters:
    ///   - command: an absolute path and arguments.
    ///   - folder: where it works.
    ///   - third: becomes its descriptor 3.
    init(
        _ command: [String], in folder: FilePath, environment: [String: String] = [:], third: CInt? = nil, input: Input
    ) throws {
        let streams = try TemporaryFolder()
        self.streams = streams
        if case .endless(let bytes) = input {
            var ends: [CInt] = [-1, -1]
            guard Glibc.pipe(&ends) == 0 else { throw Errno(rawValue: errno) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            pipe = (ends[0], ends[1])
            // Fits into the pipe, which is not read yet.
            guard write(ends[1], bytes, bytes.count) == bytes.count else { throw Errno(rawValue: errno) }
        }
        let reading = pipe?.reading
        let outputs = ["out", "err"].map { streams.file($0).string }
        // A group of its own, so that all of it can be ended.
        process = try Spawning.start(
            ["/usr/bin/env", "-C", folder.string] + command, variables: environment, third: third, hasOwnGroup: true
        ) { actions in
            switch input {
            case .nothing: posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            case .file(let path): posix_spawn_file_actions_addopen(&actions, 0, path.string, O_RDONLY, 0)
            case .endless: if let reading { posix_spawn_file_actions_adddup2(&actions, reading, 0) }
            }
            for (number, path) in zip([1, 2] as [CInt], outputs) {
                posix_spawn_file_actions_addopen(&actions, number, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            }
        }
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
