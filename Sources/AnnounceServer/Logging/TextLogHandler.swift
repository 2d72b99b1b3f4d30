import CLinux
import Glibc
package import Logging

/// One line an event, for people: time, level, message, and fields as `name=value`.
package struct TextLogHandler: LogHandler {
    package var logLevel: Logger.Level = .info
    package var metadata: Logger.Metadata = [:]
    private let output: LogOutput

    package init(output: LogOutput) {
        self.output = output
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = "\(LogTime.now) \(event.level.name) \(LogText.safe(event.message.description))"
        for (name, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).sorted(by: <) {
            line += " \(LogText.safe(name))=\(Self.quoted(LogText.safe(value)))"
        }
        if let error = event.error { line += " error=\(Self.quoted(LogText.safe("\(error)")))" }
        output.write(line)
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && !text.contains { $0 == " " || $0 == "\"" || $0 == "=" }
        return isPlain ? text : "\"" + text.replacing("\"", with: "\\\"") + "\""
    }
}

extension Logger.Level {
    /// Of five characters, as the others.
    fileprivate var name: String {
        switch self {
        case .trace: "trace"
        case .debug: "debug"
        case .info, .notice: "info "
        case .warning: "warn "
        case .error, .critical: "error"
        }
    }
}

extension LogText {
    /// Any metadata as one text.
    static func safe(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): safe(text)
        default: safe(value.description)
        }
    }
}

private func < (left: (key: String, value: Logger.MetadataValue), right: (key: String, value: Logger.MetadataValue))
    -> Bool
{
    left.key < right.key
}

/// Times in logs.
enum LogTime {
    /// UTC, such as `2026-12-24T13:59:00.123Z` (RFC 3339).
    static var now: String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let milliseconds = String(1000 + time.tv_nsec / 1_000_000).dropFirst()
        return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self) + ".\(milliseconds)Z"
    }
}
