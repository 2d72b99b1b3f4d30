extension ConfigurationReader {
    /// Reads `publish:` of `recordings:`: `database`, the URL of one, or `s3://BUCKET/PREFIX`.
    ///
    /// - Parameters:
    ///   - s3: the section `s3` and its key.
    ///   - database: that of the section `log`.
    func depot(_ node: YAMLNode, s3: (node: YAMLNode, key: SourceSpan)?, database: DatabaseURL?) -> DepotSettings? {
        guard let text = text(node, of: "`publish`") else { return nil }
        if text.value == "database" {
            if let database { return .database(database) }
            problems.add(
                .badValue("`publish`", expected: "used with `database` in the section `log`, or the URL of a database"),
                at: text.span)
            return nil
        }
        if text.value.hasPrefix("postgres") { return databaseURL(text, of: "`publish`").map { .database($0) } }
        return bucket(text, s3: s3).map { .bucket($0) }
    }

    private func bucket(_ text: Located<String>, s3: (node: YAMLNode, key: SourceSpan)?) -> BucketSettings? {
        let place = bucket(text)
        guard let s3 else {
            problems.add(
                .badValue("`publish`", expected: "used with a section `s3`, which says where the bucket is"),
                at: text.span)
            return nil
        }
        guard let fields = fields(s3.node, of: "`s3`", at: s3.key, known: LanguageMapping.s3.names) else { return nil }
        let endpoint = required("endpoint", in: fields, example: "endpoint: https://s3.example.com").flatMap(endpoint)
        let variable = required("keys-env", in: fields, example: "keys-env: ANNOUNCE_S3")
            .flatMap { self.variable($0, of: "`keys-env`") }
        let region = fields["region"].flatMap(region) ?? BucketSettings.standardRegion
        guard let place, let endpoint, let variable else { return nil }
        return BucketSettings(
            bucket: place.bucket, prefix: place.prefix, endpoint: endpoint, region: region, keysVariable: variable)
    }

    /// Names of buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html.
    private func bucket(_ text: Located<String>) -> (bucket: String, prefix: String)? {
        if let match = text.value.wholeMatch(of: /s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([A-Za-z0-9\/._-]*))?/)
        {
            let folders = (match.2 ?? "").split(separator: "/")
            return (String(match.1), folders.map { $0 + "/" }.joined())
        }
        problems.add(
            .badValue(
                "`publish`",
                expected: "`database`, or a bucket and a folder in it, such as `s3://announcements/telephone`"),
            at: text.span)
        return nil
    }

    private func endpoint(_ node: YAMLNode) -> String? {
        guard let text = text(node, of: "`endpoint`") else { return nil }
        if let match = text.value.wholeMatch(of: /(https?:\/\/[A-Za-z0-9.:\[\]-]+)\/?/.ignoresCase()) {
            return String(match.1)
        }
        problems.add(
            .badValue("`endpoint`", expected: "the URL of a server without a path, such as `https://s3.example.com`"),
            at: text.span, suggestion: text.value.contains(/^[A-Za-z0-9.-]+\.[a-z]+$/) ? "https://\(text.value)" : nil)
        return nil
    }

    private func region(_ node: YAMLNode) -> String? {
        guard let text = text(node, of: "`region`") else { return nil }
        if text.value.contains(/^[A-Za-z0-9-]+$/) { return text.value }
        problems.add(.badValue("`region`", expected: "a word such as `eu-central-1`"), at: text.span)
        return nil
    }
}
