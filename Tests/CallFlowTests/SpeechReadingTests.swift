import CallFlow
import Telephony
import Testing

@Suite("The sections speech and texts")
struct SpeechReadingTests {
    private static let numbers = "numbers: { +49 211 1234567: [ { play: closed }, hangup ] }\n"

    private func read(_ text: String, announcements: Set<AnnouncementName>? = [], scripts: [String: String] = [:])
        -> ConfigurationFile.Reading
    {
        var files = CompanionFiles()
        files.matches["media" + CompanionFiles.scripts] = scripts.keys.sorted().map { "media/\($0)" }
        for (name, content) in scripts { files.contents["media/\(name)"] = .text(content) }
        return ConfigurationFile.read(
            MarkedConfiguration.head + Self.numbers + text, folder: "/srv", announcements: announcements, files: files)
    }

    @Test("the example of the documentation is read whole")
    func example() throws {
        let reading = read(
            """
            speech:
              language: de
              voice: { de: de_DE-thorsten-medium, en: en_US-joe-medium }
              rate: 1.1
              engines:
                - wyoming: 127.0.0.1:10200
                - command: [piper, -m, "/voices/{voice}.onnx", -f, "{out}"]
                - http: http://127.0.0.1:8000/v1/audio/speech
                  key-env: TTS_KEY
                  model: kokoro
                - espeak
            texts:
              closed: "Wir haben geschlossen."
              closed-en: { text: We are closed., language: en, voice: slow }
            """)
        #expect(reading.problems.map(\.message) == [])
        let configuration = try #require(reading.configuration)
        let (german, english) = (try #require(TextLanguage("de")), try #require(TextLanguage("en")))
        #expect(
            configuration.speech
                == SpeechSettings(
                    language: german, voices: [german: "de_DE-thorsten-medium", english: "en_US-joe-medium"], rate: 1.1,
                    engines: [
                        .wyoming(Endpoint(host: "127.0.0.1", port: 10200)),
                        .command(["piper", "-m", "/voices/{voice}.onnx", "-f", "{out}"]),
                        .http(
                            .init(
                                url: "http://127.0.0.1:8000/v1/audio/speech", keyVariable: "TTS_KEY", model: "kokoro")),
                        .espeak,
                    ]))
        let text = try #require(configuration.texts[AnnouncementName("closed-en")])
        #expect(text.template.written == "We are closed.")
        #expect(text.language == english)
        #expect(text.voice == "slow")
    }

    @Test(
        "what is wrong is reported where it is, with a remedy",
        arguments: [
            ("speech: { engines: espeak }", "`speech` is missing `language`; write, for example, `language: de`"),
            (
                "speech: { language: german, engines: espeak }",
                "`language` must be the code of a language, such as `de` or `en`; write `de`"
            ),
            (
                "speech: { language: de, engines: espeak-ng }",
                "an engine must be `espeak`, or `wyoming: HOST:PORT`, `command: [ PROGRAM, … ]` or `http: URL`; write `espeak`"
            ),
            ("speech: { language: de, engines: [] }", "`engines` must be a list of engines, not an empty list"),
            (
                "speech: { language: de, engines: { wyoming: piper } }",
                "`wyoming` must be an address and a port up to 65535, such as `127.0.0.1:8080`"
            ),
            (
                "speech: { language: de, engines: { http: 'http://me:secret@localhost/speech' } }",
                "`http` must be a URL without a password, such as `http://127.0.0.1:8000/v1/audio/speech`"
            ),
            (
                "speech: { language: de, engines: [ { command: piper, key-env: KEY } ] }",
                "`key-env` must be used with `http`, which it is for"
            ),
            (
                "speech: { language: de, rate: 3, engines: espeak }",
                "`rate` must be a number from 0.5 to 2; 1 is the voice's own speed, 1.2 a fifth faster"
            ),
            (
                "speech: { language: de, voice: '../../etc/passwd', engines: espeak }",
                "`voice` must be the name of a voice, such as `de_DE-thorsten-medium`"
            ),
            (
                "speech: { language: de, engines: espeak }\ntexts: { closed: 'Wir öffnen {offic.opens}.' }\nschedules: { office: { mo: 09:00-17:00 } }",
                "the text `closed`: unknown schedule `offic`; did you mean `office`?"
            ),
            (
                "speech: { language: de, engines: espeak }\ntexts: { closed: '  ' }",
                "the text `closed`: the text is empty; write what callers are to hear"
            ),
            (
                "speech: { language: de, engines: espeak }\ntexts: { closed: x, 'a+b': x }",
                "a key of `texts` must be the name of a recording; write several as a list"
            ),
        ])
    func mistakes(_ text: String, _ message: String) {
        let messages = read(text, announcements: nil).problems.filter { $0.severity == .error }.map(\.message)
        #expect(messages.contains(message), "\(messages)")
    }

