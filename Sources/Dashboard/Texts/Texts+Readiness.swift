extension Texts {
    /// What `/health` says, in German for people. Programs read it in English.
    enum Readiness {
        static let publicListenerClosed = "Die öffentliche Adresse ist noch nicht offen."
        static let configurationHasErrors =
            "Die Konfiguration wurde geändert und hat Fehler (siehe Konfiguration). Die letzte gültige Fassung gilt weiter."

        /// The German of a sentence with values that only its words have; nil if it is none of those.
        static func german(_ sentence: String) -> String? {
            if let match = sentence.wholeMatch(of: /(\d+) entries of the call log were lost since the start\./) {
                return "Seit dem Start gingen \(match.1) Einträge des Anrufprotokolls verloren."
            }
            if let match = sentence.wholeMatch(of: /The call log was damaged and moved to (.+)\./) {
                return "Das Anrufprotokoll war beschädigt und liegt jetzt unter \(match.1)."
            }
            if let match = sentence.wholeMatch(of: /The call log cannot be written: .* (\d+) entries are waiting\./) {
                return "Das Anrufprotokoll kann nicht geschrieben werden. \(match.1) Einträge warten."
            }
            if let match = sentence.wholeMatch(of: /State cannot be stored in (.+): .+ Calls are answered;.*/) {
                return
                    "In \(match.1) kann nichts gespeichert werden. Anrufe werden beantwortet; bis dahin wartet das Anrufprotokoll im "
                    + "Speicher, und neue Ansagen liegen in einem vorläufigen Ordner."
            }
            if sentence.hasPrefix("Alerts by ") {
                return "Benachrichtigungen kommen nicht an; den Grund nennt die Seite Benachrichtigungen."
            }
            return nil
        }
    }
}
