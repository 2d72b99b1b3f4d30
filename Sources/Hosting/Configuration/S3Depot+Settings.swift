import CallFlow
import S3

extension S3Depot {
    /// The configured bucket, with the keys of the environment.
    init(_ settings: DepotSettings) throws(WebhookSecretError) {
        let text = try WebhookSecrets.variable(settings.keysVariable, setting: "s3: keys-env")
        guard let credentials = SignatureV4.Credentials(text) else { throw .noKeys(settings.keysVariable) }
        self.init(
            endpoint: settings.endpoint, region: settings.region, bucket: settings.bucket, prefix: settings.prefix,
            credentials: credentials)
    }
}
