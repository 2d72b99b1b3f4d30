extension Texts {
    /// The search in all pages.
    enum Search {
        static var button: String { either("Search", "Suchen") }
        static var field: String { either("Search names and numbers", "Namen und Rufnummern suchen") }
        static var title: String { either("Search", "Suche") }
        static func results(_ text: String) -> String { either("“\(text)”", "„\(text)“") }
        static var nothing: String {
            either(
                "Nothing found. Search for a part of a name or number.",
                "Nichts gefunden. Suchen Sie nach einem Teil eines Namens oder einer Rufnummer.")
        }
        static var numbers: String { either("Numbers", "Rufnummern") }
        static var announcements: String { either("Announcements", "Ansagen") }
        static var allCalls: String { either("All these calls", "Alle diese Anrufe") }
        static func more(_ count: Int) -> String { either("and \(count) more", "und \(count) weitere") }
    }
}
