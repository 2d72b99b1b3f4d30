package import Logging

/// Writes one line per entry, for people: time, level, message, and fields as `name=value`.
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
        for (name, value) in event.fields(with: metadata) {
            line += " "
            line += LogText.safe(name)
            line += "="
            line += Self.quoted(LogText.safe(value))
        }
        if let error = event.error { line += " error=\(Self.quoted(LogText.safe("\(error)")))" }
        output.write(line)
    }

    private static func quoted(_ text: String) -> String {
        var (isPlain, hasQuotes) = (!text.isEmpty, false)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): hasQuotes = true
            case UInt8(ascii: " "), UInt8(ascii: "="): isPlain = false
            default: break
            }
        }
        if hasQuotes { return "\"" + text.replacing("\"", with: "\\\"") + "\"" }
        return isPlain ? text : "\"" + text + "\""
    }
}

extension Logger.Level {
    /// Padded to five characters, so that messages are aligned.
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
    /// A metadata value as text.
    static func safe(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): safe(text)
        default: safe(value.description)
        }
    }
}

extension LogEvent {
    /// The fields of the entry and those of its logger, sorted by name.
    func fields(with own: Logger.Metadata) -> [(key: String, value: Logger.MetadataValue)] {
        let fields = own.isEmpty ? metadata ?? [:] : own.merging(metadata ?? [:], uniquingKeysWith: { $1 })
        return fields.sorted { $0.key < $1.key }
    }
}
