extension Texts {
    /// The page Advanced and those that only it leads to.
    enum Advanced {
        static var title: String { either("Advanced", "Erweitert") }
        static var health: String { either("Health", "Zustand") }
        static var aboutHealth: String {
            either(
                "Whether calls are answered, and what keeps them from it.",
                "Ob Anrufe beantwortet werden, und was dem im Wege steht.")
        }
        static var ready: String { either("Calls are answered.", "Anrufe werden beantwortet.") }
        static var notReady: String {
            either("Calls are not answered as configured:", "Anrufe werden nicht wie eingestellt beantwortet:")
        }
        static var sandboxComplete: String {
            either(
                "Recordings are decoded in a complete sandbox.",
                "Aufnahmen werden in einem vollständig abgeschotteten Prozess gelesen.")
        }
        static func sandboxMissing(_ parts: [String]) -> String {
            either(
                "This machine lacks parts of the sandbox in which recordings are decoded: \(list(parts)).",
                "Diesem Rechner fehlen Teile der Abschottung, in der Aufnahmen gelesen werden: \(list(parts)).")
        }
        static var forPrograms: HTML {
            either(
                html: "Monitoring programs ask <a href=\"/health\">/health</a>.",
                "Überwachungsprogramme fragen <a href=\"/health\">/health</a>.")
        }
        static var configuration: String { either("Configuration", "Konfiguration") }
        static var aboutConfiguration: String {
            either(
                "The file announce.yaml in an editor, with its earlier versions.",
                "Die Datei announce.yaml in einem Editor, mit früheren Versionen.")
        }
        static var trial: String { either("Test call", "Probeanruf") }
        static var aboutTrial: String {
            either(
                "A call without a telephone, at any time: hear what callers hear.",
                "Ein Anruf ohne Telefon, zu beliebiger Zeit: hören, was Anrufer hören.")
        }
        static var doctor: String { either("Doctor", "Diagnose") }
        static var doctorExplained: String {
            either(
                "Checks configuration, state folder, DNS, certificate, clock, a forged and a test call, every announcement’s address, and the "
                    + "provider’s settings. The findings are in English, as those of the command line.",
                "Prüft Konfiguration, Datenordner, DNS, Zertifikat, Uhr, einen gefälschten und einen Probeanruf, die Adresse jeder Ansage und "
                    + "die Einstellungen beim Anbieter. Die Befunde sind auf Englisch, wie die der Kommandozeile.")
        }
        static var runChecks: String {
            either("Run the checks (up to a minute)", "Prüfungen starten (bis zu einer Minute)")
        }
        static var isRunning: String {
            either(
                "The checks are running already. Try again in a minute.",
                "Die Prüfungen laufen schon. Versuchen Sie es in einer Minute noch einmal.")
        }
        static var checksFailed: String {
            either(
                "The checks could not be run, or took longer than a minute. Run `announce doctor` on the server.",
                "Die Prüfungen konnten nicht laufen oder dauerten länger als eine Minute. Starten Sie auf dem Server `announce doctor`."
            )
        }
        static var allWell: String { either("Nothing failed.", "Nichts ist fehlgeschlagen.") }
        static var someFailed: String { either("Something failed.", "Etwas ist fehlgeschlagen.") }
        static func status(_ status: String) -> String {
            switch status {
            case "ok": either("ok", "in Ordnung")
            case "warning": either("warning", "Warnung")
            case "failed": either("failed", "fehlgeschlagen")
            case "skipped": either("skipped", "ausgelassen")
            default: status
            }
        }
        static var aboutDoctor: String {
            either(
                "Checks everything between the provider and the caller’s ear.",
                "Prüft alles zwischen dem Anbieter und dem Ohr des Anrufers.")
        }
    }
}
