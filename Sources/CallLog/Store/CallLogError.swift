import GRDB
import PostgreSQL

/// Reasons why the call log cannot be written or read at the moment.
package enum CallLogError: Error, Hashable, Sendable {
    case diskFull
    /// Another program holds the lock of the file.
    case locked
    case readOnly
    /// The folder is missing, is not a folder, or may not be entered.
    case cannotOpen
    /// The file is not a call log, or its content is damaged.
    case damaged
    /// The file was written by a newer version of announce.
    case newer
    /// There is no file, or an empty one.
    case missing
    /// There is no connection to the database; in the words of its library.
    case noConnection(String)
    /// Any other error, in the database's words.
    case other(String)

    /// Classifies any error of opening, reading or writing the database.
    init(_ error: any Error) {
        if let error = error as? CallLogError {
            self = error
            return
        }
        if let error = error as? PostgreSQLError {
            self = CallLogError(error)
            return
        }
        guard let error = error as? DatabaseError else {
            self = .other("\(error)")
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .diskFull
            case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: .locked
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
            case .SQLITE_CANTOPEN: .cannotOpen
            // The statements match the schema. If a table or column is missing all the same, the file was tampered with.
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_FORMAT, .SQLITE_SCHEMA: .damaged
            default: .other(error.message ?? "SQLite error \(error.resultCode.rawValue)")
            }
    }

    /// By SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html.
    private init(_ error: PostgreSQLError) {
        self =
            switch (error, error.state) {
            case (.noLibrary, _), (.oldLibrary, _), (.cannotConnect, _), (.connectionLost, _), (.deadlinePassed, _):
                .noConnection(error.description)
            case (_, "53100"): .diskFull
            case (_, "42P01"), (_, "3F000"): .missing
            // The server is shutting down, starting, a standby, or has too many connections.
            case (_, let state?)
            where state.hasPrefix("57P") || state.hasPrefix("08") || ["25006", "53300"].contains(state):
                .noConnection(error.description)
            default: .other(error.description)
            }
    }

    /// Whether a single entry may have caused the error, rather than the file.
    static func isCausedByEntry(_ error: any Error) -> Bool {
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_CONSTRAINT?, .SQLITE_TOOBIG?, .SQLITE_MISMATCH?, .SQLITE_RANGE?, .SQLITE_NOMEM?: true
        default: false
        }
    }
}
