import ArgumentParser
import Dispatch
import Glibc
import SystemPackage

/// Cancels work on Ctrl-C and SIGTERM, so that it can remove partial files.
enum Interruption {
    /// Runs `work` and cancels it when one of the signals arrives. If it does not end within a second, the process does.
    /// Afterwards the signals have the effect that they had before.
    ///
    /// - Throws: `ExitCode(130)` after a signal, and what `work` throws.
    static func cancelling<Value: Sendable>(_ work: @Sendable @escaping () async throws -> Value) async throws -> Value
    {
        let task = Task { try await work() }
        // A dispatch source replaces the signal's handler and leaves its own behind.
        let before = [SIGINT, SIGTERM].map { number in
            var action = sigaction()
            sigaction(number, nil, &action)
            return (number, action)
        }
        // Not a global queue: it has a thread per core, and conversions may occupy them all.
        let queue = DispatchQueue(label: "interruption")
        let sources = [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                task.cancel()
                // A decoder or a read may never return. Unfinished outputs have no name yet, so leaving is safe.
                queue.asyncAfter(deadline: .now() + 1) {
                    say()
                    _exit(130)
                }
            }
            source.activate()
            return source
        }
        defer {
            sources.forEach { $0.cancel() }
            for (number, action) in before { withUnsafePointer(to: action) { _ = sigaction(number, $0, nil) } }
        }
        do {
            return try await task.value
        } catch is CancellationError {
            say()
            throw ExitCode(130)
        }
    }

    private static func say() {
        // The terminal has printed ^C into the line.
        if isatty(STDERR_FILENO) == 1 { Console.write("\n", to: .standardError) }
        Console.error("Interrupted. Finished files were kept; no partial files were left.")
    }
}