    @Test("an announcement of which there is only a text is played if something speaks it")
    func onlyText() {
        let text = "texts: { closed: Closed. }\n"
        #expect(read(text + "speech: { language: en, engines: espeak }").problems.isEmpty)
        #expect(
            read(text).problems.map(\.message) == [
                "no recording for announcement `closed`, and nothing speaks its text; record it, or name an engine: "
                    + "`speech: { language: de, engines: [ espeak ] }`"
            ])
        // With a recording, the text is its script.
        let name = try? AnnouncementName("closed")
        #expect(read(text, announcements: Set([name].compactMap(\.self))).problems.isEmpty)
    }

    @Test("a text with parameters is an announcement of its own for each set of values")
    func parameters() throws {
        let text = """
            public-url: https://phone.example.com
            time-zone: Europe/Berlin
            speech: { language: de, engines: espeak }
            texts: { hello: "Praxis {doctor}, {lang}" }
            flows: { practice: [ { play: hello }, connect ] }
            numbers:
              +49 211 1234567: { flow: practice, with: { doctor: Huber, lang: en } }
              +49 211 1234568: { flow: practice, with: { doctor: Meier, lang: de } }

            """
        let reading = ConfigurationFile.read(text, folder: "/srv", announcements: [])
        #expect(reading.problems.map(\.message) == [])
        let configuration = try #require(reading.configuration)
        let names = ["hello (Huber, en)", "hello (Meier, de)"]
        #expect(configuration.prompts.map(\.description).sorted() == names)
        let huber = try #require(configuration.texts[AnnouncementName(names[0])])
        #expect(huber.parameters == ["doctor": "Huber", "lang": "en"])
        #expect(huber.language == .english)
        // Where a value is missing, the step that plays it says so.
        let bare = text.replacing(
            "{ flow: practice, with: { doctor: Huber, lang: en } }", with: "[ { play: hello }, connect ]")
        #expect(
            ConfigurationFile.read(bare, folder: "/srv", announcements: []).problems.map(\.message) == [
                "the text `hello` needs a value for `{doctor}`; write it as `with: { doctor: … }`"
            ])
        // With a recording, the text is its script.
        let name = try AnnouncementName("hello")
        #expect(ConfigurationFile.read(bare, folder: "/srv", announcements: [name]).problems.isEmpty)
    }

    @Test("a file beside recordings is a text, unless the configuration has one of its own")
    func files() throws {
        let scripts = [
            "closed.txt": "Of the file.\n", "shop/open.txt": "Open.",
            "long.txt": String(repeating: "x", count: 100_000),
        ]
        let reading = read("speech: { language: en, engines: espeak }", scripts: scripts)
        #expect(reading.configuration?.texts[try AnnouncementName("closed")]?.template.written == "Of the file.")
        #expect(reading.configuration?.texts[try AnnouncementName("shop/open")]?.file == "media/shop/open.txt")
        // A note that is no announcement keeps no call from being answered.
        let warning = try #require(reading.problems.first)
        #expect(reading.problems.count == 1)
        #expect(warning.severity == .warning)
        #expect(warning.place.file == "media/long.txt")
        let own = read("speech: { language: en, engines: espeak }\ntexts: { closed: Own. }", scripts: scripts)
        #expect(own.configuration?.texts[try AnnouncementName("closed")]?.template.written == "Own.")
    }
}
