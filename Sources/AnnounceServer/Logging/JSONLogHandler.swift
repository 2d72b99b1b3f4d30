package import Logging
import Telephony

/// Writes one JSON object per line: `time`, `level`, `message`, and the fields of the entry.
package struct JSONLogHandler: LogHandler {
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
        var line = #"{"time":"\#(LogTime.now)","level":"\#(event.level.rawValue)","message":"#
        line.appendJSONString(LogText.safe(event.message.description))
        func add(_ name: String, _ safeValue: String) {
            line += ","
            line.appendJSONString(LogText.safe(name))
            line += ":"
            line.appendJSONString(safeValue)
        }
        for (name, value) in event.fields(with: metadata) { add(name, LogText.safe(value)) }
        if let error = event.error { add("error", LogText.safe("\(error)")) }
        output.write(line + "}")
    }
}
