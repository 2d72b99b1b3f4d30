import Telephony
import Testing

@testable import CallFlow

/// Texts are written where they are, and nothing else changes.
struct TextEditingTests {
    private static let head =
        MarkedConfiguration.head + """
            numbers: {}   # none
            speech: { language: de, engines: espeak }

            """

    typealias Case = (before: String, name: String, text: AnnouncementText, after: String)

    private static func text(_ words: String, _ language: String? = nil, _ voice: String? = nil) throws
        -> AnnouncementText
    {
        AnnouncementText(try TextTemplate(words), language: language.flatMap { TextLanguage($0) }, voice: voice)
    }

    private static let cases: [Case] = {
        do {
            return [
                ("", "closed", try text("Zu."), "\ntexts:\n  closed: Zu.\n"),
                (
                    "texts:\n  closed: Zu.   # since May\n  open: Auf.\n", "closed", try text("Heute: zu"),
                    "texts:\n  closed: \"Heute: zu\" # since May\n  open: Auf.\n"
                ),
                (
                    "texts:\n  closed: 'Zu.'\n# end\n", "bakery/new", try text("{s.opens} # wieder"),
                    "texts:\n  closed: 'Zu.'\n  bakery/new: \"{s.opens} # wieder\"\n# end\n"
                ),
                (
                    "texts: { closed: Zu. }\n", "open", try text("Auf, ja: [x]"),
                    "texts: { closed: Zu., open: \"Auf, ja: [x]\" }\n"
                ),
                (
                    "texts:\n  closed: { text: Closed., language: en } # English\n", "closed",
                    try text("Shut.", "en"), "texts:\n  closed: { text: Shut., language: en } # English\n"
                ),
                (
                    "texts:\n  closed: Zu.\n", "closed", try text("Shut.", "en", "joe"),
                    "texts:\n  closed: { text: Shut., language: en, voice: joe }\n"
                ),
            ]
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    @Test("a text is added or changed in place", arguments: cases)
    func edits(_ example: Case) throws {
        let schedule = "schedules: { s: { hours: { daily: 09:00-17:00 } } }\n"
        let written = WrittenConfiguration(Self.head + schedule + example.before, files: CompanionFiles())
        var files = written.files
        for request in ConfigurationFile.requests(of: written.text, with: files) {
            if case .matches(let pattern) = request { files.matches[pattern] = [] }
        }
        var editor = try ConfigurationEditor(WrittenConfiguration(written.text, files: files), folder: "/srv")
        try editor.apply([.text(try AnnouncementName(example.name), example.text)])
        #expect(editor.written.text == Self.head + schedule + example.after)
        #expect(editor.configuration.texts[try AnnouncementName(example.name)] == example.text)
    }

    @Test("a text in a file of its own stays there, unless it gets a voice")
    func file() throws {
        let text = Self.head
        var files = CompanionFiles()
        files.matches["media/**.txt"] = ["media/closed.txt"]
        files.contents["media/closed.txt"] = .text("Zu.\n")
        var editor = try ConfigurationEditor(WrittenConfiguration(text, files: files), folder: "/srv")
        let name = try AnnouncementName("closed")
        let old = try #require(editor.configuration.texts[name])
        try editor.apply([.text(name, AnnouncementText(try TextTemplate("Bis morgen zu."), file: old.file))])
        #expect(editor.written.files.text(of: "media/closed.txt") == "Bis morgen zu.\n" && editor.written.text == text)
        try editor.apply([.text(name, try Self.text("Shut.", "en"))])
        #expect(editor.written.text == text + "\ntexts:\n  closed: { text: Shut., language: en }\n")
    }
}
