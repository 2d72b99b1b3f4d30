import Foundation
import Support
import Testing

/// Each page in German and in English: nothing on the one is in the language of the other.
struct DashboardLanguageTests {
    /// Words of one language only, which hardly any sentence lacks.
    private static let english: Set<String> = [
        "the", "is", "are", "of", "and", "not", "for", "with", "no", "you", "your", "call", "calls", "were",
        "from",
        "to", "by", "on", "at", "this", "that", "when", "until", "open", "closed", "save", "delete", "nothing",
    ]
    private static let german: Set<String> = [
        "der", "die", "das", "und", "nicht", "ist", "sind", "für", "mit", "keine", "kein", "sie", "ihre", "anruf",
        "anrufe", "von", "zu", "auf", "wenn", "bis", "offen", "geschlossen", "speichern", "löschen", "nichts",
    ]
    /// The same in both languages, beside what has no letters.
    private static let both: Set<String> = [
        "announce", "Details", "CSV", "Name", "PDF", "XML", "JSON", "URL", "Version", "Test", "SMTP", "ntfy", "Webhook",
        "YAML",
        "dBm", "dBm0", "dBFS", "LUFS", "kHz", "AIFF", "PCM", "bit", "mono", "Server", "Status", "Port", "Start", "Text",
        "April",
        "August",
        "September", "November",
        "STARTTLS", "TLS", "GitHub",
    ]

    /// What the configuration has besides. Its errors are in English, and said to be so.
    private static let further = """

        alerts: { ntfy: { url-env: ANNOUNCE_TEST_TOPIC }, rules: { signatures: off }, quiet: 22:00-07:00 }
        """

    @Test("no page has words of the other language, whatever leads to it")
    func complete() throws {
        // With findings of each kind: about recordings, the configuration, calls and the ways of alerts.
        let silence = WaveFile.announcementHeader(samples: 8000) + [UInt8](repeating: 0, count: 16_000)
        let served = try ServedFolder(
            DashboardSite.configuration + Self.further, recordings: DashboardSite.recordings,
            prepare: { folder in
                for (name, bytes) in [
                    ("broken.wav", Array("no recording".utf8)), ("silent.wav", silence), ("twice.wav", silence),
                    ("twice.aiff", silence),
                ] { try folder.write(bytes, to: "media/\(name)") }
            })
        for id in ["1", "2"] { try DashboardSite.call(served.provider, id: id) }
        _ = try served.provider.newCall(from: "anonymous", to: "492111234568", callID: "3")
        let dashboard = DashboardClient(port: served.adminPort)
        try served.program.poll("the calls") { try dashboard.get("/calls").text.contains("/calls/") }
        let names = try Self.names(in: served)
        for path in try DashboardPages.all(of: dashboard) {
            let pair = try ["de", "en"].map { language in
                try dashboard.get(path, headers: [("Accept-Language", language)])
            }
            let (inGerman, inEnglish) = (Page(pair[0].text), Page(pair[1].text))
            #expect(inGerman.language == "de" && inEnglish.language == "en", "\(path)")
            for text in inGerman.texts {
                let words = Self.words(of: text, without: names)
                let foreign = words.filter { Self.english.contains($0) && !Self.german.contains($0) }
                #expect(foreign.isEmpty, "\(path) in German: \(text)")
            }
            for text in inEnglish.texts {
                let words = Self.words(of: text, without: names)
                #expect(words.allSatisfy { !Self.german.contains($0) }, "\(path) in English: \(text)")
            }
            // A label of one word may belong to either language, so it must not be on both pages.
            for text in Set(inGerman.texts).intersection(inEnglish.texts) where !Self.both.contains(text) {
                let words = Self.words(of: text, without: names).filter { word in
                    word.count > 2 && !Self.both.contains { $0.lowercased() == word }
                }
                #expect(words.isEmpty, "\(path) in both languages: \(text)")
            }
        }
    }

    /// What the owner wrote, and what the configuration consists of.
    private static func names(in served: ServedFolder) throws -> Set<String> {
        let text = String(decoding: try served.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        let others = " Jürgen Müller announce yaml broken silent twice wav aiff"
        return Set((text + others).lowercased().split { !$0.isLetter }.map(String.init))
    }

    private static func words(of text: String, without names: Set<String>) -> [String] {
        // Names contain hyphens; times and addresses are no words.
        text.split(separator: " ").filter { !$0.contains("/") && !$0.contains("@") && !$0.contains("_") }
            .flatMap { $0.lowercased().split { !$0.isLetter } }.map(String.init).filter { !names.contains($0) }
    }

    /// What a person reads on a page, or is read.
    private struct Page {
        let language: String
        let texts: [String]

        init(_ html: String) {
            language = html.firstMatch(of: /<html lang="([a-z]+)"/).map { String($0.1) } ?? ""
            // Regions and recordings have their own names. What stays English says so.
            let body = html.replacing(/(?s)<(script|style|pre|code|textarea|head|option)\b.*?<\/\1>/, with: "")
                .replacing(/(?s)<span lang="en">.*?<\/span>/, with: "")
            var texts = body.matches(of: /\s(?:aria-label|title|placeholder|alt|data-text)="([^"]*)"/).map {
                String($0.1)
            }
            texts += body.replacing(/(?s)<[^>]*>/, with: "\u{0}").split(separator: "\u{0}").map(String.init)
            // Names of languages are in their own.
            self.texts = texts.map { DashboardPages.plain($0) }.filter {
                $0.contains(where: \.isLetter) && $0 != "Deutsch" && $0 != "English"
            }
        }
    }
}
