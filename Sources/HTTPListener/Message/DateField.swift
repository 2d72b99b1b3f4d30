import Glibc
import Synchronization

/// The value of the `Date` field (RFC 9110 section 6.6.1), formatted once a second.
final class DateField: Sendable {
    static let shared = DateField()

    private let latest = Mutex((second: 0, text: ""))

    /// The current time.
    var text: String {
        let second = time(nil)
        return latest.withLock { latest in
            if latest.second != second { latest = (second, HTTPDate.text(of: second)) }
            return latest.text
        }
    }
}
