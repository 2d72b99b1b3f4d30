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
            if let match = sentence.wholeMatch(
                of: /The key for positions is not that of (.+), which runs longer: callers in menus would be lost\..+/)
            {
                return
                    "Der Schlüssel für Positionen ist ein anderer als der von \(match.1), der länger läuft: Anrufer in Menüs würden verloren gehen. "
                    + "Geben Sie allen Instanzen dieselbe Variable von position-key-env."
            }
            if let match = sentence.wholeMatch(
                of:
                    /The configuration's database cannot be used \((.+)\)\. Version (\d+) stays in use, and edits are refused\./
            ) {
                return
                    "Die Datenbank der Konfiguration ist nicht erreichbar (\(match.1)). Fassung \(match.2) gilt weiter, und nichts kann geändert werden."
            }
            if let match = sentence.wholeMatch(
                of: /Version (\d+) of the configuration cannot be used here: (.+) Version (\d+) stays in use\./)
            {
                return
                    "Fassung \(match.1) der Konfiguration ist hier nicht verwendbar: \(match.2) Fassung \(match.3) gilt weiter."
            }
            if let match = sentence.wholeMatch(of: /Version (\d+) of the configuration cannot be used: (.+)/) {
                return "Fassung \(match.1) der Konfiguration ist nicht verwendbar: \(match.2)"
            }
            if let match = sentence.wholeMatch(of: /Version (\d+) of the configuration is in use elsewhere\./) {
                return "Anderswo gilt Fassung \(match.1) der Konfiguration."
            }
            if let match = sentence.wholeMatch(of: /Not heard of for (\d+) s\./) {
                return "Seit \(match.1) s nicht gemeldet."
            }
            if sentence.hasPrefix("Alerts by ") {
                return "Benachrichtigungen kommen nicht an; den Grund nennt die Seite Benachrichtigungen."
            }
            return nil
        }
    }
}
