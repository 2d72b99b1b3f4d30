import CallFlow
import CallLog
import HTTPTypes
import NIOCore

/// Keeps account of what the public listener does, when it is done: in the metrics, and in the call log.
///
/// Nothing here waits: counters are in memory, and the log has a queue.
struct Accounts: Sendable {
    let metrics: ServerMetrics
    let log: CallRecorder?
    let now: @Sendable () -> Moment

    /// The answer to what was to be an event is out.
    ///
    /// - Parameter start: when the request was whole.
    func enter(_ answered: WebhookController.Answered, since start: NIODeadline) {
        if let event = answered.event {
            let took = (NIODeadline.now() - start).nanoseconds
            if !event.isTrial {
                metrics.answered(event: event.name, number: event.number, answer: event.answer, nanoseconds: took)
            }
            log?.answered(
                event.event, form: event.form.readableBytesView, outcome: event.outcome, latency: .nanoseconds(took),
                at: event.moment, isTrial: event.isTrial)
        } else if let refusal = answered.refusal {
            let status = answered.reply.status.code
            metrics.refused(status: status)
            log?.refused(status: status, refusal, at: now())
        }
    }

    /// A recording is on its way to a client, or what is told instead.
    func delivery(of name: String, _ reply: Reply, isHead: Bool) -> Delivery {
        Delivery(name: name, reply: reply, isHead: isHead, accounts: self)
    }

    /// One answer to a request for a recording, from its head to its end. Of one event loop.
    final class Delivery {
        private let status: Int
        private let accounts: Accounts
        private let fetch: CallRecorder.Fetch?
        /// Bytes of the body that the client's system has taken.
        var bytes = 0
        /// Those that are taken when the end is.
        var last = 0

        fileprivate init(name: String, reply: Reply, isHead: Bool, accounts: Accounts) {
            (status, self.accounts) = (reply.status.code, accounts)
            guard let log = accounts.log, let file = reply.recording else {
                fetch = nil
                return
            }
            let isUnchanged = status == 304
            let began = log.fetchBegan(
                name, size: file.size,
                request: isHead ? .head : isUnchanged ? .unchanged : .bytes(from: file.range.lowerBound),
                at: accounts.now())
            fetch = isHead || isUnchanged ? nil : began
        }

        /// - Parameter isWhole: all that was to be sent is with the client's system.
        func end(isWhole: Bool) {
            let sent = isWhole ? bytes + last : bytes
            accounts.metrics.served(status: status, bytes: sent)
            if let fetch { accounts.log?.fetchEnded(fetch, sent: sent, at: accounts.now()) }
        }
    }
}
