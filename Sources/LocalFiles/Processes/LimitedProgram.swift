import Glibc
package import SystemPackage

/// A program that is run once, under limits: it gets a text and gives its output.
///
/// Promises what `ChildProcess` does.
package enum LimitedProgram {
    /// How a program ended.
    package enum End: Hashable, Sendable {
        /// `messages`: the start of what it wrote to standard error.
        case exited(ChildProcess.Exit?, messages: [UInt8])
        /// It took longer than its limits allow.
        case tookTooLong
        /// It wrote more than it may.
        case wroteTooMuch
        /// The task was cancelled.
        case stopped
        /// There is no such program, or it cannot be executed.
        case notStarted(Errno)
        /// Its output cannot be stored.
        case notStored(Errno)
    }

    /// Runs a program until it ends, or ends it when the task is cancelled.
    ///
    /// - Parameters:
    ///   - command: a program, looked up on PATH, and its arguments.
    ///   - input: what it reads from standard input.
    ///   - output: where its standard output is written.
    ///   - scratch: a folder for what is read from standard input.
    ///   - most: bytes that it may write there.
    package static func run(
        _ command: [String], input: [UInt8], scratch: FilePath, output: FileDescriptor, atMost most: Int,
        limits: ChildLimits
    ) async -> End {
        guard let program = command.first else { return .notStarted(.noSuchFileOrDirectory) }
        return await StopSwitch.run(program, orElse: { .notStarted($0) }) { stop throws(Errno) in
            // A pipe would fill up where the program reads late.
            let text = try UnnamedFile(in: scratch, isForPublishing: false)
            try text.descriptor.writeWhole(input)
            guard lseek(text.descriptor.rawValue, 0, SEEK_SET) == 0 else { throw .last }
            return run(
                command, input: text.descriptor, output: output, atMost: most, limits: limits, stop: stop)
        }
    }

    /// Runs a program until it ends, or ends it as soon as `stop` can be read. Blocks.
    ///
    /// - Parameters:
    ///   - input: its standard input, from where the file stands; nil: nothing.
    ///   - output: where its standard output is written; nil: nowhere.
    ///   - most: bytes that it may write there.
    package static func run(
        _ command: [String], input: FileDescriptor?, output: FileDescriptor?, atMost most: Int, limits: ChildLimits,
        stop: FileDescriptor
    ) -> End {
        guard let program = command.first else { return .notStarted(.noSuchFileOrDirectory) }
        do throws(Errno) {
            let child = try ChildProcess(
                program, arguments: Array(command.dropFirst()), limits: limits, stop: stop, input: input)
            return try end(of: child, output, most)
        } catch {
            return .notStarted(error)
        }
    }

    private static func end(of child: ChildProcess, _ output: FileDescriptor?, _ most: Int) throws(Errno) -> End {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var written = 0
        while true {
            let count = try child.readAvailable(into: buffer)
            guard count > 0 else { break }
            written += count
            guard written <= most else { return .wroteTooMuch }
            do throws(Errno) {
                try output?.writeWhole(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            } catch {
                return .notStored(error)
            }
        }
        let exit = child.finish()
        switch child.interruption {
        case .stopped: return .stopped
        case .overtime, .stuck: return .tookTooLong
        case nil: break
        }
        // The limit of the size of files that it writes itself (setrlimit(2), RLIMIT_FSIZE).
        if exit == .signal(Int(SIGXFSZ)) { return .wroteTooMuch }
        if exit == .signal(Int(SIGXCPU)) { return .tookTooLong }
        return .exited(exit, messages: child.messages)
    }
}
