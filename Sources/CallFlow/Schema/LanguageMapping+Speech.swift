extension LanguageMapping {
    static let speech = LanguageMapping([
        Key(
            "language", .language, "Language of texts that name none, by its code: de, en.", isRequired: true),
        Key(
            "voice", ["anyOf": [.name, .mapping(of: .name)]],
            "Voice by the name that the engines know, e.g. de_DE-thorsten-medium; or one for each language."),
        Key(
            "rate", ["type": "number", "minimum": 0, "maximum": 2], "Speed of speech: 1 is the voice's own.",
            standard: 1),
        Key(
            "engines", .oneOrMore(["anyOf": [.word(["espeak"]), speechEngine.schema]]),
            "Programs and servers that speak texts; the first that answers is used.", isRequired: true),
    ])

    static let speechEngine = LanguageMapping([
        Key("wyoming", .anyText, "Server of the Wyoming protocol, HOST:PORT, as Home Assistant's Piper."),
        Key(
            "command", .oneOrMore(.anyText),
            "Program and arguments: {voice}, {language}, {rate}, {out}; the text comes on standard input."),
        Key(
            "http", .text(matching: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#@]+/[^\\s#]*$"),
            "URL of a server with OpenAI's /v1/audio/speech."),
        Key("key-env", .variable, "Environment variable that holds the key of `http`."),
        Key("model", .anyText, "Model that `http` is asked for.", standard: .text(SpeechSettings.HTTP.standardModel)),
    ])

    static let text = LanguageMapping([
        Key("text", .anyText, "What the announcement says.", isRequired: true),
        Key("language", .language, "Its language, if it is not that of `speech`."),
        Key("voice", .name, "Its voice, if it is not that of its language."),
    ])
}

extension SchemaNode {
    fileprivate static let language = text(matching: "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$")
}
