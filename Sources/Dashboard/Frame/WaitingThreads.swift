import Dispatch

/// Threads for what may wait for a database: those of NIO's pool are few, and callers hear files that they read.
package enum WaitingThreads {
    private static let queue = DispatchQueue(label: "waiting", attributes: .concurrent)

    package static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }

    /// Returns at once.
    package static func start(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
}
