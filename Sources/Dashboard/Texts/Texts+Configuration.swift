import CallFlow

extension Texts {
    /// The editor of announce.yaml. Findings about the file stay English, as its keys are.
    enum Configuration {
        static var title: String { either("Configuration", "Konfiguration") }
        static var saved: String {
            either("Saved. The changes are in effect.", "Gespeichert. Die Änderungen gelten.")
        }
        static var confirmed: String {
            either("Confirmed. The edit is in effect.", "Bestätigt. Die Änderung gilt.")
        }
        static func confirm(isInUse: Bool) -> String {
            isInUse
                ? either("Confirm this edit", "Diese Änderung bestätigen")
                : either("Use this edit", "Diese Änderung verwenden")
        }
        static var save: String { either("Save", "Speichern") }
        static var check: String { either("Check", "Prüfen") }
        static var saving: String {
            either(
                "Saving validates the text, takes effect at once and keeps the previous version.",
                "Beim Speichern wird der Text geprüft, gilt sofort, und die frühere Fassung bleibt aufbewahrt.")
        }
        static var changes: String { either("Changes", "Was sich ändert") }
        static func verdict(errors: Int, warnings: Int) -> String {
            func count(_ number: Int, _ one: String, _ many: String) -> String {
                "\(number) \(number == 1 ? one : many)"
            }
            let found = [
                errors > 0 ? either(count(errors, "error", "errors"), count(errors, "Fehler", "Fehler")) : nil,
                warnings > 0
                    ? either(count(warnings, "warning", "warnings"), count(warnings, "Warnung", "Warnungen")) : nil,
            ].compactMap(\.self).joined(separator: ", ")
            guard !found.isEmpty else { return either("No errors or warnings.", "Keine Fehler, keine Warnungen.") }
            return errors > 0
                ? either("\(found); cannot be saved.", "\(found); kann nicht gespeichert werden.")
                : either("\(found); can be saved.", "\(found); kann gespeichert werden.")
        }
        static func moreFindings(_ count: Int) -> HTML {
            either(
                html: "… and \(count) more: <code>announce check</code> lists all.",
                "… und \(count) weitere: <code>announce check</code> nennt alle.")
        }
        static func place(line: Int, column: Int) -> String {
            either("Line \(line), column \(column)", "Zeile \(line), Spalte \(column)")
        }
        static func severity(_ severity: ConfigurationProblem.Severity) -> String {
            switch severity {
            case .error: either("error", "Fehler")
            case .warning: either("warning", "Warnung")
            }
        }
        static var findings: String { either("Findings", "Befunde") }
        static var otherFiles: String { either("Files that belong to it", "Dateien, die dazugehören") }
        static var editThere: String {
            either(
                "Edit these where they are; they take effect when they are saved.",
                "Bearbeiten Sie diese dort, wo sie liegen; sie gelten, sobald sie gespeichert sind.")
        }
        static var recordings: String { either("Recordings", "Aufnahmen") }
        static func versions(_ count: Int) -> String {
            either("Earlier versions (\(count))", "Frühere Fassungen (\(count))")
        }
        static func isVersion(_ time: String) -> String {
            either(
                "This is the earlier version \(time). Save it to put it into effect again.",
                "Das ist die frühere Fassung \(time). Speichern Sie sie, damit sie wieder gilt.")
        }
        static func until(_ time: String) -> String { either("until \(time)", "bis \(time)") }
        static func changed(lines: Int) -> String {
            either(
                lines == 1 ? "1 line changed then" : "\(lines) lines changed then",
                lines == 1 ? "dann 1 Zeile geändert" : "dann \(lines) Zeilen geändert")
        }
        static var noVersion: String { either("This version does not exist.", "Diese Fassung gibt es nicht.") }
        static var hasErrors: String {
            either(
                "Not saved: the text has errors, listed below.",
                "Nicht gespeichert: Der Text hat Fehler, die unten stehen.")
        }
        static func addsCommand(_ command: String) -> String {
            either(
                "Not saved: \(command) is a new program for the server to run, and those can be added on the server only, in the file itself.",
                "Nicht gespeichert: \(command) ist ein neues Programm, das der Server ausführen soll. Solche kommen nur auf dem Server selbst hinzu, in der Datei."
            )
        }
        static var conflict: String {
            either(
                "Not saved: someone else has changed the file since you opened it. Your text is in the editor, theirs is below it, "
                    + "and so are the differences. Put what you want to keep of theirs into your text.",
                "Nicht gespeichert: Jemand anderes hat die Datei geändert, seit Sie sie geöffnet haben. Ihr Text steht im Editor, der "
                    + "andere darunter, mit den Unterschieden. Übernehmen Sie in Ihren Text, was vom anderen bleiben soll."
            )
        }
        static var replace: String {
            either(
                "My text has all that is to stay: replace the other version with it (it is kept as an earlier version)",
                "Mein Text enthält alles, was bleiben soll: die andere Fassung durch ihn ersetzen (sie bleibt als frühere Fassung aufbewahrt)"
            )
        }
        static var differences: String {
            either(
                "Differences between the file on disk and your text",
                "Unterschiede zwischen der Datei auf der Festplatte und Ihrem Text")
        }
        static var theirs: String { either("The file on disk", "Die Datei auf der Festplatte") }
        static var takeTheirs: String {
            either("Drop my text, open theirs", "Meinen Text verwerfen, den anderen öffnen")
        }
        static var yours: String { either("Your text", "Ihr Text") }
        static var noDifferences: String { either("No differences.", "Keine Unterschiede.") }
        static var differencesHelp: String {
            either(
                "Lines with - are only on disk, lines with + only in the editor.",
                "Zeilen mit - stehen nur auf der Festplatte, Zeilen mit + nur im Editor.")
        }
        static var unchecked: String {
            either(
                "The text could not be checked. Copy your text, then reload the page.",
                "Der Text konnte nicht geprüft werden. Kopieren Sie Ihren Text, und laden Sie die Seite neu.")
        }
        static var unreachable: String {
            either(
                "The server cannot be reached, so the text is not checked.",
                "Der Server ist nicht erreichbar, der Text wird deshalb nicht geprüft.")
        }
        /// Said on German pages only.
        static var findingsAreEnglish: String {
            either(
                "Findings are in English, as those of the command line.",
                "Die Befunde sind auf Englisch, wie die der Kommandozeile.")
        }

