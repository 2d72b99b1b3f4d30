import Glibc
import Synchronization

/// The `Date` field of answers, written once a second.
final class DateField: Sendable {
    private let latest = Mutex((second: 0, text: ""))

    /// The time now.
    var text: String {
        let second = time(nil)
        return latest.withLock { latest in
            if latest.second != second { latest = (second, HTTPDate.text(of: second)) }
            return latest.text
        }
    }
}
