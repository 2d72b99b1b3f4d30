import GRDB

/// Why the log cannot be written or read just now.
package enum CallLogFault: Error, Hashable, Sendable {
    case diskFull
    /// Another program holds the file's lock.
    case locked
    case readOnly
    /// The folder is missing, is none, or lets nobody in.
    case cannotOpen
    /// What is there is no call log, or a broken one.
    case damaged
    /// A newer announce has written it.
    case newer
    /// Nothing was ever written there.
    case missing
    /// SQLite's words.
    case other(String)

    init(_ error: any Error) {
        if let fault = error as? CallLogFault {
            self = fault
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
            // Our statements are right: where they name what is not there, somebody has changed the tables.
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_FORMAT, .SQLITE_SCHEMA: .damaged
            default: .other(error.message ?? "SQLite error \(error.resultCode.rawValue)")
            }
    }

    /// Whether a single entry may be the reason rather than the file.
    static func isOfEntry(_ error: any Error) -> Bool {
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_CONSTRAINT?, .SQLITE_TOOBIG?, .SQLITE_MISMATCH?, .SQLITE_RANGE?, .SQLITE_NOMEM?: true
        default: false
        }
    }
}
