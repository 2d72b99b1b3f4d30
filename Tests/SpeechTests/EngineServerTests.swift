import CallFlow
import MediaLibrary
import Speech
import Support
import Telephony
import Testing

@Suite("Servers that speak")
struct EngineServerTests {
    private static let server = Result { try EngineServer() }

    private func engine(_ kind: String, key: HTTPEngine.Key = .none, path: String = "", seconds: Int = 30) throws
        -> any SpeechEngine
    {
        let server = try Self.server.get()
        var limits = SpeechLimits()
        limits.seconds = seconds
        limits.bytes = 4 << 20
        return kind == "wyoming"
            ? WyomingEngine(Endpoint(host: "127.0.0.1", port: server.wyoming), limits: limits)
            : HTTPEngine(
                url: "http://127.0.0.1:\(server.http)\(path)/v1/audio/speech", model: "tts-1", key: key, limits: limits)
    }

    private func survey(_ engine: any SpeechEngine, voice: String?) async throws -> Catalogue {
        let shop = try SpeechWorkshop()
        var settings = LibrarySettings(
            folder: shop.recordings, state: shop.base.file("state"),
            worker: [SpeechWorkshop.announce, RenderWorker.commandName], programVersion: "1")
        settings.speaker = Speaker([engine], folder: shop.spoken)
        let name = try AnnouncementName("closed")
        let plan = SpokenPlan(texts: [name: SpokenText("We are closed, voice.", language: "en", voice: voice)])
        return try await MediaLibrary.survey(settings, wanting: [Prompt(name)], saying: plan)
    }

    @Test(
        "what they say is published",
        arguments: [
            ("wyoming", nil), ("wyoming", "joe"), ("wyoming", "separate"), ("http", nil), ("http", "studio"),
            ("http", "busy"),
        ] as [(String, String?)])
    func published(_ kind: String, _ voice: String?) async throws {
        let catalogue = try await survey(try engine(kind), voice: voice)
        #expect(catalogue.problems == [])
        #expect(try catalogue.file("closed")?.samples == 8000)
    }

    @Test(
        "a hostile one costs one announcement, and the finding says why",
        arguments: [
            ("wyoming", "none", "refused: Unknown voice: none"),
            ("wyoming", "text", "answered with something that is no sound: HTTP/1.1 400 Bad Request"),
            ("wyoming", "lies", "answered with more than 4 MiB"),
            ("wyoming", "dies", "stopped before its sound was complete"),
            ("wyoming", "endless", "answered with more than 4 MiB"),
            ("wyoming", "mute", "answered with silence: check its voice"),
            ("http", "none", "answered with status 404: Voice none not found"),
            ("http", "text", "answered with something that is no sound: <html>Hello</html>"),
            ("http", "dies", "stopped before its sound was complete"),
            ("http", "endless", "answered with more than 4 MiB"),
            ("http", "mute", "answered with silence: check its voice"),
            ("http", "elsewhere", "answered with status 302"),
        ])
    func hostile(_ kind: String, _ voice: String, _ message: String) async throws {
        let catalogue = try await survey(try engine(kind), voice: voice)
        #expect(try catalogue.file("closed") == nil)
        let words = catalogue.problems.map(\.message).joined()
        #expect(words.contains(message), "\(words)")
    }

    @Test("one that hangs is given up", arguments: ["wyoming", "http"])
    func hangs(_ kind: String) async throws {
        let catalogue = try await survey(try engine(kind, seconds: 1), voice: "hang")
        #expect(catalogue.speechFaults == [.tookTooLong(seconds: 1)])
    }

    @Test("the key comes from the environment, and a wrong one is the server's word")
    func key() async throws {
        let right = try await survey(try engine("http", key: .value("right"), path: "/closed"), voice: nil)
        #expect(right.problems == [])
        let wrong = try await survey(try engine("http", key: .value("wrong"), path: "/closed"), voice: nil)
        #expect(wrong.speechFaults == [.refused(status: 401, words: "Incorrect API key provided")])
        let none = try await survey(try engine("http", key: .missing(variable: "TTS_KEY")), voice: nil)
        #expect(none.speechFaults == [.noKey(variable: "TTS_KEY")])
    }

    @Test("one that is not there cannot be reached", arguments: ["wyoming", "http"])
    func absent(_ kind: String) async throws {
        let engine: any SpeechEngine =
            kind == "wyoming"
            ? WyomingEngine(Endpoint(host: "127.0.0.1", port: 1))
            : HTTPEngine(url: "http://127.0.0.1:1/v1/audio/speech", model: "tts-1", key: .none)
        guard case .unreachable? = try await survey(engine, voice: nil).speechFaults.first else {
            Issue.record("it was reached")
            return
        }
    }
}
