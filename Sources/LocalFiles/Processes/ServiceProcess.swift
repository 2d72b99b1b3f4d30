package import SystemPackage

/// A program that runs beside this one until it ends or is stopped, such as `ssh`, and whose output is read line by line.
///
/// Promises what `ChildProcess` does. Unless it is given one, its standard input is open and empty as long as this process
/// lives, so that a program that reads it ends with this process even if that is killed.
package enum ServiceProcess {
    /// How a program ended.
    package enum End: Hashable, Sendable {
        case exited(ChildProcess.Exit?)
        /// There is no such program, or it cannot be executed.
        case notStarted(Errno)
    }

    /// Bytes of a line; the rest of a longer one counts as the next line.
    private static let longestLine = 4096

    /// Runs a program until it ends, or ends it when the task is cancelled.
    ///
    /// - Parameters:
    ///   - command: a program, looked up on PATH, and its arguments.
    ///   - input: what it gets as standard input; nil for one on which nothing comes.
    ///   - variables: names of the variables of the environment that it inherits beside those of every child process.
    ///   - line: called with each line of its output and of its errors, on a thread of its own.
    package static func run(
        _ command: [String], input: FileDescriptor? = nil, variables: [String] = [],
        line: @escaping @Sendable (String) -> Void
    ) async -> End {
        guard let program = command.first else { return .notStarted(.noSuchFileOrDirectory) }
        return await StopSwitch.run(program, orElse: { .notStarted($0) }) { stop throws(Errno) in
            let child = try ChildProcess(
                program, arguments: Array(command.dropFirst()), stop: stop, isService: true, input: input,
                variables: variables)
            try readLines(of: child, line)
            return .exited(child.finish())
        }
    }

    private static func readLines(of child: ChildProcess, _ line: (String) -> Void) throws(Errno) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: longestLine, alignment: 1)
        defer { buffer.deallocate() }
        var text: [UInt8] = []
        while true {
            let count = try child.readAvailable(into: buffer)
            text += buffer[..<count]
            while let end = text.firstIndex(of: UInt8(ascii: "\n")) ?? (text.count >= longestLine ? longestLine : nil) {
                line(String(decoding: text[..<min(end, longestLine)], as: UTF8.self))
                text.removeFirst(min(end + 1, text.count))
            }
            guard count > 0 else { break }
        }
        if !text.isEmpty { line(String(decoding: text, as: UTF8.self)) }
    }
}
