import CLinux
import Glibc

/// Runs an installed Graphviz.
package enum Graphviz {
    /// The variables that it inherits: where it, its plug-ins and fonts are.
    private static let inherited = [
        "PATH", "HOME", "LD_LIBRARY_PATH", "GVBINDIR", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "DOTFONTPATH", "LANG",
        "LC_ALL",
    ]
    /// Bytes of data at most: thirty times as many as it takes for a hundred numbers with menus.
    private static let memory: UInt = 1 << 30

    /// Draws a graph. Blocks.
    ///
    /// Graphviz gets the graph, in which names come from the configuration, and nothing else: neither this program's
    /// environment nor its descriptors, and limits of CPU time and memory.
    ///
    /// - Parameters:
    ///   - dot: in the DOT language.
    ///   - format: `svg`, `plain`, …
    ///   - seconds: the limit of CPU time.
    ///   - isQuiet: discards its messages instead of passing them to standard error.
    /// - Throws: `GraphvizError`.
    package static func draw(
        _ dot: String, as format: String, seconds: Int = 60, isQuiet: Bool = false
    ) throws(GraphvizError) -> [UInt8] {
        // Graphviz may end before it has read everything.
        signal(SIGPIPE, SIG_IGN)
        let input = try pipe()
        let output = try pipe()
        defer { close(output.reading) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.reading, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
        _ = announce_spawn_closing_from(&actions, STDERR_FILENO + 1)
        if isQuiet { posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) }
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("dot"), strdup("-T\(format)"), nil]
        defer { for word in words { free(word) } }
        // Not the rest of the environment, which holds this program's secrets.
        var environment =
            Self.inherited.compactMap { name in getenv(name).map { strdup("\(name)=" + String(cString: $0)) } }
            + [nil]
        defer { for variable in environment { free(variable) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, "dot", &actions, nil, &words, &environment)
        close(input.reading)
        close(output.writing)
        // It writes only after it has read everything, so neither side blocks the other.
        if failure == 0 {
            _ = announce_limit(process, announce_limit_processor, UInt(seconds), UInt(seconds))
            _ = announce_limit(process, announce_limit_data, memory, memory)
            _ = announce_limit(process, announce_limit_core, 0, 0)
            write(dot, to: input.writing)
        }
        close(input.writing)
        guard failure == 0 else { throw failure == ENOENT ? .notInstalled : .system(errno: failure) }
        let drawing = contents(of: output.reading)
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw .system(errno: errno) }
        }
        let number = Int(status & 0x7F)
        guard status == 0 else { throw .failed(status: number == 0 ? Int(status >> 8 & 0xFF) : 128 + number) }
        return drawing
    }

    private static func write(_ text: String, to pipe: CInt) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(pipe, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func pipe() throws(GraphvizError) -> (reading: CInt, writing: CInt) {
        var (reading, writing): (CInt, CInt) = (-1, -1)
        guard announce_pipe(&reading, &writing) == 0 else { throw .system(errno: errno) }
        return (reading, writing)
    }

    private static func contents(of pipe: CInt) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(pipe, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes += block.prefix(count)
        }
    }
}

/// Reasons Graphviz failed.
package enum GraphvizError: Error, Hashable, Sendable {
    case notInstalled
    /// Its messages are on standard error.
    case failed(status: Int)
    /// An `errno` value.
    case system(errno: CInt)
}
