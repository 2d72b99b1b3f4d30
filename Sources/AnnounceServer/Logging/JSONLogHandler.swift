package import Logging

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
        line += JSONText.string(LogText.safe(event.message.description))
        for (name, value) in event.fields(with: metadata) {
            line += ",\(JSONText.string(LogText.safe(name))):\(JSONText.string(LogText.safe(value)))"
        }
        if let error = event.error { line += ",\"error\":\(JSONText.string(LogText.safe("\(error)")))" }
        output.write(line + "}")
    }
}

/// JSON strings (RFC 8259).
enum JSONText {
    /// In quotes, escaped.
    static func string(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }
}
