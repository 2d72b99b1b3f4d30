package import Telephony

/// An entry of the call log. The one who makes it has masked what `CallLogSettings` wants masked.
package enum LogEntry: Sendable {
    case event(LoggedEvent)
    case refused(RefusedRequest)
    case fetchBegan(FetchBeginning)
    case fetchEnded(FetchEnd)

    /// When the event, request or fetch happened.
    package var at: Moment {
        switch self {
        case .event(let event): event.at
        case .refused(let request): request.at
        case .fetchBegan(let fetch): fetch.at
        case .fetchEnded(let fetch): fetch.at
        }
    }
}

/// A webhook request that was refused before it was known which call it belongs to. The log keeps counts by hour, status
/// and reason, not the requests, so that a flood of them cannot fill the disk.
package struct RefusedRequest: Hashable, Sendable {
    package var at: Moment
    /// The HTTP status of the answer.
    package var status: Int
    /// One of a few fixed sentences; contains nothing that the client sent.
    package var reason: String

    package init(at: Moment, status: Int, reason: String) {
        (self.at, self.status, self.reason) = (at, status, reason)
    }
}

/// A request for a published file.
package struct FetchBeginning: Hashable, Sendable {
    /// The kind of request.
    package enum Request: Hashable, Sendable {
        /// HEAD.
        case head
        /// GET, from this byte on: 0 except for a range request.
        case bytes(from: Int)
        /// GET, answered with 304 (Not Modified): the client has the file already.
        case unchanged
    }

    package var at: Moment
    /// Identifies the fetch: its `FetchEnd` has the same ticket, and no other fetch of this process does.
    package var ticket: UInt64
    /// The published name: `closed-0123456789abcdef.wav`.
    package var file: String
    /// The size of the whole file, in bytes.
    package var size: Int
    package var request: Request
    /// Whether the dashboard played the file in a simulated call: not the telephone network.
    package var isTrial: Bool

    package init(
        at: Moment, ticket: UInt64, file: String, size: Int, request: Request, isTrial: Bool = false
    ) {
        (self.at, self.ticket, self.file, self.size, self.request) = (at, ticket, file, size, request)
        self.isTrial = isTrial
    }
}

/// The end of a fetch: the answer was sent, or the connection ended before.
package struct FetchEnd: Hashable, Sendable {
    package var at: Moment
    package var ticket: UInt64
    /// The number of bytes of the file that were sent.
    package var sent: Int

    package init(at: Moment, ticket: UInt64, sent: Int) {
        (self.at, self.ticket, self.sent) = (at, ticket, sent)
    }
}
