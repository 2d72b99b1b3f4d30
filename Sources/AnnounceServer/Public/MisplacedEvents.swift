import HTTPListener
import Logging
import NIOCore
import Sipgate
import Synchronization
import Webhook

/// Events that were posted to a path where nothing answers, such as `/sipgate.php`: the wrong address was entered at the
/// provider, and every call rings as usual without a word about the reason.
///
/// One warning names the path and the right address; there is at most one a minute. Requests that are not events, such as those
/// of scanners, are not mentioned.
final class MisplacedEvents: Sendable {
    /// How long after a warning none follows.
    private static let pause = TimeAmount.minutes(1)

    private struct State {
        var next: NIODeadline?
        /// Events since the last warning, this one included.
        var count = 0
    }

    private let state = Mutex(State())
    private let metrics: ServerMetrics

    init(_ metrics: ServerMetrics) {
        self.metrics = metrics
    }

    /// The reply to a form that was posted to a path without meaning: 404, with a warning where the form is an event.
    ///
    /// - Parameter address: where events are to be posted.
    func reply(toForm body: ByteBuffer, at path: String, address: String, now: NIODeadline = .now()) -> WebhookReply {
        var reply = WebhookReply(reply: .notFound)
        guard (try? CallEvent(form: body.readableBytesView)) != nil else { return reply }
        metrics.misplaced()
        let count = state.withLock { state -> Int? in
            state.count += 1
            if let next = state.next, now < next { return nil }
            defer { state = State(next: now + Self.pause) }
            return state.count
        }
        guard let count else { return reply }
        let subject = count == 1 ? "An event was" : "\(count) events were"
        reply.line = (
            .warning,
            "\(subject) posted to \(path), where nothing answers, so the call rings as usual; the address to enter at the "
                + "provider is \(address)", ["path": .string(path), "events": .stringConvertible(count)]
        )
        return reply
    }
}
