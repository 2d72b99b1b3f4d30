import CLinux
import Glibc
import Synchronization

/// Times of log entries.
enum LogTime {
    /// The text of the last second, which many entries share.
    private static let latest = Mutex((second: 0, text: ""))

    /// UTC, such as `2026-12-24T13:59:00.123Z` (RFC 3339).
    static var now: String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let second = latest.withLock { latest in
            if latest.second != time.tv_sec { latest = (time.tv_sec, text(ofSecond: time.tv_sec)) }
            return latest.text
        }
        return second + "." + String(1000 + time.tv_nsec / 1_000_000).dropFirst() + "Z"
    }

    private static func text(ofSecond second: Int) -> String {
        var (second, parts) = (second, tm())
        gmtime_r(&second, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
