import Synchronization

/// Requests to read something again. Several requests for the same thing count as one.
final class ReloadRequests: Sendable {
    /// In the order they are handled in.
    enum Cause: Int, CaseIterable, Sendable {
        /// SIGHUP asks for the configuration, changed or not.
        case hangup
        case configuration
        /// The versions of a shared configuration, or its instances, have changed.
        case versions
        /// An edit was confirmed.
        case acceptance
        case library
        case overrides
    }

    /// One element for any number of requests since the last.
    let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation
    private let waiting = Mutex<Set<Cause>>([])

    init() {
        (arrivals, arrival) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ cause: Cause) {
        waiting.withLock { _ = $0.insert(cause) }
        arrival.yield()
    }

    /// Returns the requests that wait, and removes them.
    func take() -> [Cause] {
        waiting.withLock { causes in
            defer { causes = [] }
            return Cause.allCases.filter(causes.contains)
        }
    }
}
