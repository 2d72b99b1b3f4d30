package import FoundationEssentials

/// The authority's advice on when to renew a certificate (RFC 9773). It comes early when the authority is about to revoke the
/// certificate, or wants to spread its load.
package struct RenewalAdvice: Hashable, Sendable {
    /// When to renew; nil if the authority does not say.
    package let renewal: Date?
    /// When to ask again.
    package let nextLook: Date

    /// The time between two questions, unless the authority names another; RFC 9773 bounds what it may name.
    private static let interval = 6 * 3600.0
    private static let bounds = 60.0...86400

    /// - Parameter window: within which to renew. The moment is chosen by chance, so that not everybody comes at once.
    init(_ window: RenewalInfo.Window?, retryAfter: Duration?, now: Date) {
        renewal = window.map { window in
            let length = max(0, window.end.timeIntervalSince(window.start))
            return window.start.addingTimeInterval(length * .random(in: 0...1))
        }
        let wait = retryAfter.map { $0 / .seconds(1) } ?? Self.interval
        nextLook = now.addingTimeInterval(min(max(wait, Self.bounds.lowerBound), Self.bounds.upperBound))
    }

    /// The authority could not be asked.
    package init(failedAt now: Date) {
        renewal = nil
        nextLook = now.addingTimeInterval(Self.interval)
    }
}
