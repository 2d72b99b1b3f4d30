import Telephony

extension ConfigurationReader {
    /// Reads `alerts:`.
    func alerts(_ node: YAMLNode?) -> AlertSettings {
        var settings = AlertSettings()
        guard let node,
            let fields = fields(node, of: "`alerts`", at: node.span, known: LanguageMapping.alerts.names)
        else { return settings }
        if let receiver = fields["webhook"].flatMap({ receiver($0, of: "`webhook`", at: fields.key("webhook")) }) {
            settings.ways.append(.webhook(receiver))
        }
        if let receiver = fields["ntfy"].flatMap({ receiver($0, of: "`ntfy`", at: fields.key("ntfy")) }) {
            settings.ways.append(.ntfy(receiver))
        }
        if let mail = fields["mail"].flatMap({ mail($0, at: fields.key("mail") ?? $0.span) }) {
            settings.ways.append(.mail(mail))
        }
        if let quiet = fields["quiet"].flatMap({ quietHours($0) }) { settings.quiet = quiet }
        if let language = fields["language"]
            .flatMap({ word($0, of: "`language`", among: AlertLanguage.allCases.map(\.rawValue)) })
            .flatMap({ AlertLanguage(rawValue: $0) })
        {
            settings.language = language
        }
        if let summary = fields["weekly-summary"] {
            settings.summary = weeklyTime(summary)
            if settings.summary != nil, !fields.has("mail") {
                problems.add(
                    .badValue("`weekly-summary`", expected: "used with `mail`, which it is sent by"), at: summary.span)
            }
        }
        if let rules = fields["rules"] { read(rules, into: &settings.rules) }
        return settings
    }

    private func quietHours(_ node: YAMLNode) -> DayHours? {
        guard let text = text(node, of: "`quiet`") else { return nil }
        if let hours = try? DayHours(text.value) { return hours }
        problems.add(
            .badValue("`quiet`", expected: "times such as `22:00-07:00`"), at: text.span,
            suggestion: DayHours.meant(by: text.value).map(yamlScalar))
        return nil
    }

    /// Returns `mon 08:00`.
    private func weeklyTime(_ node: YAMLNode) -> AlertSettings.WeeklyTime? {
        guard let text = text(node, of: "`weekly-summary`") else { return nil }
        let words = text.value.split(whereSeparator: \.isWhitespace)
        if words.count == 2, let day = Weekday(name: words[0]),
            let second = LocalTime.second(words[1].utf8.count == 4 ? "0" + words[1] : words[1])
        {
            return .init(day: day, minute: second / 60)
        }
        problems.add(
            .badValue("`weekly-summary`", expected: "a weekday and a time, such as `mon 08:00`"), at: text.span,
            suggestion: Weekday(name: text.value).map { "\($0.shortName) 08:00" })
        return nil
    }

    // MARK: Rules

    private func read(_ node: YAMLNode, into rules: inout AlertRules) {
        guard let fields = fields(node, of: "`rules`", at: node.span, known: LanguageMapping.alertRules.names) else {
            return
        }
        func set(_ key: String, _ rule: inout Int?, _ read: (YAMLNode, String) -> Int?) {
            guard let node = fields[key] else { return }
            if case .text("off", _) = node.content {
                rule = nil
            } else if let value = read(node, "`\(key)`") {
                rule = value
            }
        }
        func set(_ key: String, _ rule: inout Bool) {
            if let word = fields[key].flatMap({ word($0, of: "`\(key)`", among: ["on", "off"]) }) {
                rule = word == "on"
            }
        }
        set("not-fetched", &rules.notFetched) { count($0, of: $1, in: 1...1000) }
        set("no-calls", &rules.noCalls) {
            time($0, of: $1, in: 3600...72 * 3600, "1h to 72h, such as `4h`").map { $0 / 3600 }
        }
        set("not-ready", &rules.notReady) { time($0, of: $1, in: 1...86_400, "1s to 24h, such as `1m`") }
        set("certificate", &rules.certificate) {
            time($0, of: $1, in: 86_400...90 * 86_400, "1d to 90d, such as `14d`").map { $0 / 86_400 }
        }
        set("recordings", &rules.recordings)
        set("signatures", &rules.signatures) { count($0, of: $1, in: 1...1000) }
        set("call-log", &rules.callLog)
        set("running-out", &rules.runningOut) {
            time($0, of: $1, in: 86_400...365 * 86_400, "1d to 365d, such as `14d`").map { $0 / 86_400 }
        }
    }

    /// Returns seconds: `30s`, `1m`, `4h`, `14d`.
    private func time(_ node: YAMLNode, of owner: String, in range: ClosedRange<Int>, _ expected: String) -> Int? {
        guard let text = text(node, of: owner) else { return nil }
        if let unit = ["s": 1, "m": 60, "h": 3600, "d": 86_400][text.value.suffix(1)],
            let count = text.value.dropLast().trimmed.plainNumber, count < 1_000_000, range.contains(count * unit)
        {
            return count * unit
        }
        problems.add(.badValue(owner, expected: "a time from \(expected), or `off`"), at: text.span)
        return nil
    }
}
