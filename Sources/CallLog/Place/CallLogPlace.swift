package import SystemPackage

/// Where a call log is kept.
package enum CallLogPlace: Hashable, Sendable {
    /// An SQLite file, which one server writes.
    case file(FilePath)
    /// A PostgreSQL database, which any number of servers write: its URL, without a password.
    case database(String)

    /// The URL of the database; `nil` for a file.
    package var database: String? { if case .database(let url) = self { url } else { nil } }
}
