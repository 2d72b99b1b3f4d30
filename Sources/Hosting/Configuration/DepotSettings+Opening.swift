package import CallFlow
import DatabaseDepot
package import MediaLibrary
import S3

extension DepotSettings {
    /// The depot, with its keys of the environment. It connects when it is used.
    package var opened: any MediaDepot {
        get throws(WebhookSecretError) {
            switch self {
            case .bucket(let bucket): try S3Depot(bucket)
            case .database(let url): DatabaseDepot(url.description, host: url.host)
            }
        }
    }
}

extension S3Depot {
    fileprivate init(_ settings: BucketSettings) throws(WebhookSecretError) {
        let text = try WebhookSecrets.variable(settings.keysVariable, setting: "s3: keys-env")
        guard let credentials = SignatureV4.Credentials(text) else { throw .noKeys(settings.keysVariable) }
        self.init(
            endpoint: settings.endpoint, region: settings.region, bucket: settings.bucket, prefix: settings.prefix,
            credentials: credentials)
    }
}

extension Configuration {
    /// Whether something is kept in a database, the password of which may be in the environment.
    var usesDatabase: Bool {
        if case .database? = recordings.depot { return true }
        return log.database != nil
    }
}
