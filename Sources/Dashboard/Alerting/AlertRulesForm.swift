import Alerts
import CallFlow
import Sipgate
import Telephony

/// The rules of alerts, quiet hours, weekly summary and language as texts in fields.
struct AlertRulesForm: Hashable, Sendable {
    /// Rules that report something.
    var on: Set<AlertRule>
    /// What was typed for rules that have a limit.
    var limits: [AlertRule: String]
    var quiet: String
    /// The short name of a day; empty: no summary.
    var summaryDay: String
    /// `08:00`
    var summaryTime: String
    var language: AlertLanguage

    /// What limits can be, in the unit of the rule; nil: the rule has none.
    static func range(_ rule: AlertRule) -> ClosedRange<Int>? {
        switch rule {
        case .notFetched, .signatures: 1...1000
        case .noCalls: 1...72
        case .notReady: 1...86_400
        case .certificate: 1...90
        case .runningOut: 1...365
        case .recordings, .callLog: nil
        }
    }

    init(_ settings: AlertSettings) {
        on = Set(AlertRule.allCases.filter { settings.rules.isOn($0) })
        limits = [:]
        for rule in AlertRule.allCases {
            limits[rule] = (settings.rules.limit(rule) ?? AlertRules().limit(rule)).map { "\($0)" }
        }
        quiet = settings.quiet.spans.isEmpty ? "" : Texts.Hours.field(settings.quiet)
        summaryDay = settings.summary?.day.shortName ?? ""
        let minute = settings.summary?.minute ?? 480
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        summaryTime = "\(two(minute / 60)):\(two(minute % 60))"
        language = settings.language
    }

    init(_ fields: FormFields) {
        on = Set(fields.values(of: "on").compactMap { AlertRule(rawValue: $0) })
        limits = [:]
        for rule in AlertRule.allCases { limits[rule] = fields["limit-\(rule.rawValue)"]?.trimmed }
        quiet = fields["quiet"] ?? ""
        (summaryDay, summaryTime) = (fields["day"] ?? "", (fields["time"] ?? "").trimmed)
        language = AlertLanguage(rawValue: fields["language"] ?? "") ?? .english
    }

    /// The settings with what the fields say.
    func settings(_ old: AlertSettings) throws(AlertWayForm.Mistake) -> AlertSettings {
        var new = old
        for rule in AlertRule.allCases {
            var limit: Int?
            if on.contains(rule), let range = Self.range(rule) {
                limit = Int(limits[rule] ?? "")
                guard let number = limit, range.contains(number) else {
                    throw .init(
                        field: "limit-\(rule.rawValue)",
                        sentence: Texts.Alerts.notALimit(Texts.Alerts.rule(rule), range))
                }
            }
            new.rules.set(rule, isOn: on.contains(rule), limit: limit)
        }
        guard let hours = DayHours(typed: quiet) else {
            throw .init(field: "quiet", sentence: Texts.Hours.notHours(quiet))
        }
        new.quiet = hours
        new.language = language
        new.summary = nil
        if let day = Weekday.allCases.first(where: { $0.shortName == summaryDay }) {
            guard let second = LocalTime.second(summaryTime) else {
                throw .init(field: "time", sentence: Texts.Alerts.notATime(summaryTime))
            }
            guard old[.mail] != nil else { throw .init(field: "day", sentence: Texts.Alerts.summaryNeedsMail) }
            new.summary = .init(day: day, minute: second / 60)
        }
        return new
    }

    /// Tells the settings that these fields are for from the same after an edit.
    static func mark(of settings: AlertSettings) -> String {
        EditedFile.mark(
            of: "\(settings.rules) \(settings.quiet) \(String(describing: settings.summary)) \(settings.language)")
    }
}

extension AlertRules {
    /// The limit of a rule in its unit; nil if it reports nothing or has none.
    func limit(_ rule: AlertRule) -> Int? {
        switch rule {
        case .notFetched: notFetched
        case .noCalls: noCalls
        case .notReady: notReady
        case .certificate: certificate
        case .signatures: signatures
        case .runningOut: runningOut
        case .recordings, .callLog: nil
        }
    }

    mutating func set(_ rule: AlertRule, isOn: Bool, limit: Int?) {
        switch rule {
        case .notFetched: notFetched = limit
        case .noCalls: noCalls = limit
        case .notReady: notReady = limit
        case .certificate: certificate = limit
        case .signatures: signatures = limit
        case .runningOut: runningOut = limit
        case .recordings: recordings = isOn
        case .callLog: callLog = isOn
        }
    }
}
