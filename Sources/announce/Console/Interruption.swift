import ArgumentParser
import Dispatch
import Glibc

/// Ctrl-C and SIGTERM: work in progress is cancelled and leaves nothing half-written.
enum Interruption {
    /// Runs `work`, cancelled by a signal.
    ///
    /// - Throws: `ExitCode(130)` after a signal, and what `work` throws.
    static func cancelling<Value: Sendable>(_ work: @Sendable @escaping () async throws -> Value) async throws -> Value
    {
        let task = Task { try await work() }
        // Not the global queue: its threads are as many as the cores, and all of them convert.
        let queue = DispatchQueue(label: "interruption")
        let sources = [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                task.cancel()
                // A decoder or a read that does not return must not hold the user up; nothing has a name yet.
                queue.asyncAfter(deadline: .now() + 1) { _exit(130) }
            }
            source.activate()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        do {
            return try await task.value
        } catch is CancellationError {
            Talk.error("Interrupted. What was finished is kept; nothing half-written is left.")
            throw ExitCode(130)
        }
    }
}
