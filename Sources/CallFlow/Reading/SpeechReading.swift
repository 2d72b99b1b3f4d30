import Telephony

/// Reads `speech:`.
extension ConfigurationReader {
    func speech(_ node: YAMLNode, at span: SourceSpan) -> SpeechSettings? {
        guard let fields = fields(node, of: "`speech`", at: span, known: LanguageMapping.speech.names) else {
            return nil
        }
        let language = required("language", in: fields, example: "language: de")
            .flatMap { self.language($0, of: "`language`") }
        let engines = required("engines", in: fields, example: "engines: [ espeak ]").map(engines)
        guard let language, let engines, !engines.isEmpty else { return nil }
        var settings = SpeechSettings(language: language, engines: engines)
        if let voice = fields["voice"] { settings.voices = voices(voice, language) }
        if let rate = fields["rate"].flatMap(rate) { settings.rate = rate }
        return settings
    }

    func language(_ node: YAMLNode, of owner: String) -> TextLanguage? {
        guard let text = text(node, of: owner) else { return nil }
        if let language = TextLanguage(text.value) { return language }
        let suggestion: String? =
            switch text.value.lowercased() {
            case "german", "deutsch": "de"
            case "english", "englisch": "en"
            default: nil
            }
        problems.add(
            .badValue(owner, expected: "the code of a language, such as `de` or `en`"), at: text.span,
            suggestion: suggestion)
        return nil
    }

    /// Returns the name of a voice, which becomes an argument of programs.
    func voice(_ node: YAMLNode) -> String? {
        guard let text = text(node, of: "`voice`") else { return nil }
        let name = text.value
        if (1...200).contains(name.utf8.count), !name.unicodeScalars.contains(where: \.isControl),
            !name.hasPrefix("-"), !name.split(separator: "/").contains("..")
        {
            return name
        }
        problems.add(
            .badValue("`voice`", expected: "the name of a voice, such as `de_DE-thorsten-medium`"), at: text.span)
        return nil
    }

    /// Reads one voice, or one for each language.
    private func voices(_ node: YAMLNode, _ language: TextLanguage) -> [TextLanguage: String] {
        guard case .mapping(let entries) = node.content else { return voice(node).map { [language: $0] } ?? [:] }
        var voices: [TextLanguage: String] = [:]
        for entry in entries {
            guard let language = TextLanguage(entry.key.value) else {
                problems.add(
                    .badValue(
                        quoted(entry.key.value), expected: "the code of a language, such as `de`, with its voice"),
                    at: entry.key.span)
                continue
            }
            voices[language] = voice(entry.value)
        }
        return voices
    }

    private func rate(_ node: YAMLNode) -> Double? {
        guard let text = text(node, of: "`rate`") else { return nil }
        if text.value.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }), let rate = Double(text.value),
            SpeechSettings.rates.contains(rate)
        {
            return rate
        }
        problems.add(
            .badValue("`rate`", expected: "a number from 0.5 to 2; 1 is the voice's own speed, 1.2 a fifth faster"),
            at: text.span)
        return nil
    }

    // MARK: Engines

    /// Reads one engine or a list of them.
    private func engines(_ node: YAMLNode) -> [SpeechSettings.Engine] {
        let nodes: [YAMLNode] = if case .list(let nodes) = node.content { nodes } else { [node] }
        if nodes.isEmpty {
            problems.add(.wrongKind("`engines`", expected: "a list of engines", found: "an empty list"), at: node.span)
        }
        return nodes.compactMap(engine)
    }

    private func engine(_ node: YAMLNode) -> SpeechSettings.Engine? {
        let names = LanguageMapping.speechEngine.names.filter { $0 != "key-env" && $0 != "model" }
        if case .text(let word, _) = node.content {
            if word == "espeak" { return .espeak }
            problems.add(
                .badValue(
                    "an engine",
                    expected: "`espeak`, or `wyoming: HOST:PORT`, `command: [ PROGRAM, … ]` or `http: URL`"),
                at: node.span, suggestion: ["espeak-ng", "espeakng"].contains(word.lowercased()) ? "espeak" : nil)
            return nil
        }
        guard
            let fields = fields(
                node, of: "an engine", at: node.span, known: LanguageMapping.speechEngine.names)
        else { return nil }
        let named = names.filter(fields.has)
        guard named.count == 1, let name = named.first else {
            problems.add(
                .badValue("an engine", expected: "one of \(names.map { "`\($0)`" }.joined(separator: ", "))"),
                at: node.span)
            return nil
        }
        if name != "http" {
            for key in ["key-env", "model"] {
                guard let span = fields.key(key) else { continue }
                problems.add(.badValue("`\(key)`", expected: "used with `http`, which it is for"), at: span)
            }
        }
        guard let value = fields[name] else { return nil }
        switch name {
        case "wyoming": return wyoming(value)
        case "command": return command(value)
        default: return http(value, fields)
        }
    }

    private func wyoming(_ node: YAMLNode) -> SpeechSettings.Engine? {
        // As Home Assistant writes it.
        var node = node
        if case .text(let text, let isPlain) = node.content, text.hasPrefix("tcp://") {
            node.content = .text(String(text.dropFirst(6)), isPlain: isPlain)
        }
        guard let endpoint = endpoint(node, of: "`wyoming`", defaultHost: "127.0.0.1") else { return nil }
        guard endpoint.port > 0 else {
            problems.add(
                .badValue("`wyoming`", expected: "a host and a port, such as `127.0.0.1:10200`"), at: node.span)
            return nil
        }
        return .wyoming(endpoint)
    }

    private func command(_ node: YAMLNode) -> SpeechSettings.Engine? {
        var words = texts(node, of: "`command`").map(\.value)
        if case .text(let line, _) = node.content { words = line.split(separator: " ").map(String.init) }
        guard let program = words.first, !program.isEmpty, !words.contains(where: { $0.utf8.contains(0) }) else {
            problems.add(.badValue("`command`", expected: "a program and its arguments"), at: node.span)
            return nil
        }
        // A program of the project; one without a slash is looked up on PATH.
        if program.contains("/") { words[0] = absolute(program) }
        return .command(words)
    }

    private func http(_ node: YAMLNode, _ fields: Fields) -> SpeechSettings.Engine? {
        guard let text = text(node, of: "`http`") else { return nil }
        guard text.value.wholeMatch(of: /https?:\/\/[^\s\/?#@]+\/[^\s#]*/.ignoresCase()) != nil else {
            problems.add(
                .badValue(
                    "`http`",
                    expected: "a URL without a password, such as `http://127.0.0.1:8000/v1/audio/speech`"),
                at: text.span)
            return nil
        }
        var http = SpeechSettings.HTTP(url: text.value)
        http.keyVariable = fields["key-env"].flatMap { variable($0, of: "`key-env`") }
        if let model = fields["model"].flatMap({ self.text($0, of: "`model`") }) { http.model = model.value }
        return .http(http)
    }
}
