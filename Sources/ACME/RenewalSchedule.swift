package import FoundationEssentials

/// When the authority is asked next. Pure.
package struct RenewalSchedule: Sendable {
    private var failures = 0
    private var notBefore: Date?

    package init() {}

    /// How long to wait before the next attempt.
    ///
    /// - Parameters:
    ///   - certificate: the one in use; nil if it is none of the authority's.
    ///   - advised: when the authority wants it to be renewed.
    package func delay(_ certificate: CertificateFacts?, advised: Date? = nil, now: Date) -> Duration {
        let due = certificate.map { min($0.renewal, advised ?? $0.renewal) } ?? now
        let moment = max(due, notBefore ?? due)
        return .seconds(max(0, moment.timeIntervalSince(now)))
    }

    package mutating func succeeded() { (failures, notBefore) = (0, nil) }

    /// An attempt failed. The next follow after 2, 4, 8, … minutes, 6 hours at most, so that there are five in the first hour:
    /// Let's Encrypt allows no more failed proofs. Later ones if the authority asks for it.
    package mutating func failed(retryAfter: Duration?, now: Date) {
        failures += 1
        let wait = min(Duration.seconds(60 << min(failures, 9)), .seconds(6 * 3600))
        let seconds = max(wait, retryAfter ?? .zero) / .seconds(1)
        notBefore = now.addingTimeInterval(seconds)
    }
}
