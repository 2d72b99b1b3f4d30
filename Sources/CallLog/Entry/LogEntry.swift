/// One thing to be written. Whoever makes it has hidden what `CallLogSettings` says is to be hidden.
package enum LogEntry: Sendable {
    case event(LoggedEvent)
    case refused(RefusedRequest)
    case fetchBegan(FetchBeginning)
    case fetchEnded(FetchEnd)

    /// When it happened.
    package var at: LogMoment {
        switch self {
        case .event(let event): event.at
        case .refused(let request): request.at
        case .fetchBegan(let fetch): fetch.at
        case .fetchEnded(let fetch): fetch.at
        }
    }
}

/// A request that was turned away before anybody knew which call it was about. They are counted, not kept: whoever sends
/// thousands of them does not fill the disk.
package struct RefusedRequest: Hashable, Sendable {
    package var at: LogMoment
    /// HTTP's.
    package var status: Int
    /// One of few sentences, without anything the client sent.
    package var reason: String

    package init(at: LogMoment, status: Int, reason: String) {
        (self.at, self.status, self.reason) = (at, status, reason)
    }
}

/// Somebody asked for a published file.
package struct FetchBeginning: Hashable, Sendable {
    /// What is asked for.
    package enum Request: Hashable, Sendable {
        /// HEAD.
        case head
        /// GET, the first byte asked for: 0 but for a range that begins elsewhere.
        case bytes(from: Int)
        /// GET, answered with 304: the client has it already.
        case unchanged
    }

    package var at: LogMoment
    /// The same as the end's, and nobody else's in this process.
    package var ticket: UInt64
    /// The published name, `closed-0123456789abcdef.wav`.
    package var file: String
    /// The whole file's, in bytes.
    package var size: Int
    package var request: Request

    package init(at: LogMoment, ticket: UInt64, file: String, size: Int, request: Request) {
        (self.at, self.ticket, self.file, self.size, self.request) = (at, ticket, file, size, request)
    }
}

/// The answer to such a request is out, or was cut off.
package struct FetchEnd: Hashable, Sendable {
    package var at: LogMoment
    package var ticket: UInt64
    /// Bytes of the file that went out.
    package var sent: Int

    package init(at: LogMoment, ticket: UInt64, sent: Int) {
        (self.at, self.ticket, self.sent) = (at, ticket, sent)
    }
}
