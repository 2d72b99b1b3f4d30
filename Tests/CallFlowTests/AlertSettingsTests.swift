import CallFlow
import Testing

/// `alerts:` in announce.yaml.
struct AlertSettingsTests {
    private static let numbers = "numbers: { +49 211 1234567: connect }\n"

    private static func rules(_ change: (inout AlertRules) -> Void) -> AlertSettings {
        var rules = AlertRules()
        change(&rules)
        return AlertSettings(rules: rules)
    }

    @Test(
        arguments: [
            ("", AlertSettings()),
            (
                "alerts: { webhook: https://a.example/b?c=d }",
                AlertSettings(ways: [.webhook(.init(.url("https://a.example/b?c=d")))])
            ),
            (
                "alerts: { ntfy: { url-env: TOPIC, token-env: TOKEN } }",
                AlertSettings(ways: [.ntfy(.init(.variable("TOPIC"), tokenVariable: "TOKEN"))])
            ),
            (
                "alerts: { mail: a@example.com, quiet: 22:00-07:00, weekly-summary: mon 8:00, language: de }",
                AlertSettings(
                    ways: [.mail(.init(to: ["a@example.com"], from: "a@example.com"))],
                    quiet: DayHours(spans: [1320..<1860]), summary: .init(day: .monday, minute: 480),
                    language: .german)
            ),
            (
                "alerts: { mail: { to: [a@example.com, b@example.com], from: c@example.com, smtp: mail.example.com, user: x, password-env: P } }",
                AlertSettings(ways: [
                    .mail(
                        .init(
                            to: ["a@example.com", "b@example.com"], from: "c@example.com",
                            server: Endpoint(host: "mail.example.com", port: 587), user: "x", passwordVariable: "P"))
                ])
            ),
            (
                "alerts: { mail: { to: a@example.com, smtp: \"mail.example.com:465\" } }",
                AlertSettings(ways: [
                    .mail(
                        .init(
                            to: ["a@example.com"], from: "a@example.com",
                            server: Endpoint(host: "mail.example.com", port: 465), encryption: .implicit))
                ])
            ),
            (
                "alerts: { rules: { not-fetched: 5, no-calls: off, not-ready: 30s, certificate: 7d, recordings: off, signatures: off, call-log: on, running-out: 30d } }",
                rules {
                    ($0.notFetched, $0.noCalls, $0.notReady, $0.certificate) = (5, nil, 30, 7)
                    ($0.recordings, $0.signatures, $0.runningOut) = (false, nil, 30)
                }
            ),
        ])
    func read(_ text: String, _ settings: AlertSettings) throws {
        let reading = try MarkedConfiguration(MarkedConfiguration.head + Self.numbers + text).read([])
        #expect(reading.problems == [])
        #expect(reading.configuration?.alerts == settings)
    }

    @Test(
        arguments: [
            ("webhook: «hooks.example.com»", "an https URL without a password", "https://hooks.example.com"),
            ("webhook: «https://a:b@example.com»", "an https URL without a password", nil),
            ("webhook: «ftp://example.com»", "an https URL without a password", nil),
            ("mail: «example.com»", "an email address", nil), ("mail: «\"a@b.c>\"»", "an email address", nil),
            ("mail: { to: a@b.c, smtp: «smtp://b.c» }", "a host and a port, such as `smtp.example.com:587`", nil),
            ("mail: { to: a@b.c, «user»: x, password-env: P }", "used with `smtp`, which it is for", nil),
            ("webhook: https://b.c, weekly-summary: «mon 8:00»", "used with `mail`, which it is sent by", nil),
            ("mail: a@b.c, weekly-summary: «monday»", "a weekday and a time, such as `mon 08:00`", "mon 08:00"),
            ("quiet: «at night»", "times such as `22:00-07:00`", nil),
            ("rules: { not-ready: «soon» }", "a time from 1s to 24h, such as `1m`, or `off`", nil),
            ("rules: { no-calls: «30m» }", "a time from 1h to 72h, such as `4h`, or `off`", nil),
            ("rules: { signatures: «0» }", "a whole number from 1 to 1000", nil),
            ("rules: { recordings: «yes» }", "`on` or `off`", nil),
        ] as [(String, String, String?)])
    func refused(_ marked: String, _ expected: String, _ suggestion: String?) throws {
        let configuration = MarkedConfiguration(MarkedConfiguration.head + Self.numbers + "alerts: { \(marked) }")
        let problems = try configuration.read([]).problems
        #expect(problems.first?.place == configuration.places.first, "\(problems)")
        #expect(problems.first?.suggestion == suggestion)
        guard case .badValue(_, expected)? = problems.first?.kind else {
            Issue.record("\(problems)")
            return
        }
    }
}
