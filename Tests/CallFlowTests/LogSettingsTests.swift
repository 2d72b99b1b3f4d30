import CallFlow
import Testing

/// `log:` in announce.yaml.
struct LogSettingsTests {
    private static let numbers = "numbers: { +49 211 1234567: connect }\n"

    @Test(
        arguments: [
            ("", LogSettings(keepHours: 2160, masksNumbers: false, keepsDigits: true)),
            ("log: { keep: 12h }", LogSettings(keepHours: 12)),
            ("log: { keep: 2w, keep-digits: false }", LogSettings(keepHours: 336, keepsDigits: false)),
            ("log: { keep: 3650d, mask-numbers: true }", LogSettings(keepHours: 87_600, masksNumbers: true)),
            ("log: { keep: forever }", LogSettings(keepHours: nil)),
            ("log: { max-size: 500 MB }", LogSettings(mostBytes: 500_000_000)),
            ("log: { max-size: 2GB }", LogSettings(mostBytes: 2_000_000_000)),
            ("log: { max-size: unlimited }", LogSettings(mostBytes: nil)),
            ("log: off", LogSettings(isKept: false)),
            ("server: { mask-numbers: true }", LogSettings(masksNumbers: true)),
            ("server: { mask-numbers: true }\nlog: { mask-numbers: false }", LogSettings(masksNumbers: false)),
        ])
    func read(_ text: String, _ settings: LogSettings) throws {
        let reading = try MarkedConfiguration(MarkedConfiguration.head + Self.numbers + text).read([])
        #expect(reading.configuration?.log == settings)
        #expect(reading.problems == [])
    }

    @Test(
        arguments: [
            ("«90»", "90d"), ("«0d»", nil), ("«3651d»", nil), ("«10 years»", nil), ("«99999999999999999999w»", nil),
            ("«never»", "forever"), ("«d»", nil), ("«-3d»", nil), ("«1.5d»", nil),
        ] as [(String, String?)])
    func refused(_ marked: String, _ suggestion: String?) throws {
        let configuration = MarkedConfiguration(MarkedConfiguration.head + Self.numbers + "log: { keep: \(marked) }")
        let kind = ConfigurationProblem.Kind.badValue(
            "`keep`", expected: "a time from 1h to 3650d, such as `90d`, or `forever`")
        let place = try #require(configuration.places.first)
        #expect(try configuration.read([]).problems == [.expected(kind, suggestion, at: place)])
    }

    @Test(
        arguments: [
            ("«5»", nil), ("«9 MB»", nil), ("«1001 GB»", nil), ("«99999999999999999999 GB»", nil), ("«1 TB»", nil),
            ("«off»", "unlimited"), ("«-1 GB»", nil), ("«GB»", nil),
        ] as [(String, String?)])
    func refusedSize(_ marked: String, _ suggestion: String?) throws {
        let configuration = MarkedConfiguration(
            MarkedConfiguration.head + Self.numbers + "log: { max-size: \(marked) }")
        let kind = ConfigurationProblem.Kind.badValue(
            "`max-size`", expected: "a size from 10 MB to 1000 GB, such as `1 GB`, or `unlimited`")
        let place = try #require(configuration.places.first)
        #expect(try configuration.read([]).problems == [.expected(kind, suggestion, at: place)])
    }

    @Test func database() throws {
        let url = "postgresql://announce@db1,db2:5433/announce?target_session_attrs=read-write"
        let text = "log: { database: \"\(url)\", keep: forever, keep-requests: 7d }"
        let reading = try MarkedConfiguration(MarkedConfiguration.head + Self.numbers + text).read([])
        #expect(reading.problems == [])
        #expect(reading.configuration?.log.database?.description == url)
        #expect(reading.configuration?.log.keepRequestsHours == 168 && reading.configuration?.log.keepHours == nil)
    }

    private static let withoutPassword =
        "a URL without a password, which belongs in the environment variable PGPASSWORD or in .pgpass"
    private static let aURL = "a URL such as `postgresql://announce@db.example.com/announce`"

    @Test(
        "What is wrong with the place of the log; a password is never repeated",
        arguments: [
            ("{ database: «\"postgresql://a:secret@db/announce\"» }", "`database`", withoutPassword),
            ("{ database: «\"postgresql://db/announce?password=secret\"» }", "`database`", withoutPassword),
            ("{ database: «\"postgresql://a:@db/announce?x=1\"» }", "`database`", withoutPassword),
            ("{ database: «mysql://db/announce» }", "`database`", aURL),
            ("{ database: «postgresql://db» }", "`database`", aURL),
            ("{ database: «\"postgresql://db/a b\"» }", "`database`", aURL),
            ("{ database: «announce» }", "`database`", aURL),
            (
                "{ database: postgresql://db/announce, max-size: «1 GB» }", "`max-size`",
                "left out where `database` is named"
            ),
            ("{ keep-requests: «7d» }", "`keep-requests`", "used together with `database`"),
        ])
    func refusedPlace(_ marked: String, _ key: String, _ expected: String) throws {
        let configuration = MarkedConfiguration(MarkedConfiguration.head + Self.numbers + "log: \(marked)")
        let place = try #require(configuration.places.first)
        let problems = try configuration.read([]).problems
        #expect(problems == [.expected(.badValue(key, expected: expected), nil, at: place)])
        #expect(!problems.map(\.message).joined().contains("secret"))
    }

    @Test func unknownKey() throws {
        let configuration = MarkedConfiguration(
            MarkedConfiguration.head + Self.numbers + "log: { «keep-digit»: false }")
        let place = try #require(configuration.places.first)
        let kind = ConfigurationProblem.Kind.unknownKey("keep-digit", of: "`log`")
        #expect(try configuration.read([]).problems == [.expected(kind, "keep-digits", at: place)])
    }
}
