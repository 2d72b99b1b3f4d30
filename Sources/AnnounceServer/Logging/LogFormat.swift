package import Logging

/// How logs are written.
package enum LogFormat: String, Hashable, Sendable, CaseIterable {
    /// For terminals.
    case text
    /// A JSON object a line.
    case json

    /// A logger that writes like this.
    package func logger(_ output: LogOutput, level: Logger.Level = .info) -> Logger {
        switch self {
        case .text:
            Logger(label: "announce") { _ in
                var handler = TextLogHandler(output: output)
                handler.logLevel = level
                return handler
            }
        case .json:
            Logger(label: "announce") { _ in
                var handler = JSONLogHandler(output: output)
                handler.logLevel = level
                return handler
            }
        }
    }
}
