import CallFlow
import Testing

@testable import Dashboard

/// The overview in words names the ways that there are, and no others.
struct StepSentenceTests {
    @Test(
        arguments: [
            (
                "[ { play: a }, { check: o, open: connect, closed: hangup } ]",
                ["o open: play a, connect", "o closed: play a, hangup"]
            ),
            (
                "[ { play: a }, { check: o, open: connect }, hangup ]",
                ["o open: play a, connect", "else: play a, hangup"]
            ),
            (
                "[ { caller: { anonymous: reject } }, { play: a }, { check: o, open: connect, closed: hangup } ]",
                ["from anonymous: reject", "o open: play a, connect", "o closed: play a, hangup"]
            ),
            ("[ { do: f }, { caller: { vip: connect } }, hangup ]", ["from vip: do f, connect", "else: do f, hangup"]),
        ])
    func ways(steps: String, expected: [String]) throws {
        let reading = ConfigurationFile.read(
            """
            public-url: https://phone.example.com
            time-zone: Europe/Berlin
            numbers: { default: \(steps), +49 30 12345: [ { do: f }, connect ] }
            flows: { f: { caller: { vip: reject } } }
            lists: { vip: [ +49 30 12345 ] }
            schedules: { o: { hours: { daily: closed } } }

            """, folder: "/srv", announcements: nil)
        let configuration = try #require(reading.configuration, "\(reading.problems.map(\.message))")
        let list = try #require(configuration.numbers.otherwise)
        #expect(StepSentences(configuration).ways(list) == expected)
    }
}
