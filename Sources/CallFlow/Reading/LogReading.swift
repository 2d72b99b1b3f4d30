import Telephony

extension ConfigurationReader {
    /// Reads `log:`, a mapping or `off`.
    ///
    /// - Parameter masksNumbers: The setting of `server`, which is the default here.
    func log(_ node: YAMLNode?, masksNumbers: Bool) -> LogSettings {
        var settings = LogSettings(masksNumbers: masksNumbers)
        if case .text("off", _)? = node?.content {
            settings.isKept = false
            return settings
        }
        guard let node,
            let fields = fields(node, of: "`log`", at: node.span, known: LanguageMapping.log.names)
        else { return settings }
        if let keep = fields["keep"].flatMap({ text($0, of: "`keep`") }) { read(keep, into: &settings) }
        if let database = fields["database"] { settings.database = self.database(database) }
        if let keep = fields["keep-requests"].flatMap({ text($0, of: "`keep-requests`") }) {
            settings.keepRequestsHours = hours(keep, of: "`keep-requests`")
        }
        readPlace(fields["database"], size: fields["max-size"], requests: fields["keep-requests"])
        if let size = fields["max-size"].flatMap({ text($0, of: "`max-size`") }) { read(size: size, into: &settings) }
        if let masks = fields["mask-numbers"].flatMap({ boolean($0, of: "`mask-numbers`") }) {
            settings.masksNumbers = masks
        }
        if let keeps = fields["keep-digits"].flatMap({ boolean($0, of: "`keep-digits`") }) {
            settings.keepsDigits = keeps
        }
        return settings
    }

    private func database(_ node: YAMLNode) -> DatabaseURL? {
        text(node, of: "`database`").flatMap { databaseURL($0, of: "`database`") }
    }

    /// Reads the URL of a database.
    func databaseURL(_ text: Located<String>, of name: String) -> DatabaseURL? {
        do throws(DatabaseURL.Problem) { return try DatabaseURL(text.value) } catch {
            let expected =
                switch error {
                case .malformed: "a URL such as `postgresql://announce@db.example.com/announce`"
                case .hasPassword:
                    "a URL without a password, which belongs in the environment variable PGPASSWORD or in .pgpass"
                }
            problems.add(.badValue(name, expected: expected), at: text.span)
            return nil
        }
    }

    /// A file is limited by its size, a database by the age of what is large.
    private func readPlace(_ database: YAMLNode?, size: YAMLNode?, requests: YAMLNode?) {
        if database != nil, let size {
            problems.add(.badValue("`max-size`", expected: "left out where `database` is named"), at: size.span)
        }
        if database == nil, let requests {
            problems.add(.badValue("`keep-requests`", expected: "used together with `database`"), at: requests.span)
        }
    }

    /// Reads `90d`, `12h`, `6w` or `forever`.
    private func read(_ keep: Located<String>, into settings: inout LogSettings) {
        if keep.value == "forever" {
            settings.keepHours = nil
        } else if let hours = hours(keep, of: "`keep`") {
            settings.keepHours = hours
        }
    }

    /// Reads `90d`, `12h`, `6w`; also `forever`, which is `nil`.
    private func hours(_ keep: Located<String>, of name: String) -> Int? {
        if keep.value == "forever" { return nil }
        if let hours = Self.hours(keep.value) { return hours }
        let suggestion: String? =
            Self.hours(keep.value + "d") != nil
            ? keep.value + "d"
            : ["never", "always", "infinite", "ever", "for ever"].contains(keep.value.lowercased()) ? "forever" : nil
        problems.add(
            .badValue(name, expected: "a time from 1h to 3650d, such as `90d`, or `forever`"), at: keep.span,
            suggestion: suggestion)
        return nil
    }

    /// Reads `500 MB`, `2 GB` or `unlimited`; as everywhere on disks, a megabyte is a million bytes.
    private func read(size: Located<String>, into settings: inout LogSettings) {
        if size.value == "unlimited" {
            settings.mostBytes = nil
        } else if let bytes = Self.bytes(size.value) {
            settings.mostBytes = bytes
        } else {
            problems.add(
                .badValue("`max-size`", expected: "a size from 10 MB to 1000 GB, such as `1 GB`, or `unlimited`"),
                at: size.span,
                suggestion: ["none", "no", "off", "forever", "infinite"].contains(size.value.lowercased())
                    ? "unlimited" : nil)
        }
    }

    private static func bytes(_ text: String) -> Int? {
        guard let unit = ["MB": 1_000_000, "GB": 1_000_000_000][text.suffix(2)],
            let number = text.dropLast(2).trimmed.plainNumber, (1...1_000_000).contains(number)
        else { return nil }
        let bytes = number * unit
        return (10_000_000...1_000_000_000_000).contains(bytes) ? bytes : nil
    }

    private static func hours(_ text: String) -> Int? {
        guard let unit = ["h": 1, "d": 24, "w": 7 * 24][text.suffix(1)],
            let number = text.dropLast().trimmed.plainNumber, number >= 1, number <= 3650 * 24
        else { return nil }
        let hours = number * unit
        return hours <= 3650 * 24 ? hours : nil
    }
}
