import Telephony

/// The text of an announcement as it is written: words, numbers, and placeholders that become words when it is spoken.
package struct TextTemplate: Hashable, Sendable {
    /// Unicode scalars of a text at most: about five minutes of speech.
    package static let longest = 4000

    /// The text in Unicode's normal form C, on one line, with single spaces.
    package let written: String
    let sentences: [TextSentence]

    /// Reads a text. Lines are joined, and white space is reduced to single spaces.
    ///
    /// - Throws: `TextProblem`.
    package init(_ written: String) throws(TextProblem) {
        // Four bytes are the longest scalar; what is longer than that by far need not be looked at.
        guard written.utf8.count <= Self.longest * 8 else { throw .tooLong(written.unicodeScalars.count) }
        for scalar in written.unicodeScalars where scalar.steersText && !scalar.properties.isWhitespace {
            throw .controlCharacter(scalar)
        }
        let text = written.normalFormC.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !text.isEmpty else { throw .empty }
        guard text.unicodeScalars.count <= Self.longest else { throw .tooLong(text.unicodeScalars.count) }
        self.written = text
        sentences = TextSentence.sentences(of: try Self.parts(of: text))
    }

    /// The placeholders in order, each once.
    package var placeholders: [TextPlaceholder] {
        var seen: Set<TextPlaceholder> = []
        return sentences.flatMap(\.placeholders).filter { seen.insert($0).inserted }
    }

    /// Whether what is said changes with the time, so that it is to be spoken ahead: see `TextVariants`.
    package var followsTime: Bool { placeholders.contains(where: \.followsTime) }

    /// The names of the parameters of flows in order, each once, `lang` among them.
    package var parameters: [String] {
        placeholders.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }

    /// The schedules that the text names; see `schedules(in:)` for `{holiday}`.
    var namedSchedules: Set<String> {
        Set(placeholders.compactMap { if case .schedule(let name, _) = $0 { name } else { nil } })
    }

    private static func parts(of text: String) throws(TextProblem) -> [TextSentence.Part] {
        func short(_ text: Substring) -> String { String(text.prefix(30)) }
        var parts: [TextSentence.Part] = []
        var rest = text[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[brace] == "{" else { throw .strayBrace(String(rest[..<brace].suffix(30))) }
            if brace > rest.startIndex { parts.append(.text(String(rest[..<brace]))) }
            let inner = rest[rest.index(after: brace)...]
            guard let end = inner.firstIndex(where: { $0 == "{" || $0 == "}" }), inner[end] == "}" else {
                throw .openBrace(short(rest[brace...]))
            }
            parts.append(.placeholder(try TextPlaceholder(String(inner[..<end]).trimmed)))
            rest = inner[inner.index(after: end)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        return parts
    }
}
