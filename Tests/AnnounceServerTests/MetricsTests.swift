import Foundation
import Metrics
import ServerFixtures
import Support
import Testing

@testable import AnnounceServer

/// What `/metrics` says, as Prometheus' own parser reads it.
@Suite("Metrics")
struct MetricsTests {
    struct Sample: Decodable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    /// - Returns: the samples, and the families' names with their types.
    static func read(_ text: String) throws -> (samples: [Sample], kinds: [String: String]) {
        struct Read: Decodable {
            let samples: [Sample]
            let kinds: [String: String]
        }
        let script = """
            import json, sys
            from prometheus_client.parser import text_string_to_metric_families
            families = list(text_string_to_metric_families(sys.stdin.read()))
            assert all(family.documentation for family in families)
            samples = [dict(name=s.name, labels=s.labels, value=s.value) for f in families for s in f.samples]
            print(json.dumps(dict(samples=samples, kinds={f.name: f.type for f in families})))
            """
        // Debian's, where the parser is installed.
        let result = try Tool.require("/usr/bin/python3", ["-c", script], input: Array(text.utf8))
        let read = try JSONDecoder().decode(Read.self, from: Data(result.output))
        return (read.samples, read.kinds)
    }

    @Test("Calls, refusals and fetches are counted by the configuration's numbers")
    func server() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer(
            catalogue: try Example.catalogue(folder, sizes: [1000, 3_000_000]))
        let client = try server.client()
        let requests = [
            post(WebhookServerTests.call), post(WebhookServerTests.call),
            post(WebhookServerTests.call.replacing("to=492111234569", with: "to=4999999")),
            post("event=hangup&callId=1&direction=in&from=4915799912345&to=492111234569&cause=normalClearing"),
            post("event=unknown&callId=1"), get("/media/0.wav"), get("/media/0.wav", "Range: bytes=0-9"),
            get("/media/1.wav"), get("/media/none.wav"),
        ]
        for request in requests {
            await client.send(request)
            _ = try await client.readAnswer()
        }
        let admin = try RawClient(port: server.adminPort)
        await admin.send(get("/metrics"))
        let answer = try await admin.readAnswer()
        #expect(answer.fields["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let (samples, kinds) = try Self.read(answer.text)
        func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
            samples.first { $0.name == name && $0.labels == labels }?.value
        }
        let call = ["event": "newCall", "number": "+492111234569"]
        #expect(value("announce_webhook_seconds_count", call) == 2)
        #expect(value("announce_webhook_seconds_bucket", call.merging(["le": "+Inf"]) { $1 }) == 2)
        #expect(value("announce_webhook_seconds_count", ["event": "hangup", "number": "+492111234569"]) == 1)
        #expect(value("announce_webhook_seconds_count", ["event": "newCall", "number": ""]) == 1)
        #expect(value("announce_answers_total", ["answer": "reject"]) == 2)
        #expect(value("announce_refused_events_total", ["status": "400"]) == 1)
        #expect(value("announce_refused_events_total", ["status": "403"]) == 0)
        #expect(value("announce_media_requests_total", ["status": "200"]) == 2)
        #expect(value("announce_media_requests_total", ["status": "206"]) == 1)
        #expect(value("announce_media_requests_total", ["status": "404"]) == 1)
        #expect(try #require(value("announce_media_bytes_total")) >= 3_001_010)
        #expect(value("announce_announcements") == 2)
        #expect(value("announce_configuration_is_current") == 1)
        #expect(kinds["announce_webhook_seconds"] == "histogram")
        #expect(kinds["announce_answers"] == "counter")
        try await server.stop()
    }

    @Test("Buckets are cumulative, values are escaped, and the number of series is limited")
    func registry() throws {
        let registry = PrometheusRegistry(
            ["seconds": .init(help: "A \\ and\na line", buckets: [0.1, 1])], labelSets: 3)
        for value in [0.05, 0.1, 0.5, 5] {
            Recorder(label: "seconds", dimensions: [("who", "a\"b\\c\nd")], aggregate: true, factory: registry)
                .record(value)
        }
        for number in 0..<100 {
            Counter(label: "calls_total", dimensions: [("number", "\(number)")], factory: registry).increment()
        }
        let (samples, _) = try Self.read(registry.text)
        let buckets = samples.filter { $0.name == "seconds_bucket" }
        #expect(buckets.map(\.value) == [2, 3, 4])
        #expect(buckets.allSatisfy { $0.labels["who"] == "a\"b\\c\nd" })
        #expect(samples.first { $0.name == "seconds_sum" }?.value == 5.65)
        let calls = samples.filter { $0.name == "calls_total" }
        #expect(calls.count == 4)
        #expect(calls.first { $0.labels["number"] == "other" }?.value == 97)
    }
}
