import ArgumentParser
import Dispatch
import Glibc
import Synchronization
import SystemPackage

/// Cancels work on Ctrl-C and SIGTERM, so that it can remove partial files.
enum Interruption {
    /// Runs `work` and cancels it when one of the signals arrives. If it does not end within a second, the process does.
    /// Afterwards the signals have the effect that they had before.
    ///
    /// - Parameter terminated: the exit status after SIGTERM.
    /// - Throws: `ExitCode(130)` after Ctrl-C, `ExitCode(terminated)` after SIGTERM, and what `work` throws.
    static func cancelling<Value: Sendable>(
        terminated: Int32 = 130, _ work: @Sendable @escaping () async throws -> Value
    ) async throws -> Value {
        let status = Atomic<Int32>(130)
        let task = Task { try await work() }
        // A dispatch source replaces the signal's handler and leaves its own behind.
        let before = [SIGINT, SIGTERM].map { number in
            var action = sigaction()
            sigaction(number, nil, &action)
            return (number, action)
        }
        // Not a global queue: it has a thread per core, and conversions may occupy them all.
        let queue = DispatchQueue(label: "interruption")
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if number == SIGTERM { status.store(terminated, ordering: .relaxed) }
                task.cancel()
                // A decoder or a read may never return. Unfinished outputs have no name yet, so leaving is safe.
                queue.asyncAfter(deadline: .now() + 1) {
                    say()
                    _exit(status.load(ordering: .relaxed))
                }
            }
            source.setCancelHandler { end.yield() }
            source.activate()
            return source
        }
        let result = await task.result
        // Sources are set up and taken down by another thread, perhaps only now: a handler that was restored before would be
        // replaced, and signals be lost.
        for source in sources { source.cancel() }
        var ended = ends.makeAsyncIterator()
        for _ in sources { await ended.next() }
        for (number, action) in before { withUnsafePointer(to: action) { _ = sigaction(number, $0, nil) } }
        do {
            return try result.get()
        } catch is CancellationError {
            say()
            throw ExitCode(status.load(ordering: .relaxed))
        }
    }

    private static func say() {
        // The terminal has printed ^C into the line.
        if isatty(STDERR_FILENO) == 1 { Console.write("\n", to: .standardError) }
        Console.error("Interrupted. Finished files were kept; no partial files were left.")
    }
}
