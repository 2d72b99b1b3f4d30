package import Logging

/// The format of the program's log.
package enum LogFormat: String, Hashable, Sendable, CaseIterable {
    /// For terminals.
    case text
    /// One JSON object per line.
    case json

    /// A logger that writes this format.
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
