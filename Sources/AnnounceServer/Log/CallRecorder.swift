package import CallFlow
package import CallLog
import Dashboard
package import Sipgate
import Synchronization
package import Telephony
package import Webhook

/// Records what the server does in the call log. It does not block, so it may be called on event loops: values are captured
/// here, and made into rows on the log's own thread.
package final class CallRecorder: Sendable {
    private let log: CallLogWriter
    private let tickets = Atomic<UInt64>(0)

    package init(_ log: CallLogWriter) {
        self.log = log
    }

    /// A webhook was answered.
    ///
    /// - Parameters:
    ///   - form: the fields of the request body.
    ///   - status: the HTTP status.
    ///   - latency: from the request to its answer.
    ///   - moment: when the event arrived.
    ///   - isTrial: whether it came from the dashboard or `announce doctor`, not from a telephone.
    ///   - isDetached: as in `LoggedEvent`.
    package func answered(
        _ event: CallEvent, form: FormFields, outcome: WebhookOutcome, status: Int = 200, latency: Duration,
        at moment: Moment, isTrial: Bool = false, isDetached: Bool = false
    ) {
        let size = form.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 2 }
        log.record(bytes: 2_000 + 3 * size) { settings in
            var logged = LoggedEvent(
                event, form: form, outcome, status: status, latency: latency, at: moment, isTrial: isTrial, settings)
            logged.isDetached = isDetached
            return .event(logged)
        }
    }

    /// A request at the webhook's URL was refused.
    ///
    /// - Parameter sentence: must not contain text of the client.
    package func refused(status: Int, _ sentence: String, at moment: Moment) {
        log.record(bytes: 200) { _ in
            .refused(RefusedRequest(at: moment, status: status, reason: sentence))
        }
    }

    /// The beginning of a fetch, to be passed to `fetchEnded`.
    package struct Fetch: Sendable {
        fileprivate var ticket: UInt64
    }

    /// A published file was requested.
    ///
    /// - Parameters:
    ///   - file: its published name.
    ///   - size: the whole file's, in bytes.
    ///   - isTrial: whether the dashboard plays it in a simulated call.
    /// - Returns: what to pass to `fetchEnded`, but for HEAD and 304, which have no body.
    @discardableResult
    package func fetchBegan(
        _ file: String, size: Int, request: FetchBeginning.Request, at moment: Moment, isTrial: Bool = false
    ) -> Fetch {
        let ticket = tickets.wrappingAdd(1, ordering: .relaxed).newValue
        log.record(bytes: 200) { _ in
            .fetchBegan(
                FetchBeginning(
                    at: moment, ticket: ticket, file: file, size: size, request: request, isTrial: isTrial))
        }
        return Fetch(ticket: ticket)
    }

    /// The reply to a GET was sent, or cut off after `sent` bytes of the file.
    package func fetchEnded(_ fetch: Fetch, sent: Int, at moment: Moment) {
        log.record(bytes: 200) { _ in
            .fetchEnded(FetchEnd(at: moment, ticket: fetch.ticket, sent: sent))
        }
    }
}

extension CallLogSettings {
    package init(_ settings: LogSettings) {
        self.init(
            keep: settings.keepHours.map { .seconds($0 * 3600) }, mostBytes: settings.mostBytes,
            masksNumbers: settings.masksNumbers,
            keepsDigits: settings.keepsDigits, keepRequests: settings.keepRequestsHours.map { .seconds($0 * 3600) })
    }
}
