/// Reasons why the database did not do what was asked of it.
package enum PostgreSQLError: Error, Hashable, Sendable {
    /// The library is not installed.
    case noLibrary(String)
    /// The library is older than PostgreSQL 14 and lacks this function.
    case oldLibrary(missing: String)
    /// No connection, in libpq's words.
    case cannotConnect(String)
    /// The connection is gone, in libpq's words. What was sent last may have been done or not.
    case connectionLost(String)
    /// No answer in time. What was sent last may have been done or not.
    case deadlinePassed
    /// The server refused a statement. `state`: the SQLSTATE
    /// (https://www.postgresql.org/docs/15/errcodes-appendix.html), five characters, or empty.
    case refused(state: String, message: String)

    /// The SQLSTATE, if the server said one.
    package var state: String? {
        guard case .refused(let state, _) = self, !state.isEmpty else { return nil }
        return state
    }
}

extension PostgreSQLError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noLibrary(let name): "\(name) is not installed; Debian's package is libpq5"
        case .oldLibrary(let function): "libpq has no function \(function): it is older than PostgreSQL 14"
        case .cannotConnect(let words), .connectionLost(let words): words
        case .deadlinePassed: "no answer in time"
        case .refused(let state, let message): state.isEmpty ? message : "\(message) (SQLSTATE \(state))"
        }
    }
}
