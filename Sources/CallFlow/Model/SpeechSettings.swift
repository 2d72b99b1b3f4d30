/// How texts are spoken: the section `speech`.
package struct SpeechSettings: Hashable, Sendable {
    /// The language of texts that name none.
    package var language: TextLanguage
    /// The voice of each language, by the name that the engines know it by; those that are missing are up to the engine.
    package var voices: [TextLanguage: String]
    /// Speed of speech: 1 is the voice's own, 1.2 a fifth faster. 0.5 to 2.
    package var rate: Double
    /// The first that answers speaks.
    package var engines: [Engine]

    /// A program or server that speaks texts.
    package enum Engine: Hashable, Sendable {
        /// A server of the Wyoming protocol, as Home Assistant's Piper.
        case wyoming(Endpoint)
        /// A program and its arguments, which may have `{voice}`, `{language}`, `{rate}` and `{out}`, the file to write. It
        /// gets the text on standard input, and writes the sound to standard output where no argument has `{out}`.
        case command([String])
        /// A server with OpenAI's `/v1/audio/speech`.
        case http(HTTP)
        /// espeak-ng: intelligible, but not like a person.
        case espeak
    }

    package struct HTTP: Hashable, Sendable {
        /// Absolute, with its path; no user and password.
        package var url: String
        /// The environment variable with the key; nil for none.
        package var keyVariable: String?
        package var model: String

        /// The one that servers have which have no choice.
        package static let standardModel = "tts-1"

        package init(url: String, keyVariable: String? = nil, model: String = standardModel) {
            (self.url, self.keyVariable, self.model) = (url, keyVariable, model)
        }
    }

    /// What `rate` can be.
    package static let rates = 0.5...2.0

    package init(
        language: TextLanguage, voices: [TextLanguage: String] = [:], rate: Double = 1, engines: [Engine]
    ) {
        (self.language, self.voices, self.rate, self.engines) = (language, voices, rate, engines)
    }
}

extension SpeechSettings.Engine: CustomStringConvertible {
    /// As it is written in the configuration: `wyoming: 127.0.0.1:10200`, `espeak`.
    package var description: String {
        switch self {
        case .wyoming(let endpoint): "wyoming: \(endpoint)"
        case .command(let words): "command: \(words.first ?? "")"
        case .http(let http): "http: \(http.url)"
        case .espeak: "espeak"
        }
    }
}
