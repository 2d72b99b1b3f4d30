import CallFlow
import CallLog
import HTTPListener
import HTTPTypes
import NIOCore
import NIOHTTP1
import Telephony
import Webhook

/// Records what the public listener does, in the metrics and in the call log.
///
/// Nothing here waits: counters are in memory, and the log has a queue.
struct TrafficRecorder: Sendable {
    let metrics: ServerMetrics
    let log: CallRecorder?
    let now: @Sendable () -> Moment

    /// A request at the webhook's address was answered.
    ///
    /// - Parameter start: when the request was complete.
    func answered(_ answered: WebhookReply, since start: NIODeadline) {
        if let event = answered.event {
            let took = (NIODeadline.now() - start).nanoseconds
            if !event.isTrial {
                metrics.answered(event: event.name, number: event.number, answer: event.answer, nanoseconds: took)
            }
            log?.answered(
                event.event, form: event.form, outcome: event.outcome, latency: .nanoseconds(took),
                at: event.moment, isTrial: event.isTrial, isDetached: event.isTrial)
        } else if let refusal = answered.refusal {
            let status = answered.reply.status.code
            metrics.refused(status: status)
            log?.refused(status: status, refusal, at: now())
        }
    }

    /// How `announce doctor` calls itself. That it gets a file says nothing about the telephone network, which counts.
    static let doctor = "announce doctor"

    /// The reply to a request for a recording, with an observer that records its delivery.
    func observed(_ reply: Reply, to name: String, for head: HTTPRequestHead) -> Reply {
        let isHead = head.method == .HEAD
        let isTrial = head.headers.first(name: "user-agent") == Self.doctor
        let status = reply.status.code
        var observed = reply
        observed.observer = { [metrics, log, now, content = reply.content] in
            let fetch = content.flatMap { content in
                log.flatMap {
                    Self.began($0, name, content, isHead: isHead, isTrial: isTrial, status: status, at: now())
                }
            }
            return { delivery in
                metrics.served(status: status, bytes: delivery.bytes)
                if let fetch { log?.fetchEnded(fetch, sent: delivery.bytes, at: now()) }
            }
        }
        return observed
    }

    /// Returns the fetch whose end is to be recorded too; nil where the reply has no body.
    private static func began(
        _ log: CallRecorder, _ name: String, _ content: (size: Int, range: Range<Int>), isHead: Bool,
        isTrial: Bool, status: Int, at moment: Moment
    ) -> CallRecorder.Fetch? {
        let isUnchanged = status == 304
        let fetch = log.fetchBegan(
            name, size: content.size,
            request: isHead ? .head : isUnchanged ? .unchanged : .bytes(from: content.range.lowerBound), at: moment,
            isTrial: isTrial)
        return isHead || isUnchanged ? nil : fetch
    }
}
