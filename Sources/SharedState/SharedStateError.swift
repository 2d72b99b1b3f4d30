import PostgreSQL

/// Reasons why the shared state cannot be read or changed.
package enum SharedStateError: Error, Hashable, Sendable {
    /// No connection, in the words of the library or the server.
    case noConnection(String)
    /// The tables are of a newer release, which this one cannot read.
    case newer
    /// Another version of the configuration was made meanwhile: its number.
    case overtaken(by: Int64)
    /// The database refuses something, in its words.
    case other(String)

    init(_ error: any Error) {
        switch error {
        case let error as SharedStateError: self = error
        case PostgreSQLError.refused(let state, let message):
            // 08, 57: the connection failed, or the server is being stopped.
            self =
                ["08", "57"].contains(state.prefix(2))
                ? .noConnection(message) : .other("\(message) (SQLSTATE \(state))")
        case let error as PostgreSQLError: self = .noConnection(error.description)
        default: self = .other("\(error)")
        }
    }
}

extension SharedStateError: CustomStringConvertible {
    /// What is wrong, as a part of a sentence.
    package var description: String {
        switch self {
        case .noConnection(let words): "no connection: \(words)"
        case .newer: "its tables are of a newer version of announce"
        case .overtaken(let number): "version \(number) was made meanwhile"
        case .other(let words): words
        }
    }
}
