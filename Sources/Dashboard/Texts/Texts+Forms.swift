import CallFlow

extension Texts {
    /// Why what a form asks for is not done. Messages about the configuration file are as the command line has them.
    enum Forms {
        static func invalidBefore(_ file: String) -> String {
            either(
                "\(file) has errors at the moment, so forms cannot change it. The page Configuration lists them.",
                "\(file) enthält zurzeit Fehler; Formulare können die Datei so nicht ändern. Die Seite Konfiguration zeigt sie."
            )
        }
        static func unusual(_ file: String, line: Int) -> String {
            either(
                "This is written in line \(line) of \(file) in a way that forms leave alone. Change it on the page Configuration. Nothing was saved.",
                "Das steht in Zeile \(line) von \(file) so, dass Formulare es nicht anrühren. Ändern Sie es auf der Seite Konfiguration. Es wurde nichts gespeichert."
            )
        }
        static func invalid(version: String) -> String {
            either(
                "The version \(version) has errors now. The page Configuration lists them.",
                "Die Fassung \(version) hat jetzt Fehler. Die Seite Konfiguration zeigt sie.")
        }
        /// The error follows, in English.
        static var invalid: String {
            either(
                "Not saved, since it would be an error:",
                "Nicht gespeichert, denn es wäre ein Fehler (auf Englisch, wie die Kommandozeile ihn nennt):")
        }
        static func missing(_ what: String) -> String {
            either("Not saved: \(what) does not exist any more.", "Nicht gespeichert: \(what) gibt es nicht mehr.")
        }
        static func exists(_ what: String) -> String {
            either("Not saved: \(what) exists already.", "Nicht gespeichert: \(what) gibt es schon.")
        }
        static var misread: String {
            either(
                "Not saved: in this file the change would also change something else. Make it on the page Configuration.",
                "Nicht gespeichert: In dieser Datei würde sich damit auch anderes ändern. Ändern Sie es auf der Seite Konfiguration."
            )
        }
        static var overtaken: String {
            either(
                "The file was changed at the same moment. Nothing was saved; please look and save again.",
                "Die Datei wurde im selben Augenblick geändert. Es wurde nichts gespeichert; bitte sehen Sie nach, und speichern Sie noch einmal."
            )
        }
        static func noDatabase(_ words: String) -> String {
            either(
                "The configuration's database cannot be used (\(words)). Nothing was saved; try again later.",
                "Die Datenbank der Konfiguration ist nicht erreichbar (\(words)). Nichts wurde gespeichert; versuchen Sie es später noch einmal."
            )
        }
        static func unusable(version: String, _ sentence: String) -> String {
            either(
                "It was saved as version \(version), which cannot be used on this instance: \(sentence)",
                "Gespeichert als Fassung \(version), die auf dieser Instanz nicht verwendet werden kann: \(sentence)")
        }
        static func beingWritten(_ file: String) -> String {
            either(
                "Another program is writing \(file). Nothing was saved; try again.",
                "Ein anderes Programm schreibt gerade \(file). Es wurde nichts gespeichert; versuchen Sie es noch einmal."
            )
        }
        static func unreadable(_ file: String, _ reason: String) -> String {
            either(
                "\(file) cannot be read or written (\(reason)). Nothing was changed.",
                "\(file) ist nicht les- oder schreibbar (\(reason)). Es wurde nichts geändert.")
        }
        static func unfit(_ file: String) -> String {
            either(
                "\(file) is too long or has characters that a browser would lose. Edit it with a text editor.",
                "\(file) ist zu lang oder enthält Zeichen, die ein Browser verlöre. Ändern Sie die Datei in einem Texteditor."
            )
        }
    }
}
