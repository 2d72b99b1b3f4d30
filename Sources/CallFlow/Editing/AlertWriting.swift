// `alerts:` as it is written.

extension AlertSettings {
    /// The keys of `alerts:` that are added and removed as a whole.
    static let ways = Set(AlertWay.Kind.allCases.map(\.rawValue))

    /// What `alerts:` says, without what is so anyway.
    var written: [WrittenSetting] {
        var settings = ways.map { WrittenSetting($0.kind.rawValue, $0.written) }
        if !quiet.spans.isEmpty { settings.append(WrittenSetting("quiet", .word("\(quiet)"))) }
        if let summary {
            let (hour, minute) = summary.minute.quotientAndRemainder(dividingBy: 60)
            let clock = (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
            settings.append(WrittenSetting("weekly-summary", .word("\(summary.day.shortName) \(clock)")))
        }
        if language != .english { settings.append(WrittenSetting("language", .word(language.rawValue))) }
        let rules = rules.written
        return rules.isEmpty ? settings : settings + [WrittenSetting("rules", .mapping(rules))]
    }
}

extension AlertWay {
    fileprivate var written: WrittenValue {
        switch self {
        case .webhook(let receiver), .ntfy(let receiver): receiver.written
        case .mail(let mail): mail.written
        }
    }
}

extension AlertWay.Receiver {
    fileprivate var written: WrittenValue {
        let token = tokenVariable.map { [WrittenSetting("token-env", .text($0))] } ?? []
        switch address {
        case .url(let url): return token.isEmpty ? .text(url) : .mapping([WrittenSetting("url", .text(url))] + token)
        case .variable(let name): return .mapping([WrittenSetting("url-env", .text(name))] + token)
        }
    }
}

extension AlertWay.Mail {
    fileprivate var written: WrittenValue {
        if self == AlertWay.Mail(to: [from], from: from) { return .text(from) }
        var settings = [WrittenSetting("to", to.count == 1 ? .text(to[0]) : .list(to))]
        if from != to.first { settings.append(WrittenSetting("from", .text(from))) }
        if let server {
            let port = server.port == Self.usualPort ? "" : ":\(server.port)"
            settings.append(WrittenSetting("smtp", .text(server.host + port)))
            if encryption != Self.usualEncryption(at: server) {
                settings.append(WrittenSetting("encryption", .word(encryption.rawValue)))
            }
        }
        if let user { settings.append(WrittenSetting("user", .text(user))) }
        if let passwordVariable { settings.append(WrittenSetting("password-env", .text(passwordVariable))) }
        return .mapping(settings)
    }
}

extension AlertRules {
    fileprivate var written: [WrittenSetting] {
        let usual = AlertRules()
        func word(_ value: Int?, _ unit: (Int) -> String) -> WrittenValue { .word(value.map(unit) ?? "off") }
        func duration(_ seconds: Int) -> String {
            for (unit, length) in [("d", 86_400), ("h", 3600), ("m", 60)] where seconds.isMultiple(of: length) {
                return "\(seconds / length)\(unit)"
            }
            return "\(seconds)s"
        }
        let all: [(key: String, isUsual: Bool, value: WrittenValue)] = [
            ("not-fetched", notFetched == usual.notFetched, word(notFetched) { "\($0)" }),
            ("no-calls", noCalls == usual.noCalls, word(noCalls) { "\($0)h" }),
            ("not-ready", notReady == usual.notReady, word(notReady, duration)),
            ("certificate", certificate == usual.certificate, word(certificate) { "\($0)d" }),
            ("recordings", recordings == usual.recordings, .word(recordings ? "on" : "off")),
            ("signatures", signatures == usual.signatures, word(signatures) { "\($0)" }),
            ("call-log", callLog == usual.callLog, .word(callLog ? "on" : "off")),
            ("running-out", runningOut == usual.runningOut, word(runningOut) { "\($0)d" }),
        ]
        return all.filter { !$0.isUsual }.map { WrittenSetting($0.key, $0.value) }
    }
}
