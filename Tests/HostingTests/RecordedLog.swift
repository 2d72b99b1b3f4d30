import Logging
import Synchronization

/// Keeps what is logged, and lets a test wait for a message.
final class RecordedLog: Sendable {
    private struct State {
        var messages: [String] = []
        var waiting: [(text: String, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var messages: [String] { state.withLock(\.messages) }

    var logger: Logger { Logger(label: "test") { [self] _ in Handler(log: self) } }

    /// Returns once a message with this text has been logged since the last `forget()`.
    func wait(for text: String) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.messages.contains(where: { $0.contains(text) }) { return true }
                state.waiting.append((text, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func forget() { state.withLock { $0.messages = [] } }

    private func add(_ message: String) {
        let found = state.withLock { state in
            state.messages.append(message)
            let found = state.waiting.filter { message.contains($0.text) }
            state.waiting.removeAll { message.contains($0.text) }
            return found
        }
        for waiting in found { waiting.continuation.resume() }
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var logLevel: Logger.Level = .info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { log.add("\(event.level): \(event.message)") }
    }
}
