/// How far a fax is. The documented ones have names.
public struct FaxStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The provider's name for it.
    public let rawValue: String

    /// Accepts any text: the provider may add new values.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It waits for its turn.
    public static let pending = FaxStatus(rawValue: "PENDING")
    /// It is being sent.
    public static let sending = FaxStatus(rawValue: "SENDING")
    /// It waits for a time that was set.
    public static let scheduled = FaxStatus(rawValue: "SCHEDULED")
    /// It has arrived.
    public static let sent = FaxStatus(rawValue: "SENT")
    /// It has not arrived and will not.
    public static let failed = FaxStatus(rawValue: "FAILED")

    /// Whether nothing more will happen.
    public var isFinal: Bool { self == .sent || self == .failed }

    /// The provider's name for it.
    public var description: String { rawValue }
}

/// The statuses of a fax as they change, see `FaxModule.statuses(of:every:for:)`.
public struct FaxStatuses: AsyncSequence, Sendable {
    /// What is told each time.
    public typealias Element = FaxStatus
    /// The error type of the iteration.
    public typealias Failure = SipgateError

    let module: FaxModule
    let fax: HistoryEntry.ID
    let interval: Duration
    let timeout: Duration

    /// Begins with a look at the fax.
    public func makeAsyncIterator() -> Iterator { Iterator(statuses: self) }

    /// Where one is.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let statuses: FaxStatuses
        private var last: FaxStatus?
        private var waited = Duration.zero

        fileprivate init(statuses: FaxStatuses) { self.statuses = statuses }

        /// The next status that is not the last one; nil after the final one.
        public mutating func next() async throws(SipgateError) -> FaxStatus? {
            try await next(isolation: #isolation)
        }

        /// The next status that is not the last one; nil after the final one.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(SipgateError) -> FaxStatus? {
            if let last, last.isFinal { return nil }
            var isFirstLook = last == nil
            while true {
                if !isFirstLook { try await wait() }
                isFirstLook = false
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
