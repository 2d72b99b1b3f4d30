package import CallFlow
package import SharedState
package import SystemPackage

/// Reasons a project cannot be served, besides those that have errors of their own.
package enum ProjectError: Error, Sendable {
    /// The configuration has errors.
    case invalidConfiguration(ConfigurationText?, [ConfigurationProblem])
    /// A file that `server: tls` names.
    case unreadableCertificate(FilePath, Errno)
    /// Other machines can reach the dashboard, and it has no password.
    case dashboardWithoutPassword(Endpoint)
    /// The configuration's database cannot be used, and no version of it was in use here before.
    case noDatabase(DatabaseURL, SharedStateError)
    /// The database has no configuration yet.
    case noVersion(DatabaseURL)
}
