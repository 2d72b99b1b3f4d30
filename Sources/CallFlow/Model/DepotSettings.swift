/// Where the announcements of all instances are kept in common. `publish` of the section `recordings`.
package enum DepotSettings: Hashable, Sendable {
    case bucket(BucketSettings)
    /// Rows of a PostgreSQL database.
    case database(DatabaseURL)

    /// The environment variable that its keys are in; nil if it has none.
    package var keysVariable: String? { if case .bucket(let bucket) = self { bucket.keysVariable } else { nil } }
}