        // MARK: What an edit changes

        static var noChanges: String { either("No changes for callers.", "Für Anrufer ändert sich nichts.") }
        static func changes(numbers: Int) -> HTML {
            switch numbers {
            case 0: either(html: "No changes to numbers.", "Keine Rufnummer ändert sich.")
            case 1:
                either(
                    html: "This edit changes <strong>1 number</strong>:",
                    "Damit ändert sich <strong>1 Rufnummer</strong>:")
            default:
                either(
                    html: "This edit changes <strong>\(numbers) numbers</strong>:",
                    "Damit ändern sich <strong>\(numbers) Rufnummern</strong>:")
            }
        }
        static var before: String { either("Before", "Vorher") }
        static var after: String { either("After", "Nachher") }
        static var sameSteps: String {
            either(
                "same steps, but a flow, menu or schedule has changed",
                "dieselben Schritte, aber ein Ablauf, ein Menü oder ein Zeitplan ändert sich")
        }
        static var changedThings: String { either("What else changes:", "Was sich noch ändert:") }
        /// What a name in the file stands for.
        enum Kind: Hashable, Sendable {
            case flow, menu, schedule, rota, person, list, customer, name
        }
        static func thing(_ kind: Kind, _ name: String) -> HTML {
            let word =
                switch kind {
                case .flow: either("flow", "Ablauf")
                case .menu: either("menu", "Auswahlmenü")
                case .schedule: either("schedule", "Zeitplan")
                case .rota: either("rota", "Dienstplan")
                case .person: either("person", "Person")
                case .list: either("list", "Liste")
                case .customer: either("customer", "Kunde")
                case .name: either("name of a number", "Name einer Rufnummer")
                }
            return "\(word) \(name)"
        }
        static var changedSettings: String { either("Settings that change:", "Einstellungen, die sich ändern:") }
        static var atNextStart: String {
            either(
                "Those of the server take effect at its next start.",
                "Die des Servers gelten ab dem nächsten Start.")
        }

    }
}
