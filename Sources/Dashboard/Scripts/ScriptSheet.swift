package import CallFlow
package import Telephony

/// What is to be recorded: every announcement with its text, where callers hear it, and whether it is there.
package struct ScriptSheet: Hashable, Sendable {
    /// An announcement of the sheet.
    package struct Row: Hashable, Sendable {
        package let name: AnnouncementName
        /// The text as it is written; nil if none is.
        package let text: String?
        /// Where callers hear it, in words.
        package let uses: [String]
        /// How long it takes to say, in seconds; nil without a text.
        package let seconds: Int?
        package let state: State

        /// The name that the recording's file is to have.
        package var file: String { "\(name.text).wav" }
    }

    /// Whether an announcement can be heard.
    package enum State: String, Hashable, Sendable {
        case recorded
        /// An engine speaks its text.
        case spoken
        /// It follows the time, so that it cannot be recorded once for all; an engine speaks it.
        case changing
        case missing
    }

    /// By name.
    package let rows: [Row]
    /// The language of the words around the texts.
    let language: Language

    /// - Parameters:
    ///   - recorded: the announcements with a recording.
    ///   - isForStudio: whether the words around the texts are in the language of the texts, as far as there are such; they are
    ///     in English otherwise.
    package init(_ configuration: Configuration, recorded: Set<AnnouncementName>, isForStudio: Bool = true) {
        let code = isForStudio ? configuration.speech?.language.code : nil
        language =
            code.flatMap { WordingLanguage(tag: $0) }.flatMap { Language(rawValue: $0.rawValue) }
            ?? .english
        rows = Language.$current.withValue(language) {
            Texts.$numberNames.withValue(configuration.numbers.names) {
                Self.rows(configuration, recorded)
            }
        }
    }

    private static func rows(_ configuration: Configuration, _ recorded: Set<AnnouncementName>)
        -> [Row]
    {
        let uses = configuration.announcementUses
        return configuration.announcementNames.map { name in
            let text = configuration.texts[name]
            let state: State =
                if recorded.contains(name) {
                    .recorded
                } else if let text, configuration.speech != nil {
                    text.template.followsTime ? .changing : .spoken
                } else {
                    .missing
                }
            let code = (text?.language ?? configuration.speech?.language)?.code
            return Row(
                name: name, text: text?.template.written,
                uses: (uses[name] ?? []).map(AnnouncementWords.place),
                seconds: text.map { text in
                    SpeakingTime.seconds(text.template.written, in: code.flatMap { WordingLanguage(tag: $0) })
                }, state: state)
        }
    }

    /// How many have to be recorded before every call is heard.
    package var missing: Int { rows.count { $0.state == .missing } }
}

/// How long a person takes to say a text.
enum SpeakingTime {
    /// Characters in a second, and the pauses at marks, of practised speakers on the telephone: about 130 words in a minute.
    private static let characters = 14.0
    private static let pauses: [Character: Double] = [
        ".": 0.5, "!": 0.5, "?": 0.5, ":": 0.3, ",": 0.2, ";": 0.3, "–": 0.3,
    ]

    /// Seconds, at least 1. Numbers count as their words.
    static func seconds(_ text: String, in language: WordingLanguage?) -> Int {
        let words = language?.words(of: text) ?? text
        let pause = words.reduce(0) { $0 + (pauses[$1] ?? 0) }
        return max(1, Int((Double(words.count) / characters + pause).rounded()))
    }
}
