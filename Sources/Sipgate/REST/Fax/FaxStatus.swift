/// The status of a fax. The documented ones have names.
public struct FaxStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The provider's name for it.
    public let rawValue: String

    /// Accepts any text: the provider may add new values.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Queued.
    public static let pending = FaxStatus(rawValue: "PENDING")
    /// Being sent.
    public static let sending = FaxStatus(rawValue: "SENDING")
    /// Scheduled for a later time.
    public static let scheduled = FaxStatus(rawValue: "SCHEDULED")
    /// Delivered.
    public static let sent = FaxStatus(rawValue: "SENT")
    /// Not delivered; the provider has given up.
    public static let failed = FaxStatus(rawValue: "FAILED")

    /// Whether the status is final.
    public var isFinal: Bool { self == .sent || self == .failed }

    /// The provider's name for it.
    public var description: String { rawValue }
}

/// The statuses of a fax as they change, see `FaxModule.statuses(of:every:for:)`.
public struct FaxStatuses: AsyncSequence, Sendable {
    /// A status.
    public typealias Element = FaxStatus
    /// The error type of the iteration.
    public typealias Failure = SipgateError

    let module: FaxModule
    let fax: HistoryEntry.ID
    let interval: Duration
    let timeout: Duration

    /// Starts with the current status.
    public func makeAsyncIterator() -> Iterator { Iterator(statuses: self) }

    /// The position in the sequence.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let statuses: FaxStatuses
        private var last: FaxStatus?
        private var waited = Duration.zero

        fileprivate init(statuses: FaxStatuses) { self.statuses = statuses }

        /// Waits for the next change and returns the status; `nil` after the final one.
        public mutating func next() async throws(SipgateError) -> FaxStatus? {
            try await next(isolation: #isolation)
        }

        /// Waits for the next change and returns the status; `nil` after the final one.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(SipgateError) -> FaxStatus? {
            if let last, last.isFinal { return nil }
            var isFirstPoll = last == nil
            while true {
                if !isFirstPoll { try await wait() }
                isFirstPoll = false
                let status = try await statuses.module.status(of: statuses.fax)
                if status != last {
                    last = status
                    return status
                }
            }
        }

        private mutating func wait() async throws(SipgateError) {
            guard waited < statuses.timeout else {
                throw .faxUndecided(statuses.fax, last ?? .pending)
            }
            do {
                try await statuses.module.client.settings.clock.sleep(for: statuses.interval)
            } catch {
                throw .cancelled
            }
            waited += statuses.interval
        }
    }
}
