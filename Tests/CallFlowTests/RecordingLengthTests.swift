import CallFlow
import Telephony
import Testing

/// `longest` under `recordings:` in announce.yaml.
struct RecordingLengthTests {
    private static let numbers = "numbers: { +49 211 1234567: connect }\n"

    @Test(
        arguments: [
            ("", 14400), ("recordings: { longest: 45s }", 45), ("recordings: { longest: 90m }", 5400),
            ("recordings: { longest: 37 h }", 133_200),
        ])
    func read(_ text: String, _ seconds: Int) throws {
        let reading = try MarkedConfiguration(MarkedConfiguration.head + Self.numbers + text).read([])
        #expect(reading.configuration?.recordings.longest.seconds == seconds)
        #expect(reading.problems == [])
    }

    @Test(
        arguments: [
            ("«4»", "4h"), ("«0s»", nil), ("«38h»", nil), ("«1.5h»", nil), ("«h»", nil), ("«-3h»", nil),
            ("«forever»", nil),
            ("«99999999999999999999h»", nil),
        ] as [(String, String?)])
    func refused(_ marked: String, _ suggestion: String?) throws {
        let text = MarkedConfiguration.head + Self.numbers + "recordings: { longest: \(marked) }"
        let configuration = MarkedConfiguration(text)
        let kind = ConfigurationProblem.Kind.badValue(
            "`longest`", expected: "a length from 1s to 37h, such as `4h` or `90m`")
        let place = try #require(configuration.places.first)
        #expect(try configuration.read([]).problems == [.expected(kind, suggestion, at: place)])
    }
}
