/// A bucket of an S3-compatible store: `s3://…` in `publish`, and the section `s3`.
package struct BucketSettings: Hashable, Sendable {
    package var bucket: String
    /// What every key begins with: empty, or ends with a slash.
    package var prefix: String
    /// The store's URL, without a path.
    package var endpoint: String
    package var region: String
    /// The environment variable with the access key's id and secret, separated by a colon.
    package var keysVariable: String

    /// The region that stores without regions expect.
    package static let standardRegion = "us-east-1"

    package init(
        bucket: String, prefix: String = "", endpoint: String, region: String = standardRegion, keysVariable: String
    ) {
        (self.bucket, self.prefix) = (bucket, prefix)
        (self.endpoint, self.region, self.keysVariable) = (endpoint, region, keysVariable)
    }
}
