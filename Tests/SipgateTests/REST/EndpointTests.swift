import Foundation
import ProviderFixtures
import Sipgate
import Support
import Testing

/// Requests to endpoints without a module, and what every request says about the program.
@Suite struct EndpointTests {
    private struct Thing: Codable, Equatable {
        var name: String
        var at: Date?
    }

    @Test("Any endpoint can be used with values of one's own")
    func methods() async throws {
        try await withAPI { api, client in
            let thing = Thing(name: "Tür/?&", at: Date(timeIntervalSince1970: 0))
            let json = #"{"at":"1970-01-01T00:00:00Z","name":"Tür/?&"}"#
            for _ in 0..<4 { api.next(.json(json)) }
            #expect(try await client.get("w0/things", query: [("a", "1&2"), ("a", "ü")], as: Thing.self) == thing)
            #expect(try await client.post("/w0/things", thing, as: Thing.self) == thing)
            #expect(try await client.put("w0/things/a b", thing, as: Thing.self) == thing)
            #expect(try await client.patch("w0/things/%2e", thing, as: Thing.self) == thing)
            for _ in 0..<4 { api.next(.answer(status: 204, body: "")) }
            try await client.post("things", [thing])
            try await client.put("things", ["on": true])
            try await client.patch("things", [String]())
            try await client.delete("things", query: [("id", "1")])
            #expect(
                api.requests.map(\.line) == [
                    "GET /v2/w0/things?a=1%262&a=%C3%BC", "POST /v2/w0/things", "PUT /v2/w0/things/a%20b",
                    "PATCH /v2/w0/things/%252e", "POST /v2/things", "PUT /v2/things", "PATCH /v2/things",
                    "DELETE /v2/things?id=1",
                ])
            let bodies = api.requests.map { String(decoding: $0.body, as: UTF8.self) }
            #expect(bodies == ["", json, json, json, "[\(json)]", #"{"on":true}"#, "[]", ""])
        }
    }

    @Test(
        "A path can neither be left nor be changed",
        arguments: ["", "/", "//", "a//b", "a/", "a/../b", ".", "a/.", "a?b", "a#b", "a\r\nb", "https://a"])
    func paths(path: String) async throws {
        try await withAPI { api, client in
            await #expect(throws: SipgateError.invalid(.path(path))) { try await client.delete(path) }
            #expect(api.requests.isEmpty)
        }
    }

    @Test("Errors are those of modules; a PATCH that may have been executed is not repeated")
    func errors() async throws {
        try await withAPI { api, client in
            api.next(.hangUp)
            await #expect(throws: SipgateError.connectionLost(.closed)) { try await client.patch("a", ["b": 1]) }
            #expect(api.requests.count == 1)
            api.next(.refusal(404, detail: "gone"))
            await #expect(throws: SipgateError.self) { _ = try await client.get("a", as: Thing.self) }
            api.next(.json("[]"))
            await #expect(throws: SipgateError.malformedAnswer(to: "GET a", path: "", reason: "has another type")) {
                _ = try await client.get("a", as: Thing.self)
            }
            await #expect(throws: SipgateError.invalid(.body(type: "Double"))) {
                try await client.post("a", Double.nan)
            }
        }
    }

    @Test("Every request names the library as the provider's own do, and the program by the name it has given")
    func names() async throws {
        let shop = try UserAgent("shop/1.4 (+https://shop.example.com)")
        for (agent, expected) in [(nil, "announce/\(SipgateClient.version) (Swift)"), (shop, shop.text)]
            as [(UserAgent?, String)]
        {
            try await withAPI(adjust: { if let agent { $0.userAgent = agent } }) { api, client in
                _ = try await client.user.info()
                let request = try #require(api.requests.first)
                #expect(request.header("User-Agent") == expected)
                #expect(request.header("X-Sipgate-Version") == SipgateClient.version)
                let platform = try JSONDecoder().decode(
                    [String: String].self, from: Data(try #require(request.header("X-Sipgate-Client")).utf8))
                #expect(platform["name"] == "swift" && platform.keys.sorted() == ["name", "os", "type", "version"])
            }
        }
        for text in ["", " ", "a\r\nX: y", "ü", "a ", String(repeating: "a", count: 201)] {
            #expect(throws: SipgateError.invalid(.userAgent(text))) { try UserAgent(text) }
        }
    }
}
