import CallFlow
import Telephony
import Testing

/// Where announcements are kept and fetched, and what cleans recordings, under `recordings:` in announce.yaml.
struct RecordingSettingsTests {
    private func settings(_ text: String) throws -> RecordingSettings {
        let head = MarkedConfiguration.head + "numbers: { +49 211 1234567: connect }\n"
        let reading = try MarkedConfiguration(head + text).read([])
        #expect(reading.problems == [], "\(text)")
        return try #require(reading.configuration?.recordings)
    }

    @Test("the database of the log, and another one") func database() throws {
        let log = "log: { database: \"postgresql://announce@db1,db2:5433/calls?sslmode=require\" }\n"
        guard case .database(let own)? = try settings(log + "recordings: { publish: database }").depot,
            case .database(let other)? = try settings("recordings: { publish: postgresql:///sounds }").depot
        else {
            Issue.record("no database")
            return
        }
        #expect(own.description.hasSuffix("/calls?sslmode=require") && own.host == "db1,db2:5433")
        #expect(other.host == "sounds")
    }

    @Test("a CDN, with https unless it is this machine") func url() throws {
        #expect(
            try settings("recordings: { url: https://cdn.example.com/a/ }").url?.description
                == "https://cdn.example.com/a")
        #expect(try settings("recordings: { url: \"http://127.0.0.1:9000\" }").url != nil)
    }

    @Test func cleaningCommand() throws {
        let recordings = try settings("recordings: { clean: { command: [denoise, \"{in}\", \"{out}\"] } }")
        #expect(recordings.cleaner == ["denoise", "{in}", "{out}"] && !recordings.clean)
        #expect(try settings("recordings: { clean: { command: denoise } }").cleaner == ["denoise"])
        #expect(try settings("recordings: { clean: true }").clean)
    }
}
